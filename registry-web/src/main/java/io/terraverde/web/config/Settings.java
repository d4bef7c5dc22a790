package io.terraverde.web.config;

import io.terraverde.access.PackageRule;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Everything the registry is told from outside, checked, with defaults filled in. Plain values only; components are
/// built from them elsewhere.
///
/// @param store where packages and the state shared by instances are kept
/// @param users the htpasswd file, which is only taken in when the store is a bucket; empty when there are no users
/// (`auth:` with nothing below it)
/// @param uplinks other registries, in the order of the file
/// @param packages the rules in the order of the file, without the final rule that denies everything else
/// @param security tokens
/// @param server addresses, links and limits of HTTP
/// @param log the log
/// @param hooks called (`notify:`) after publish and unpublish
/// @param tarballRedirect where tarballs are redirected to (`experiments.tarball_url_redirect`): an address
///     with `${packageName}` and `${filename}`
/// @param allowOffline whether the first version of a package may be published while its uplinks cannot be
///     asked (`publish.allow_offline`)
/// @param extraCertificates a PEM file of authorities that servers outside may be signed by besides those that
///     the JVM trusts (`NODE_EXTRA_CA_CERTS`); not where a setting names the only ones
/// @param own the section `terraverde:`
public record Settings(
        StoreSettings store,
        Optional<HtpasswdSettings> users,
        List<UplinkSettings> uplinks,
        List<PackageRule> packages,
        SecuritySettings security,
        ServerSettings server,
        LogSettings log,
        List<NotifySettings> hooks,
        Optional<String> tarballRedirect,
        boolean allowOffline,
        Optional<Path> extraCertificates,
        OwnSettings own) {
    /// Copies the lists.
    public Settings {
        uplinks = List.copyOf(uplinks);
        packages = List.copyOf(packages);
        hooks = List.copyOf(hooks);
    }

    /// One line per thing that was decided, for the start of the log, as `store=files storage=/srv/storage`.
    public List<String> summary() {
        List<String> lines = new ArrayList<>();
        lines.add(
                switch (store) {
                    case StoreSettings.Files(Path folder) -> "store=files storage=" + folder;
                    case StoreSettings.S3(S3Settings bucket) ->
                        "store=s3 " + bucket.summary() + " lease=" + Units.shown(own.lease());
                });
        lines.add(users.map(file -> "auth=htpasswd file=" + file.file() + " registration="
                        + (file.maxUsers() == 0 ? "off" : "on") + " tokens="
                        + (security.acceptsJwt() ? "jwt" : "legacy"))
                .orElse("auth=none"));
        lines.add(
                uplinks.isEmpty()
                        ? "uplinks=none"
                        : "uplinks=" + joined(uplinks.stream().map(UplinkSettings::summary)) + " origins="
                                + own.origins().name().toLowerCase(Locale.ROOT));
        if (!own.mirrors().isEmpty()) {
            lines.add("mirrors=" + joined(own.mirrors().stream().map(MirrorSettings::summary)));
        }
        if (!uplinks.isEmpty() || !own.mirrors().isEmpty()) {
            lines.add(own.cache().summary());
        }
        extraCertificates.ifPresent(file -> lines.add("trust=jvm extra=" + file));
        lines.add("rules=" + packages.size() + " patterns="
                + String.join(
                        " ",
                        packages.stream().map(rule -> rule.pattern().text()).toList()));
        lines.add("address=" + server.listen().url()
                + server.publicUrl().map(url -> " public=" + url).orElse(""));
        return List.copyOf(lines);
    }

    private static String joined(Stream<String> parts) {
        return parts.collect(Collectors.joining(","));
    }

    /// `log:`
    ///
    /// @param file the file it goes to; empty for standard output
    /// @param format how a line looks
    /// @param level the least important level written
    /// @param colors whether pretty lines are coloured
    public record LogSettings(Optional<Path> file, Format format, Level level, boolean colors) {
        /// How a line looks.
        public enum Format {
            /// For people, without a time.
            PRETTY,
            /// For people, with a time.
            PRETTY_TIMESTAMPED,
            /// One JSON object per line.
            JSON
        }

        /// Verdaccio's levels, the most important first; `HTTP` is one line per request.
        public enum Level {
            /// The process ends.
            FATAL,
            /// A person must act.
            ERROR,
            /// Coped, but somebody should know.
            WARN,
            /// Start, stop, writes.
            INFO,
            /// One line per request.
            HTTP,
            /// Details for looking into a problem.
            DEBUG,
            /// Everything.
            TRACE
        }
    }

    /// One hook of `notify:`.
    ///
    /// @param endpoint where it is sent
    /// @param method `POST`, `PUT` or `GET`
    /// @param headers in the order of the file
    /// @param packagePattern only for names in which this is found; empty for all
    /// @param content a Handlebars template that compiles
    public record NotifySettings(
            URI endpoint,
            String method,
            Map<String, Secret> headers,
            Optional<Pattern> packagePattern,
            String content) {
        /// Copies the headers, keeping their order.
        public NotifySettings {
            headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
        }
    }
}
