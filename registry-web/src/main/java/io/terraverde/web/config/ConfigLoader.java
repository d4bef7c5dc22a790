package io.terraverde.web.config;

import io.terraverde.access.PackageRule;
import io.terraverde.name.NamePattern;
import io.terraverde.web.config.ConfigOutcome.LoadedConfig;
import io.terraverde.web.config.ConfigOutcome.RefusedConfig;
import io.terraverde.web.config.HtpasswdSettings.Algorithm;
import io.terraverde.web.config.Problems.Place;
import io.terraverde.web.config.S3Settings.TarballDelivery;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.yaml.snakeyaml.nodes.MappingNode;

/// Reads the configuration: the command line wins over the environment, the environment over the file.
///
/// Without a file the registry runs with defaults of its own: everybody reads, every user publishes, users register
/// themselves, and what is not here is asked from the uplink when one is known.
public final class ConfigLoader {
    /// The uplink that `--uplink` and `TERRAVERDE_UPLINK` are about, as rules name it.
    public static final String UPSTREAM = "upstream";

    static final String COMMAND_LINE = "command line";

    /// Node's: what Verdaccio's users set behind a proxy that looks into TLS.
    private static final String EXTRA_CERTIFICATES = "NODE_EXTRA_CA_CERTS";

    private static final String DEFAULTS = "defaults";
    private static final String[] WEB_KEYS = {
        "enable",
        "title",
        "login",
        "rateLimit",
        "primary_color",
        "primaryColor",
        "logo",
        "logoDark",
        "favicon",
        "gravatar",
        "sort_packages",
        "scope",
        "darkMode",
        "hideDeprecatedVersions",
        "pkgManagers",
        "showInfo",
        "showSettings",
        "showThemeSwitch",
        "showFooter",
        "showSearch",
        "showRaw",
        "showDownloadTarball",
        "showUplinks",
        "html_cache",
        "metaScripts",
        "scriptsBodyBefore",
        "scriptsbodyBefore",
        "scriptsBodyAfter",
        "publicPath"
    };

    private final Path workingFolder;
    private final Map<String, String> variables;

    /// @param workingFolder what paths of the command line and the environment are relative to
    /// @param variables the environment of the process
    public ConfigLoader(Path workingFolder, Map<String, String> variables) {
        this.workingFolder = workingFolder.toAbsolutePath().normalize();
        this.variables = Map.copyOf(variables);
    }

    /// Reads a file.
    public ConfigOutcome load(Path file, CommandLineOverrides overrides) {
        Path path = workingFolder.resolve(file).normalize();
        Problems problems = new Problems(file.toString());
        if (!Files.isReadable(path) || Files.isDirectory(path)) {
            problems.error(0, "", "config file does not exist or not reachable", "");
            return new RefusedConfig(problems.inOrder());
        }
        Optional<MappingNode> root = YamlText.read(path, problems);
        return root.isEmpty()
                ? new RefusedConfig(problems.inOrder())
                : new Reading(Optional.of(path), Optional.of(root.get()), problems, overrides).outcome();
    }

    /// Reads the file that Verdaccio would find, or goes without one when there is none.
    public ConfigOutcome load(CommandLineOverrides overrides) {
        return find().map(file -> load(file, overrides))
                .orElseGet(() ->
                        new Reading(Optional.empty(), Optional.empty(), new Problems(DEFAULTS), overrides).outcome());
    }

    /// The first file that exists where Verdaccio looks: the user's configuration folder, `./verdaccio/config.yaml`,
    /// `./config.yaml`.
    public Optional<Path> find() {
        Environment environment = new Environment(variables);
        Optional<Path> userFolder = environment
                .variable("XDG_CONFIG_HOME")
                .map(workingFolder::resolve)
                .or(() -> environment
                        .variable("HOME")
                        .map(home -> workingFolder.resolve(home).resolve(".config")));
        Optional<Path> windowsFolder = environment.variable("APPDATA").map(workingFolder::resolve);
        return Stream.concat(
                        Stream.of(userFolder, windowsFolder, Optional.of(workingFolder))
                                .flatMap(Optional::stream)
                                .map(folder -> folder.resolve("verdaccio").resolve("config.yaml")),
                        Stream.of(workingFolder.resolve("config.yaml")))
                .filter(Files::isRegularFile)
                .findFirst();
    }

    /// One reading of one configuration.
    private final class Reading {
        private final Optional<Path> file;
        private final Path base;
        private final Problems problems;
        private final CommandLineOverrides overrides;
        private final Environment environment = new Environment(variables);
        private final Section top;

        Reading(Optional<Path> file, Optional<MappingNode> root, Problems problems, CommandLineOverrides overrides) {
            this.file = file;
            this.base = file.map(Path::getParent).orElse(workingFolder);
            this.problems = problems;
            this.overrides = overrides;
            this.top = new Section(root.orElse(null), "", Optional.of(environment), problems);
        }

        ConfigOutcome outcome() {
            Section own = top.section("terraverde");
            StoreSettings store = new StoreReader(top, own, environment, base, workingFolder, overrides.storage())
                    .read(file.isPresent());
            ConnectionReader connections = new ConnectionReader(top, environment, base);
            List<UplinkSettings> uplinks =
                    new UplinkReader(top.section("uplinks"), own.section("uplinks"), connections).read(upstream());
            Settings settings = new Settings(
                    store,
                    users(store),
                    uplinks,
                    packages(uplinks),
                    SecurityReader.read(top.section("security"), environment),
                    new ServerReader(top, own, environment, base).read(overrides.listen()),
                    LogReader.read(top, environment, base),
                    HooksReader.read(top),
                    tarballRedirect(store),
                    allowOffline(),
                    extraCertificates(),
                    OwnReader.read(own, store.usualLease(), base, connections));
            acceptWithoutEffect();
            top.finish();
            environment.reportUnknown(problems);
            return problems.hasErrors()
                    ? new RefusedConfig(problems.inOrder())
                    : new LoadedConfig(settings, problems.inOrder(), file);
        }

        private Optional<HtpasswdSettings> users(StoreSettings store) {
            Path beside = base.resolve("htpasswd");
            if (file.isEmpty()) {
                Path usual = switch (store) {
                    case StoreSettings.Files(Path folder) -> folder.resolve(".htpasswd");
                    case StoreSettings.S3(S3Settings _) -> beside;
                };
                return Optional.of(htpasswd(usual, top.section("auth").section("htpasswd")));
            }
            Optional<Value> written = top.fromFile("auth");
            if (written.isEmpty()) {
                return Optional.of(htpasswd(beside, top.section("auth").section("htpasswd")));
            }
            if (written.get().isNull()) {
                return Optional.empty();
            }
            Section auth = top.section("auth");
            Optional<Value> htpasswd = auth.value("htpasswd").or(() -> auth.written("htpasswd"));
            auth.all().forEach((name, value) -> {
                if (!name.equals("htpasswd")) {
                    value.warn("not supported, its users cannot log in", Spelling.hint(name, Set.of("htpasswd")));
                }
            });
            if (htpasswd.isEmpty()) {
                return Optional.empty();
            }
            Section section = auth.section("htpasswd");
            if (section.value("file").isEmpty()) {
                htpasswd.get().wrong("should specify \"file\" in config", "for example file: ./htpasswd");
            }
            return Optional.of(htpasswd(beside, section));
        }

        private HtpasswdSettings htpasswd(Path fallback, Section section) {
            long maxUsers = section.value("max_users")
                    .flatMap(value -> value.number(-1, Integer.MAX_VALUE))
                    .map(number -> number == 0 ? HtpasswdSettings.UNLIMITED : Math.max(0, number))
                    .orElse(HtpasswdSettings.UNLIMITED);
            HtpasswdSettings settings = new HtpasswdSettings(
                    section.path("file", base).orElse(fallback).normalize(),
                    algorithm(section),
                    section.number("rounds", 10, 4, 31),
                    maxUsers);
            section.withoutEffect("checking a password holds up no other request", "slow_verify_ms");
            section.finish();
            return settings;
        }

        private Algorithm algorithm(Section section) {
            Map<String, Algorithm> known = Map.of(
                    "bcrypt", Algorithm.BCRYPT, "md5", Algorithm.MD5, "sha1", Algorithm.SHA1, "crypt", Algorithm.CRYPT);
            Optional<Value> written = section.value("algorithm");
            Optional<String> name = written.flatMap(Value::text);
            if (name.isPresent() && !known.containsKey(name.get())) {
                written.get()
                        .warn(
                                "unknown algorithm \"" + name.get() + "\", bcrypt is used",
                                Spelling.hint(name.get(), known.keySet()));
            }
            return name.map(known::get).orElse(Algorithm.BCRYPT);
        }

        private Place upstreamPlace() {
            return overrides.uplink().isPresent()
                    ? new Place(COMMAND_LINE, 0, "--uplink")
                    : new Place(Environment.SOURCE, 0, Environment.UPLINK);
        }

        private Optional<URI> upstream() {
            Optional<String> text = overrides.uplink().or(() -> environment.variable(Environment.UPLINK));
            Optional<URI> url = text.flatMap(Value::tryUrl);
            if (text.isPresent() && url.isEmpty()) {
                problems.error(upstreamPlace(), "invalid url", "it starts with http:// or https://");
            }
            return url;
        }

        private List<PackageRule> packages(List<UplinkSettings> uplinks) {
            if (file.isEmpty()) {
                List<String> proxy = uplinks.stream().map(UplinkSettings::name).toList();
                return Stream.of("@*/*", "**")
                        .map(pattern -> new PackageRule(
                                NamePattern.parse(pattern),
                                List.of("$all"),
                                List.of("$authenticated"),
                                List.of("$authenticated"),
                                proxy,
                                null))
                        .toList();
            }
            if (top.value("packages").isEmpty()) {
                problems.warning(0, "packages", "no rules: nobody may read or publish anything", "add packages:");
            }
            Set<String> names = new LinkedHashSet<>(top.section("uplinks").all().keySet());
            uplinks.forEach(uplink -> names.add(uplink.name()));
            return PackagesReader.read(top.section("packages"), names);
        }

        private boolean allowOffline() {
            Section publish = top.section("publish");
            boolean allowOffline = publish.bool("allow_offline", false);
            publish.withoutEffect(NoEffect.UNREAD, "check_owners", "keep_readmes");
            publish.finish();
            return allowOffline;
        }

        /// As with Node, a file that cannot be used is left out.
        private Optional<Path> extraCertificates() {
            return environment
                    .variable(EXTRA_CERTIFICATES)
                    .map(text -> new Value(
                            YamlText.scalar(text), new Place(Environment.SOURCE, 0, EXTRA_CERTIFICATES), problems))
                    .flatMap(value -> PemText.fileOrNone(value, workingFolder));
        }

        /// Sections of which Verdaccio makes something, and this registry nothing.
        private void acceptWithoutEffect() {
            top.withoutEffect(NoEffect.NO_PLUGINS, "plugins");
            top.withoutEffect("nothing is filtered", "filters");
            top.withoutEffect(NoEffect.NO_WEB_INTERFACE, "theme", "i18n");
            top.withoutEffect("the secret is in the storage", "secret");
            top.withoutEffect(NoEffect.UNREAD, "self_path", "configPath", "config_path");
            top.withoutEffect(NoEffect.UNSUPPORTED, "_debug");
            Section middlewares = top.section("middlewares");
            Section audit = middlewares.section("audit");
            audit.withoutEffect(NoEffect.AUDIT, "enabled", "timeout", "strict_ssl");
            audit.finish();
            middlewares.finish();
            Section web = top.section("web");
            web.withoutEffect(NoEffect.NO_WEB_INTERFACE, WEB_KEYS);
            web.finish();
        }

        /// Flags stand below either name.
        private Optional<String> tarballRedirect(StoreSettings store) {
            List<Section> sections = List.of(top.section("experiments"), top.section("flags"));
            Optional<Value> written = sections.stream()
                    .flatMap(section -> section.value("tarball_url_redirect").stream())
                    .findFirst();
            for (Section section : sections) {
                section.value("tarball_url_redirect");
                section.withoutEffect(NoEffect.NO_WEB_INTERFACE, "changePassword");
                section.withoutEffect(NoEffect.OWN_SEARCH, "searchRemote");
                section.withoutEffect("it is always on", "webLogin", "token");
                section.withoutEffect(NoEffect.UNREAD, "createUser");
                section.finish();
            }
            written.filter(_ -> store instanceof StoreSettings.S3(S3Settings bucket)
                            && bucket.tarballs() instanceof TarballDelivery.Redirect)
                    .ifPresent(value -> value.wrong(
                            "terraverde.s3.tarballs redirects tarballs too", "remove one of the two settings"));
            return written.flatMap(value -> value.text().flatMap(text -> {
                String example = text.replace("${packageName}", "@a/b").replace("${filename}", "b-1.0.0.tgz");
                return Value.tryUrl(example).isPresent()
                        ? Optional.of(text)
                        : value.wrong(
                                "invalid url \"" + text + "\"",
                                "for example https://files.example/${packageName}/${filename}");
            }));
        }
    }
}
