package io.terraverde.web.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.terraverde.web.config.ConfigOutcome.LoadedConfig;
import io.terraverde.web.config.S3Settings.Checksums;
import io.terraverde.web.config.S3Settings.Credentials;
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
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Settings of a bucket by the variables of Verdaccio's section and of ours, and by variables that texts of the file
/// name.
class S3VariablesTest {
    private static final String BUCKET_VARIABLE = "TERRAVERDE_STORE_AWS_S3_STORAGE_BUCKET";

    /// Every setting: its variable, a value as written, and what it becomes.
    static Stream<Arguments> settings() {
        return Stream.of(
                row("store.aws-s3-storage.bucket", BUCKET_VARIABLE, "other", "other", S3Settings::bucket),
                row(
                        "store.aws-s3-storage.keyPrefix",
                        "TERRAVERDE_STORE_AWS_S3_STORAGE_KEY_PREFIX",
                        "a/b",
                        "a/b/",
                        S3Settings::keyPrefix),
                row(
                        "store.aws-s3-storage.region",
                        "TERRAVERDE_STORE_AWS_S3_STORAGE_REGION",
                        "eu-west-1",
                        Optional.of("eu-west-1"),
                        s3 -> s3.connection().region()),
                row(
                        "store.aws-s3-storage.endpoint",
                        "TERRAVERDE_STORE_AWS_S3_STORAGE_ENDPOINT",
                        "http://s3.example:9000",
                        Optional.of(URI.create("http://s3.example:9000")),
                        s3 -> s3.connection().endpoint()),
                row(
                        "store.aws-s3-storage.s3ForcePathStyle",
                        "TERRAVERDE_STORE_AWS_S3_STORAGE_S3_FORCE_PATH_STYLE",
                        "true",
                        true,
                        s3 -> s3.connection().forcePathStyle()),
                row(
                        "store.aws-s3-storage.proxy",
                        "TERRAVERDE_STORE_AWS_S3_STORAGE_PROXY",
                        "http://proxy.example:3128",
                        Optional.of(URI.create("http://proxy.example:3128")),
                        s3 -> s3.connection().proxy()),
                row(
                        "store.aws-s3-storage.tarballACL",
                        "TERRAVERDE_STORE_AWS_S3_STORAGE_TARBALL_ACL",
                        "public-read",
                        "public-read",
                        S3Settings::tarballAcl),
                row(
                        "terraverde.s3.timeout",
                        "TERRAVERDE_S3_TIMEOUT",
                        "1500ms",
                        Duration.ofMillis(1500),
                        s3 -> s3.connection().timeout()),
                row(
                        "terraverde.s3.connections",
                        "TERRAVERDE_S3_CONNECTIONS",
                        "4096",
                        4096,
                        s3 -> s3.connection().maxConnections()),
                row(
                        "terraverde.s3.checksums",
                        "TERRAVERDE_S3_CHECKSUMS",
                        "when-required",
                        Checksums.WHEN_REQUIRED,
                        s3 -> s3.connection().checksums()),
                row(
                        "terraverde.s3.encryption",
                        "TERRAVERDE_S3_ENCRYPTION",
                        "AES256",
                        new Encryption.Aes256(),
                        S3Settings::encryption),
                row(
                        "terraverde.s3.encryption",
                        "TERRAVERDE_S3_ENCRYPTION",
                        "aws:kms",
                        new Encryption.Kms(Optional.empty()),
                        S3Settings::encryption),
                row(
                        "terraverde.s3.singleWriter",
                        "TERRAVERDE_S3_SINGLE_WRITER",
                        "true",
                        true,
                        S3Settings::singleWriter),
                row(
                        "terraverde.s3.tarballs",
                        "TERRAVERDE_S3_TARBALLS",
                        "redirect",
                        new TarballDelivery.Redirect(Duration.ofMinutes(5), Optional.empty()),
                        S3Settings::tarballs));
    }

    static Stream<Arguments> settingsButTheBucket() {
        return settings().skip(1);
    }

    @TempDir
    private Path folder;

    private final Map<String, String> variables = new HashMap<>();

    @ParameterizedTest(name = "{1}={2}")
    @MethodSource("settings")
    void settingHasAVariable(
            String path, String variable, String written, Object expected, Function<S3Settings, Object> read) {
        variables.putAll(Map.of(BUCKET_VARIABLE, "npm"));
        variables.put(variable, written);

        LoadedConfig config = loaded(new ConfigLoader(folder, variables).load(CommandLineOverrides.none()));

        assertThat(read.apply(bucket(config.settings()))).isEqualTo(expected);
        assertThat(config.warnings()).isEmpty();
    }

    @ParameterizedTest(name = "{0}: {2}")
    @MethodSource("settings")
    void settingIsReadFromTheFile(
            String path, String variable, String written, Object expected, Function<S3Settings, Object> read)
            throws IOException {
        String key = path.substring(path.lastIndexOf('.') + 1);
        boolean ours = path.startsWith("terraverde.");
        String plugin = key.equals("bucket") ? "" : "bucket: npm";

        LoadedConfig config = loaded(
                load(ours ? plugin : plugin + "\n    " + key + ": " + written, ours ? key + ": " + written : ""));

        assertThat(read.apply(bucket(config.settings()))).isEqualTo(expected);
        assertThat(config.warnings()).isEmpty();
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("settingsButTheBucket")
    void variableWithoutABucketIsNeverIgnored(
            String path, String variable, String written, Object expected, Function<S3Settings, Object> read) {
        variables.put(variable, written);

        ConfigOutcome outcome = new ConfigLoader(folder, variables).load(CommandLineOverrides.none());

        assertThat(lines(outcome))
                .containsExactly(
                        path.startsWith("terraverde.")
                                ? "environment: warning: " + variable + ": no effect: the store is files"
                                        + " (add store: with aws-s3-storage: for a bucket)"
                                : "environment: error: " + BUCKET_VARIABLE
                                        + ": bucket is missing (give the name of the bucket)");
    }

    @Test
    void textsOfTheFileMayNameVariables() throws IOException {
        variables.putAll(Map.of(
                "S3_BUCKET", "npm",
                "PREFIX", "team",
                "S3_REGION", "eu-west-1",
                "S3_ENDPOINT", "https://s3.example",
                "ID", "id",
                "KEY", "key",
                "TOKEN", "token",
                "PROXY", "http://proxy.example:3128"));

        S3Settings s3 = bucket(read("""
                bucket: S3_BUCKET
                    keyPrefix: PREFIX
                    region: S3_REGION
                    endpoint: S3_ENDPOINT
                    accessKeyId: ID
                    secretAccessKey: KEY
                    sessionToken: TOKEN
                    proxy: PROXY"""));

        assertThat(s3.bucket()).isEqualTo("npm");
        assertThat(s3.keyPrefix()).isEqualTo("team/");
        assertThat(s3.connection().region()).contains("eu-west-1");
        assertThat(s3.connection().endpoint()).contains(URI.create("https://s3.example"));
        assertThat(s3.connection().proxy()).contains(URI.create("http://proxy.example:3128"));
        assertThat(s3.connection().credentials())
                .contains(new Credentials(new Secret("id"), new Secret("key"), Optional.of(new Secret("token"))));
    }

    @Test
    void emptyVariableCountsAsNone() throws IOException {
        variables.put("PREFIX", "");

        assertThat(bucket(read("bucket: npm\n    keyPrefix: PREFIX")).keyPrefix())
                .isEqualTo("PREFIX/");
    }

    @Test
    void settingsThatBelongToOthersHaveVariablesToo() {
        variables.putAll(Map.of(
                BUCKET_VARIABLE,
                "npm",
                "TERRAVERDE_STORE_AWS_S3_STORAGE_ACCESS_KEY_ID",
                "0123",
                "TERRAVERDE_STORE_AWS_S3_STORAGE_SECRET_ACCESS_KEY",
                "1:30",
                "TERRAVERDE_STORE_AWS_S3_STORAGE_SESSION_TOKEN",
                "yes",
                "TERRAVERDE_S3_ENCRYPTION",
                "aws:kms",
                "TERRAVERDE_S3_KMS_KEY",
                "key",
                "TERRAVERDE_S3_TARBALLS",
                "redirect",
                "TERRAVERDE_S3_REDIRECT_LIFETIME",
                "7d",
                "TERRAVERDE_S3_REDIRECT_ENDPOINT",
                "https://files.example"));

        S3Settings s3 = bucket(loaded(new ConfigLoader(folder, variables).load(CommandLineOverrides.none()))
                .settings());

        assertThat(s3.connection().credentials())
                .contains(new Credentials(new Secret("0123"), new Secret("1:30"), Optional.of(new Secret("yes"))));
        assertThat(s3.encryption()).isEqualTo(new Encryption.Kms(Optional.of("key")));
        assertThat(s3.tarballs())
                .isEqualTo(new TarballDelivery.Redirect(
                        Duration.ofDays(7), Optional.of(URI.create("https://files.example"))));
    }

    @Test
    void textsOfOurVariablesNameNothing() {
        variables.putAll(Map.of(BUCKET_VARIABLE, "HOME-", "HOME-", "other"));

        LoadedConfig config = loaded(new ConfigLoader(folder, variables).load(CommandLineOverrides.none()));

        assertThat(bucket(config.settings()).bucket()).isEqualTo("HOME-");
    }

    @Test
    void variablesWinOverTheFile() throws IOException {
        variables.put(BUCKET_VARIABLE, "other");

        assertThat(bucket(read("bucket: npm\n    keyPrefix: x/"))).satisfies(s3 -> {
            assertThat(s3.bucket()).isEqualTo("other");
            assertThat(s3.keyPrefix()).isEqualTo("x/");
        });
    }

    @Test
    void variablesTurnAFolderIntoABucket() throws IOException {
        variables.putAll(Map.of(BUCKET_VARIABLE, "npm", "VERDACCIO_STORAGE_PATH", "x"));
        write("c.yaml", "storage: s\npackages: {'**': {}}\n");

        LoadedConfig config = loaded(load());

        assertThat(bucket(config.settings()).bucket()).isEqualTo("npm");
        assertThat(lines(config))
                .containsExactly(
                        "c.yaml:1: warning: accepted without effect: storage (packages are stored in a bucket)",
                        "environment: warning: VERDACCIO_STORAGE_PATH: no effect: packages are stored in a bucket");
    }

    @Test
    void misspeltVariableNeverMeansAFolder() {
        variables.put("TERRAVERDE_STORE_AWS_S3_STORAGE_BUKET", "npm");

        ConfigOutcome outcome = new ConfigLoader(folder, variables).load(CommandLineOverrides.none());

        assertThat(lines(outcome))
                .containsExactly(
                        "environment: error: " + BUCKET_VARIABLE + ": bucket is missing (give the name of the bucket)",
                        "environment: warning: TERRAVERDE_STORE_AWS_S3_STORAGE_BUKET: unknown variable"
                                + " (did you mean \"" + BUCKET_VARIABLE + "\"?)");
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

    private static Arguments row(
            String path, String variable, String written, Object expected, Function<S3Settings, Object> read) {
        return Arguments.of(path, variable, written, expected, read);
    }
}
