package io.terraverde.web.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.terraverde.web.config.ConfigOutcome.LoadedConfig;
import io.terraverde.web.config.S3Settings.Checksums;
import io.terraverde.web.config.S3Settings.Connection;
import io.terraverde.web.config.S3Settings.Encryption;
import io.terraverde.web.config.S3Settings.TarballDelivery;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Packages in a bucket: Verdaccio's section `store.aws-s3-storage:`, and ours. See also `problems.txt`.
class S3SettingsTest {
    private static final String BUCKET_VARIABLE = "TERRAVERDE_STORE_AWS_S3_STORAGE_BUCKET";

    @TempDir
    private Path folder;

    private final Map<String, String> variables = new HashMap<>();

    @Test
    void verdacciosAndOurDefaultsHold() throws IOException {
        Settings settings = read("bucket: npm");

        assertThat(settings.store())
                .isEqualTo(new StoreSettings.S3(new S3Settings(
                        "npm",
                        "",
                        new Connection(
                                Optional.empty(),
                                Optional.empty(),
                                false,
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Duration.ofSeconds(5),
                                128,
                                Checksums.WHEN_SUPPORTED),
                        "private",
                        new Encryption.None(),
                        false,
                        new TarballDelivery.Stream())));
        assertThat(settings.own().lease()).isEqualTo(Duration.ofMillis(500));
        assertThat(settings.users()).map(HtpasswdSettings::file).contains(folder.resolve("htpasswd"));
    }

    @Test
    void folderForThisStartIsNoBucket() throws IOException {
        variables.put("TERRAVERDE_STORAGE", "there");
        write("c.yaml", "packages: {'**': {}}\nstore:\n  aws-s3-storage: {bucket: npm}\n");
        CommandLineOverrides overrides =
                new CommandLineOverrides(Optional.empty(), Optional.of("here"), Optional.empty());

        ConfigOutcome outcome = new ConfigLoader(folder, variables).load(Path.of("c.yaml"), overrides);

        String said = ": packages are stored in a bucket, not in a folder"
                + " (drop it to use the bucket, or drop store: in line 3 to use the folder)";
        assertThat(lines(outcome))
                .containsExactly(
                        "command line: error: --storage" + said, "environment: error: TERRAVERDE_STORAGE" + said);
    }

    @Test
    void folderForThisStartIsNoBucketOfVariables() {
        variables.put(BUCKET_VARIABLE, "npm");
        CommandLineOverrides overrides =
                new CommandLineOverrides(Optional.empty(), Optional.of("here"), Optional.empty());

        assertThat(lines(new ConfigLoader(folder, variables).load(overrides)))
                .containsExactly("command line: error: --storage: packages are stored in a bucket, not in a folder"
                        + " (drop it to use the bucket, or drop " + BUCKET_VARIABLE + " to use the folder)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "60s", "1m"})
    void leaseIsAMinuteAtMost(String lease) {
        variables.putAll(Map.of(BUCKET_VARIABLE, "npm", "TERRAVERDE_LEASE", lease));

        LoadedConfig config = loaded(new ConfigLoader(folder, variables).load(CommandLineOverrides.none()));

        assertThat(config.settings().own().lease()).isLessThanOrEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void bucketsMayBeCalledAsStoresAllow() throws IOException {
        for (String name : List.of("abc", "a.b-c", "012", "Old_Bucket.Of-2010", "x".repeat(255))) {
            assertThat(bucket(read("bucket: " + name)).bucket()).isEqualTo(name);
        }
    }

    @Test
    void endpointWithoutASchemeIsHttps() throws IOException {
        assertThat(bucket(read("bucket: npm\n    endpoint: s3.example:9000/"))
                        .connection()
                        .endpoint())
                .contains(URI.create("https://s3.example:9000"));
    }

    @Test
    void proxyMayHaveAUserAndASlashBehindIt() throws IOException {
        assertThat(bucket(read("bucket: npm\n    proxy: http://jane:p%40ss@proxy.example:3128/"))
                        .connection()
                        .proxy())
                .contains(URI.create("http://jane:p%40ss@proxy.example:3128"));
    }

    @Test
    void prefixEndsInOneSlash() throws IOException {
        assertThat(bucket(read("bucket: npm\n    keyPrefix: pre/fix/")).keyPrefix())
                .isEqualTo("pre/fix/");
        assertThat(bucket(read("bucket: npm\n    keyPrefix: " + "x".repeat(S3Reader.MAX_PREFIX_BYTES - 1)))
                        .keyPrefix())
                .hasSize(S3Reader.MAX_PREFIX_BYTES);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a//b", "a/./b", "..", ".", "a/../", "a\\b", "a//", "\"a\\tb\""})
    void prefixIsAFolder(String prefix) throws IOException {
        assertThat(lines(load("bucket: npm\n    keyPrefix: " + prefix, "")))
                .singleElement()
                .asString()
                .startsWith("c.yaml:5: error: store.aws-s3-storage.keyPrefix: ")
                .contains("cannot begin keys");
    }

    @Test
    void ownCertificatesAreRead() throws IOException, InterruptedException {
        Path file = TestCertificate.in(folder);

        S3Settings s3 =
                bucket(loaded(load("bucket: npm", "ca: " + file.getFileName())).settings());

        assertThat(s3.connection().ca()).contains(file);
    }

    @Test
    void fileWithoutCertificatesIsNamed() throws IOException {
        write("text.pem", "nothing");
        write("key.pem", "-----BEGIN PRIVATE KEY-----\nMC4CAQ==\n-----END PRIVATE KEY-----\n");

        for (String file : List.of("text.pem", "key.pem")) {
            assertThat(lines(load("bucket: npm", "ca: " + file)))
                    .containsExactly("c.yaml:7: error: terraverde.s3.ca: no certificates in \"" + folder.resolve(file)
                            + "\" (a PEM file has -----BEGIN CERTIFICATE----- lines, and no keys)");
        }
        assertThat(lines(load("bucket: npm", "ca: ./nowhere.pem")))
                .containsExactly("c.yaml:7: error: terraverde.s3.ca: cannot read \"" + folder.resolve("nowhere.pem")
                        + "\" (the path of a PEM file)");
    }

    @Test
    void summaryNamesTheBucketWithoutSecrets() throws IOException {
        Settings settings = loaded(load("""
                        bucket: npm
                            keyPrefix: team
                            region: eu-west-1
                            endpoint: https://me:pw@s3.example
                            accessKeyId: hidden-id
                            secretAccessKey: hidden-key
                            sessionToken: hidden-token""", "tarballs: redirect")).settings();

        assertThat(settings.summary())
                .startsWith("store=s3 bucket=npm prefix=team/ endpoint=https://s3.example region=eu-west-1"
                        + " tarballs=redirect lease=500ms");
        assertThat(settings.toString()).doesNotContain("hidden-");
        assertThat(read("bucket: npm").summary()).startsWith("store=s3 bucket=npm tarballs=stream lease=500ms");
        assertThat(loaded(load("bucket: npm", "singleWriter: true")).settings().summary())
                .startsWith("store=s3 bucket=npm singleWriter=true tarballs=stream lease=500ms");
    }

    private S3Settings bucket(Settings settings) {
        assertThat(settings.store()).isInstanceOf(StoreSettings.S3.class);
        return ((StoreSettings.S3) settings.store()).bucket();
    }

    private Settings read(String plugin) throws IOException {
        return loaded(load(plugin, "")).settings();
    }

    /// @param plugin lines of `store.aws-s3-storage:`; the first one is line 4
    /// @param own lines of `terraverde.s3:`
    private ConfigOutcome load(String plugin, String own) throws IOException {
        write(
                "c.yaml",
                "packages: {'**': {}}\nstore:\n  aws-s3-storage:\n    " + plugin + "\n"
                        + (own.isEmpty() ? "" : "terraverde:\n  s3:\n    " + own + "\n"));
        return load();
    }

    private ConfigOutcome load() {
        return new ConfigLoader(folder, variables).load(Path.of("c.yaml"), CommandLineOverrides.none());
    }

    private void write(String file, String text) throws IOException {
        Files.writeString(folder.resolve(file), text);
    }

    private static List<String> lines(ConfigOutcome outcome) {
        return outcome.problems().stream().map(Problem::toString).toList();
    }

    private static LoadedConfig loaded(ConfigOutcome outcome) {
        assertThat(outcome).as("%s", outcome.problems()).isInstanceOf(LoadedConfig.class);
        return (LoadedConfig) outcome;
    }
}
