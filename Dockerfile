# The registry's image: docker build -t terraverde .
# Needs BuildKit, which Docker 23 and newer use by default. How to run it: docs/containers.md.

# A JDK 25 with Maven and JAVA_HOME.
ARG BUILD_IMAGE=maven:3.9-eclipse-temurin-25
# A Debian or another system with glibc, bash and useradd.
ARG RUNTIME_IMAGE=debian:13-slim
# Where the jar comes from: "built" here from the sources, or "prebuilt" by ./terraverde or ./build beforehand.
ARG JAR=built

FROM ${BUILD_IMAGE} AS built
WORKDIR /src
COPY . .
# The launcher builds the jar when there is none.
RUN --mount=type=cache,target=/root/.m2 rm -rf registry-web/target \
    && ./terraverde --version \
    && cp registry-web/target/terraverde.jar /terraverde.jar

FROM scratch AS prebuilt
COPY registry-web/target/terraverde.jar /terraverde.jar

FROM ${JAR} AS jar

# A Java runtime of the modules that the jar refers to, and jcmd, for thread dumps of a running registry.
FROM ${BUILD_IMAGE} AS java
COPY --from=jar /terraverde.jar /
RUN modules=$("$JAVA_HOME/bin/jdeps" --multi-release 25 --ignore-missing-deps --print-module-deps /terraverde.jar) \
    && "$JAVA_HOME/bin/jlink" --add-modules "$modules,jdk.jcmd" --no-header-files --no-man-pages --output /java

FROM ${RUNTIME_IMAGE}
ENV LC_ALL=C.UTF-8 \
    PATH=/opt/java/bin:$PATH \
    TERRAVERDE_LISTEN=0.0.0.0:4873 \
    TERRAVERDE_SPOOL=/spool
# 10001 is also the user of Verdaccio's image, so a volume can be taken over as it is.
RUN useradd --uid 10001 --user-group --home-dir /terraverde --shell /usr/sbin/nologin terraverde \
    && install -d -o terraverde -g terraverde /terraverde /terraverde/storage /spool
COPY --from=java /java /opt/java
COPY --from=jar /terraverde.jar /opt/terraverde/
COPY deploy/start /usr/local/bin/terraverde
COPY deploy/health /usr/local/bin/terraverde-health
# The class cache fits this JVM and this jar at these places only, so it is made here and by the script that uses it.
RUN TERRAVERDE_JAVA_OPTS=-XX:AOTCacheOutput=/opt/terraverde/terraverde.aot terraverde rehearse >/dev/null \
    && test -s /opt/terraverde/terraverde.aot

WORKDIR /terraverde
# As a number, so that Kubernetes can see that it is not root.
USER 10001
EXPOSE 4873
# Live, not ready: what acts on this state restarts the container, and a restart does not bring back a lost store.
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s CMD ["terraverde-health", "live"]
ENTRYPOINT ["terraverde"]
CMD ["serve"]
