package io.terraverde.web.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.terraverde.access.PackageRule;
import io.terraverde.name.NamePattern;
import io.terraverde.uplink.Uplink;
import io.terraverde.web.config.ConfigOutcome.LoadedConfig;
import io.terraverde.web.config.ServerSettings.TrustedProxies;
import io.terraverde.web.config.Settings.LogSettings.Format;
import io.terraverde.web.config.Settings.LogSettings.Level;
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

class ConfigLoaderTest {
    private static final String MINIMAL = "storage: ./storage\npackages: {'**': {access: $all}}\n";

    @TempDir
    private Path folder;

    private final Map<String, String> variables = new HashMap<>();

    @Test
    void withoutFileTheDefaultsHold() {
        LoadedConfig config = loaded(new ConfigLoader(folder, variables).load(CommandLineOverrides.none()));

        Settings settings = config.settings();
        assertThat(config.file()).isEmpty();
        assertThat(config.warnings()).isEmpty();
        assertThat(settings.store()).isEqualTo(new StoreSettings.Files(folder.resolve("storage")));
        assertThat(settings.users())
                .map(HtpasswdSettings::file)
                .contains(folder.resolve("storage").resolve(".htpasswd"));
        assertThat(settings.server().listen()).isEqualTo(new ListenAddress.Tcp(false, "localhost", 4873));
        assertThat(settings.uplinks()).isEmpty();
        assertThat(settings.packages()).containsExactly(openRule("@*/*", List.of()), openRule("**", List.of()));
    }

    @Test
    void uplinkOfTheCommandLineIsAskedForEverything() {
        variables.put("TERRAVERDE_UPLINK", "https://other.example/");
        CommandLineOverrides overrides = new CommandLineOverrides(
                Optional.of("0.0.0.0:80"), Optional.of("data"), Optional.of("https://upstream.example/npm/"));

        Settings settings =
                loaded(new ConfigLoader(folder, variables).load(overrides)).settings();

        assertThat(settings.uplinks())
                .extracting(UplinkSettings::name, UplinkSettings::url)
                .containsExactly(tuple("upstream", URI.create("https://upstream.example/npm")));
        assertThat(settings.packages()).contains(openRule("**", List.of("upstream")));
        assertThat(settings.store()).isEqualTo(new StoreSettings.Files(folder.resolve("data")));
        assertThat(settings.server().listen().url()).isEqualTo("http://0.0.0.0:80/");
    }

    @Test
    void brokenOverridesAreNamed() {
        variables.put("TERRAVERDE_LISTEN", "nowhere");
        CommandLineOverrides overrides =
                new CommandLineOverrides(Optional.empty(), Optional.empty(), Optional.of("ftp://x"));

        ConfigOutcome outcome = new ConfigLoader(folder, variables).load(overrides);

        assertThat(outcome.problems().stream().map(Problem::toString))
                .satisfiesExactly(
                        uplink -> assertThat(uplink).startsWith("command line: error: --uplink: invalid url"),
                        listen -> assertThat(listen)
                                .startsWith("environment: error: TERRAVERDE_LISTEN: invalid address \"nowhere\""));
    }

    @Test
    void verdacciosPlacesAreSearchedInOrder() throws IOException {
        write("config.yaml", MINIMAL);
        assertThat(new ConfigLoader(folder, variables).find()).contains(folder.resolve("config.yaml"));

        write("verdaccio/config.yaml", MINIMAL);
        assertThat(new ConfigLoader(folder, variables).find()).contains(folder.resolve("verdaccio/config.yaml"));

        write("home/.config/verdaccio/config.yaml", MINIMAL);
        variables.put("HOME", "home");
        assertThat(new ConfigLoader(folder, variables).find())
                .contains(folder.resolve("home/.config/verdaccio/config.yaml"));
    }

    @Test
    void verdacciosDefaultsHoldInAFile() throws IOException {
        Settings settings = read(MINIMAL + "uplinks: {npmjs: {url: 'https://upstream.example/'}}\n");

        UplinkSettings uplink = settings.uplinks().getFirst();
        assertThat(uplink.maxAge()).isEqualTo(Duration.ofMinutes(2));
        ConnectionSettings connection = uplink.connection();
        assertThat(connection.timeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(connection.maxFails()).isEqualTo(2);
        assertThat(connection.failTimeout()).isEqualTo(Duration.ofMinutes(5));
        assertThat(uplink.cache()).isTrue();
        assertThat(uplink.tarballs()).isEqualTo(Uplink.TarballDelivery.CACHE);
        assertThat(connection.connections()).isEqualTo(new ConnectionSettings.Connections(true, 40, 10));
        assertThat(settings.allowOffline()).isFalse();
        assertThat(settings.own().origins()).isEqualTo(OwnSettings.Origins.MERGE);
        assertThat(settings.own().cache())
                .isEqualTo(new CacheSettings(
                        Optional.empty(),
                        10L << 30,
                        Duration.ofDays(100),
                        Duration.ofHours(1),
                        Duration.ofDays(30),
                        Duration.ofSeconds(30)));
        assertThat(settings.users())
                .contains(new HtpasswdSettings(
                        folder.resolve("htpasswd"), HtpasswdSettings.Algorithm.BCRYPT, 10, HtpasswdSettings.UNLIMITED));
        assertThat(settings.server().maxBodyBytes()).isEqualTo(10 << 20);
        assertThat(settings.server().userRateLimit()).isEqualTo(new RateLimit(Duration.ofMinutes(15), 1_000));
        assertThat(settings.server().poweredBy()).contains("hidden");
        assertThat(settings.log())
                .isEqualTo(new Settings.LogSettings(Optional.empty(), Format.PRETTY, Level.HTTP, true));
        assertThat(settings.security().acceptsJwt()).isFalse();
        assertThat(settings.security().apiSign()).isEmpty();
        assertThat(settings.security().webSign().expiresIn()).contains(Duration.ofHours(1));
        assertThat(settings.hooks()).isEmpty();
    }

    @Test
    void rulesAreReadInOrder() throws IOException {
        Settings settings = read("""
                storage: ./storage
                uplinks: {a: {url: 'http://a.example'}, b: {url: 'http://b.example'}}
                packages:
                  '@private/*': {access: alice  $authenticated, publish: [a b, carol], unpublish: root, storage: ./inner/}
                  open-*: {access: $all, proxy: a b}
                  '**':
                """.replace("  '**':\n", "  '**': {}\n"));

        assertThat(settings.packages())
                .containsExactly(
                        new PackageRule(
                                NamePattern.parse("@private/*"),
                                List.of("alice", "$authenticated"),
                                List.of("a b", "carol"),
                                List.of("root"),
                                List.of(),
                                "inner"),
                        new PackageRule(
                                NamePattern.parse("open-*"),
                                List.of("$all"),
                                List.of(),
                                List.of(),
                                List.of("a", "b"),
                                null),
                        new PackageRule(NamePattern.parse("**"), List.of(), List.of(), List.of(), List.of(), null));
    }

    @Test
    void yamlIsOfVersion11() throws IOException {
        Settings settings = read(MINIMAL + """
                base: &base {cache: no, max_fails: 012, maxage: 1:30}
                uplinks: {one: {<<: *base, url: http://one.example, max_fails: 1_0}}
                terraverde: {trustForwardedHost: on}
                """);

        UplinkSettings uplink = settings.uplinks().getFirst();
        assertThat(uplink.cache()).isFalse();
        assertThat(uplink.connection().maxFails()).isEqualTo(10);
        assertThat(uplink.maxAge()).isEqualTo(Duration.ofSeconds(90));
        assertThat(settings.server().trustForwardedHost()).isTrue();
    }

    @Test
    void jwtOptionsAreRead() throws IOException {
        SecuritySettings security = read(MINIMAL + """
                security:
                  api: {jwt: {sign: {expiresIn: 29d, notBefore: 0}, verify: {issuer: me}}}
                  web: {sign: {}}
                """).security();

        assertThat(security.acceptsJwt()).isTrue();
        assertThat(security.apiSign()).hasValueSatisfying(sign -> {
            assertThat(sign.expiresIn()).contains(Duration.ofDays(29));
            assertThat(sign.notBefore()).isZero();
        });
        assertThat(security.verify().issuers()).containsExactly("me");
        assertThat(security.webSign().expiresIn()).isEmpty();
    }

    @Test
    void maxUsersHasThreeMeanings() throws IOException {
        assertThat(maxUsers("0")).isEqualTo(HtpasswdSettings.UNLIMITED);
        assertThat(maxUsers("-1")).isZero();
        assertThat(maxUsers("7")).isEqualTo(7);
    }

    @Test
    void emptyAuthMeansNoUsers() throws IOException {
        assertThat(read(MINIMAL + "auth:\n").users()).isEmpty();
    }

    @Test
    void firstEntryOfOldLogsCounts() throws IOException {
        write(
                "config.yaml",
                MINIMAL + "logs:\n  - {type: stdout, format: json, level: warn}\n  - {type: file, path: x}\n");

        LoadedConfig config = loaded(load());

        assertThat(config.settings().log().format()).isEqualTo(Format.JSON);
        assertThat(config.settings().log().level()).isEqualTo(Level.WARN);
        assertThat(config.warnings()).hasSize(1);
    }

    @Test
    void trustedProxiesHaveExpressSpellings() throws IOException {
        assertThat(trustProxy("true")).isEqualTo(new TrustedProxies.All());
        assertThat(trustProxy("0")).isEqualTo(new TrustedProxies.None());
        assertThat(trustProxy("2")).isEqualTo(new TrustedProxies.Hops(2));
        assertThat(trustProxy("'loopback, 10.1.2.3, fd00::/8'"))
                .isEqualTo(new TrustedProxies.Networks(List.of("127.0.0.0/8", "::1/128", "10.1.2.3/32", "fd00::/8")));
    }

    @Test
    void hooksAreOneOrMany() throws IOException {
        String hook = "{endpoint: http://h.example/x, content: hi, headers: [{A: b}, {C: d}]}";

        assertThat(read(MINIMAL + "notify: " + hook).hooks()).hasSize(1);
        assertThat(read(MINIMAL + "notify: [" + hook + ", " + hook + "]").hooks())
                .hasSize(2);
        assertThat(read(MINIMAL + "notify: {one: " + hook + ", two: " + hook + "}")
                        .hooks())
                .hasSize(2)
                .allSatisfy(read -> assertThat(read.headers()).containsOnlyKeys("A", "C"));
    }

    @Test
    void verdacciosVariablesAreRead() throws IOException {
        variables.putAll(Map.of(
                "VERDACCIO_STORAGE_PATH", "elsewhere",
                "VERDACCIO_PUBLIC_URL", "https://npm.example/first",
                "VERDACCIO_FORWARDED_PROTO", "CloudFront-Forwarded-Proto",
                "VERDACCIO_LEGACY_ALGORITHM", "aes-256-cbc",
                "VERDACCIO_LEGACY_ENCRYPTION_KEY", "0123456789abcdef0123456789abcdef",
                "NODE_ENV", "production"));

        Settings settings = read(MINIMAL + "url_prefix: my");

        assertThat(settings.store()).isEqualTo(new StoreSettings.Files(folder.resolve("elsewhere")));
        assertThat(settings.server().publicUrl()).contains(URI.create("https://npm.example/first"));
        assertThat(settings.server().urlPrefix()).isEqualTo("/my/");
        assertThat(settings.server().forwardedProtoHeader()).isEqualTo("CloudFront-Forwarded-Proto");
        assertThat(settings.security().legacyAlgorithm()).isEqualTo("aes-256-cbc");
        assertThat(settings.security().legacyKey()).contains(new Secret("0123456789abcdef0123456789abcdef"));
        assertThat(settings.log().format()).isEqualTo(Format.JSON);
    }

    @Test
    void brokenVariablesAreNamed() throws IOException {
        variables.putAll(Map.of(
                "VERDACCIO_PUBLIC_URL", "ftp://x",
                "VERDACCIO_LEGACY_ENCRYPTION_KEY", "short",
                "TERRAVERDE_LEASES", "1s",
                "TERRAVERDE_LIMITS_HEADERS", "-1"));
        write("config.yaml", MINIMAL);

        assertThat(load().problems().stream().map(Problem::toString))
                .containsExactlyInAnyOrder(
                        "environment: warning: VERDACCIO_PUBLIC_URL: not a url, ignored (it starts with http:// or https://)",
                        "environment: error: VERDACCIO_LEGACY_ENCRYPTION_KEY: the key has 5 characters (it must have exactly 32)",
                        "environment: warning: TERRAVERDE_LEASES: unknown variable (did you mean \"TERRAVERDE_LEASE\"?)",
                        "environment: error: TERRAVERDE_LIMITS_HEADERS: invalid size \"-1\" (for example 10mb, 512kb, or a number of bytes)");
    }

    @Test
    void summaryNamesWhatWasDecided() throws IOException {
        Settings settings = read(MINIMAL + "uplinks: {u: {url: 'https://me:pw@u.example/'}}\nlisten: '[::1]:80'\n");

        assertThat(settings.summary())
                .containsExactly(
                        "store=files storage=" + folder.resolve("storage"),
                        "auth=htpasswd file=" + folder.resolve("htpasswd") + " registration=on tokens=legacy",
                        "uplinks=u(https://u.example) origins=merge",
                        "cache=store size=10gb age=100d",
                        "rules=1 patterns=**",
                        "address=http://[::1]:80/");
    }

    private long maxUsers(String written) throws IOException {
        return read(MINIMAL + "auth: {htpasswd: {file: ./h, max_users: " + written + "}}\n")
                .users()
                .orElseThrow()
                .maxUsers();
    }

    private TrustedProxies trustProxy(String written) throws IOException {
        return read(MINIMAL + "server: {trustProxy: " + written + "}\n")
                .server()
                .trustedProxies();
    }

    private Settings read(String yaml) throws IOException {
        write("config.yaml", yaml);
        return loaded(load()).settings();
    }

    private ConfigOutcome load() {
        return new ConfigLoader(folder, variables).load(Path.of("config.yaml"), CommandLineOverrides.none());
    }

    private static LoadedConfig loaded(ConfigOutcome outcome) {
        assertThat(outcome).as("%s", outcome.problems()).isInstanceOf(LoadedConfig.class);
        return (LoadedConfig) outcome;
    }

    private void write(String file, String text) throws IOException {
        Path path = folder.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    private static PackageRule openRule(String pattern, List<String> proxy) {
        return new PackageRule(
                NamePattern.parse(pattern),
                List.of("$all"),
                List.of("$authenticated"),
                List.of("$authenticated"),
                proxy,
                null);
    }
}
