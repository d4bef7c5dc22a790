package io.terraverde.web.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.terraverde.name.PathPattern;
import io.terraverde.uplink.Mirror;
import io.terraverde.uplink.Uplink;
import io.terraverde.web.config.ConfigOutcome.LoadedConfig;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Uplinks and mirrors, and how they are reached.
class OutsideServersTest {
    private static final String MINIMAL = "storage: ./storage\npackages: {'**': {access: $all}}\n";

    @TempDir
    private Path folder;

    private final Map<String, String> variables = new HashMap<>();

    @Test
    void proxiesComeFromTheEnvironmentUnlessTheFileNamesThem() throws IOException {
        variables.putAll(Map.of("HTTPS_PROXY", "http://proxy.example:3128", "no_proxy", "a.example,.b.example"));
        String uplink = "uplinks: {u: {url: https://u.example}}\n";

        ConnectionSettings inherited =
                read(MINIMAL + uplink).uplinks().getFirst().connection();
        ConnectionSettings without = read(MINIMAL + "https_proxy:\nno_proxy: [c]\n" + uplink)
                .uplinks()
                .getFirst()
                .connection();

        assertThat(inherited.httpsProxy()).contains(URI.create("http://proxy.example:3128"));
        assertThat(inherited.noProxy()).containsExactly("a.example", ".b.example");
        assertThat(without.httpsProxy()).isEmpty();
        assertThat(without.noProxy()).containsExactly("c");
    }

    @Test
    void proxiesHaveVariablesOfOurOwn() throws IOException {
        variables.putAll(Map.of(
                "TERRAVERDE_HTTP_PROXY", "http://ours.example:3128",
                "TERRAVERDE_HTTPS_PROXY", "false",
                "TERRAVERDE_NO_PROXY", "a.example, b.example",
                "http_proxy", "http://theirs.example:3128",
                "https_proxy", "http://theirs.example:3128"));
        write(
                "config.yaml",
                MINIMAL + "https_proxy: http://file.example:3128\nuplinks: {u: {url: http://u.example}}\n");

        LoadedConfig config =
                loaded(new ConfigLoader(folder, variables).load(Path.of("config.yaml"), CommandLineOverrides.none()));

        ConnectionSettings connection = config.settings().uplinks().getFirst().connection();
        assertThat(connection.httpProxy()).contains(URI.create("http://ours.example:3128"));
        assertThat(connection.httpsProxy()).isEmpty();
        assertThat(connection.noProxy()).containsExactly("a.example", "b.example");
        assertThat(config.warnings()).isEmpty();
    }

    @Test
    void anUplinkMayNeedNoneOfTheProxies() throws IOException {
        String proxies = "http_proxy: http://proxy.example\nhttps_proxy: http://proxy.example\nno_proxy: a.example\n";

        List<UplinkSettings> uplinks = read(MINIMAL + proxies + """
                uplinks:
                  direct: {url: http://u.example, http_proxy: false, https_proxy: , no_proxy: }
                  own: {url: http://u.example, http_proxy: 'http://own.example'}
                """).uplinks();

        assertThat(uplinks.getFirst().connection().httpProxy()).isEmpty();
        assertThat(uplinks.getFirst().connection().httpsProxy()).isEmpty();
        assertThat(uplinks.getFirst().connection().noProxy()).isEmpty();
        assertThat(uplinks.getLast().connection().httpProxy()).contains(URI.create("http://own.example"));
        assertThat(uplinks.getLast().connection().httpsProxy()).contains(URI.create("http://proxy.example"));
        assertThat(uplinks.getLast().connection().noProxy()).containsExactly("a.example");
    }

    @Test
    void addressOfTheCommandLineThatCannotBeReadIsNotShown() {
        CommandLineOverrides overrides =
                new CommandLineOverrides(Optional.empty(), Optional.empty(), Optional.of("user:pw@upstream.example"));

        assertThat(new ConfigLoader(folder, variables).load(overrides).problems())
                .singleElement()
                .hasToString("command line: error: --uplink: invalid url (it starts with http:// or https://)");
    }

    @Test
    void nothingInAMirrorHasToBeImmutable() throws IOException {
        OwnSettings own = read(MINIMAL + """
                terraverde:
                  mirrors:
                    none: {url: http://tree.example, immutable: []}
                    usual: {url: http://tree.example, immutable: }
                """).own();

        assertThat(own.mirrors().getFirst().immutable()).isEmpty();
        assertThat(own.mirrors().getLast().immutable()).isEqualTo(Mirror.USUALLY_IMMUTABLE);
    }

    @Test
    void uplinkTokensComeFromTheEnvironment() throws IOException {
        variables.putAll(Map.of("NPM_TOKEN", "one", "MY_TOKEN", "two"));

        List<UplinkSettings> uplinks = read(MINIMAL + """
                uplinks:
                  a: {url: http://a.example, auth: {type: bearer}}
                  b: {url: http://b.example, auth: {token_env: MY_TOKEN}}
                """).uplinks();

        assertThat(uplinks)
                .map(uplink ->
                        uplink.connection().authorization().map(Secret::value).orElse(""))
                .containsExactly("Bearer one", "Basic two");
        assertThat(uplinks.toString()).doesNotContain("one,").doesNotContain("two");
    }

    @Test
    void summaryNamesServersOutside() throws IOException {
        Settings settings = read(MINIMAL + """
                uplinks: {a: {url: http://a.example}, b: {url: http://b.example}}
                terraverde:
                  origins: strict
                  cache: {path: kept, size: 12g, age: 36h}
                  uplinks: {b: {tarballs: original}}
                  mirrors: {node: {url: 'https://me:pw@node.example/dist/'}, tree: {url: http://tree.example}}
                """);

        assertThat(settings.summary())
                .contains(
                        "uplinks=a(http://a.example),b(http://b.example tarballs=original) origins=strict",
                        "mirrors=node(https://node.example/dist),tree(http://tree.example)",
                        "cache=" + folder.resolve("kept") + " size=12gb age=36h");
    }

    @Test
    void tarballsOfTheCommandLinesUplinkMayBeRedirected() throws IOException {
        write("config.yaml", MINIMAL + "terraverde: {uplinks: {upstream: {tarballs: redirect}}}\n");
        CommandLineOverrides overrides =
                new CommandLineOverrides(Optional.empty(), Optional.empty(), Optional.of("https://upstream.example"));

        LoadedConfig config = loaded(new ConfigLoader(folder, variables).load(Path.of("config.yaml"), overrides));

        assertThat(config.warnings()).isEmpty();
        assertThat(config.settings().uplinks())
                .extracting(UplinkSettings::tarballs)
                .containsExactly(Uplink.TarballDelivery.REDIRECT);
    }

    @Test
    void mirrorsAreReachedLikeUplinks() throws IOException {
        variables.put("MIRROR_TOKEN", "one");

        OwnSettings own = read(MINIMAL + """
                https_proxy: http://proxy.example:3128
                terraverde:
                  admins: ops alice
                  mirrors:
                    node:
                      url: https://node.example/dist/
                      immutable: ['v*/**', '**/*.tgz']
                      access: $authenticated
                      auth: {type: bearer, token_env: MIRROR_TOKEN}
                      timeout: 5s
                    tree: {url: http://tree.example}
                """).own();

        assertThat(own.admins()).containsExactly("ops", "alice");
        MirrorSettings node = own.mirrors().getFirst();
        assertThat(node.name()).isEqualTo("node");
        assertThat(node.url()).isEqualTo(URI.create("https://node.example/dist"));
        assertThat(node.immutable()).containsExactly(PathPattern.parse("v*/**"), PathPattern.parse("**/*.tgz"));
        assertThat(node.access()).containsExactly("$authenticated");
        assertThat(node.connection().authorization()).contains(new Secret("Bearer one"));
        assertThat(node.connection().httpsProxy()).contains(URI.create("http://proxy.example:3128"));
        assertThat(node.connection().timeout()).isEqualTo(Duration.ofSeconds(5));
        MirrorSettings tree = own.mirrors().getLast();
        assertThat(tree.access()).containsExactly("$all");
        assertThat(tree.immutable()).isEqualTo(Mirror.USUALLY_IMMUTABLE);
        assertThat(tree.maxAge()).isEqualTo(Duration.ofMinutes(5));
    }

    @Test
    void certificatesAreGivenAsTextOrAsAFile() throws IOException, InterruptedException {
        Path file = TestCertificate.in(folder);
        String text = Files.readString(file);

        List<UplinkSettings> uplinks = read(MINIMAL + """
                uplinks:
                  file: {url: https://a.example, ca: ./ca.pem}
                  text:
                    url: https://b.example
                    ca: |
                """ + text.indent(6)).uplinks();

        assertThat(uplinks.getFirst().connection().ca()).contains(text);
        assertThat(uplinks.getLast().connection().ca().orElseThrow()).isEqualToIgnoringWhitespace(text);
    }

    @Test
    void authoritiesOfTheCompanyComeFromNodesVariable() throws IOException, InterruptedException {
        Path file = TestCertificate.in(folder);
        variables.put("NODE_EXTRA_CA_CERTS", "./ca.pem");

        Settings settings = read(MINIMAL);

        assertThat(settings.extraCertificates()).contains(file);
        assertThat(settings.summary()).contains("trust=jvm extra=" + file);
    }

    @Test
    void withoutAuthoritiesOfTheCompanyItIsLeftOutWithAWarning() throws IOException {
        write("text.pem", "nothing");
        for (String path : List.of("./text.pem", "./nowhere.pem")) {
            variables.put("NODE_EXTRA_CA_CERTS", path);
            write("config.yaml", MINIMAL);

            LoadedConfig config = loaded(
                    new ConfigLoader(folder, variables).load(Path.of("config.yaml"), CommandLineOverrides.none()));

            assertThat(config.settings().extraCertificates()).isEmpty();
            assertThat(config.warnings())
                    .singleElement()
                    .satisfies(warning -> assertThat(warning.toString())
                            .startsWith("environment: warning: NODE_EXTRA_CA_CERTS: ")
                            .contains(folder.resolve(path).normalize() + "\", it is left out"));
        }
    }

    private Settings read(String yaml) throws IOException {
        write("config.yaml", yaml);
        return loaded(new ConfigLoader(folder, variables).load(Path.of("config.yaml"), CommandLineOverrides.none()))
                .settings();
    }

    private static LoadedConfig loaded(ConfigOutcome outcome) {
        assertThat(outcome).as("%s", outcome.problems()).isInstanceOf(LoadedConfig.class);
        return (LoadedConfig) outcome;
    }

    private void write(String file, String text) throws IOException {
        Files.writeString(folder.resolve(file), text);
    }
}
