package io.terraverde.web.config;

import io.terraverde.access.PackageRule;
import io.terraverde.name.NamePattern;
import io.terraverde.web.config.ConfigOutcome.LoadedConfig;
import io.terraverde.web.config.ConfigOutcome.RefusedConfig;
import io.terraverde.web.config.HtpasswdSettings.Algorithm;
import io.terraverde.web.config.Problems.Place;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
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

    private static final String DEFAULTS = "defaults";
    private static final RateLimit WEB_RATE = new RateLimit(Duration.ofMinutes(2), 5_000);

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
            refuseStorePlugins();
            Path storage = storage();
            List<UplinkSettings> uplinks = uplinks();
            Section own = top.section("terraverde");
            Settings settings = new Settings(
                    storage,
                    users(storage),
                    uplinks,
                    packages(uplinks),
                    SecurityReader.read(top.section("security"), environment),
                    new ServerReader(top, own, environment, base).read(overrides.listen()),
                    publish(),
                    web(),
                    LogReader.read(top, environment, base),
                    HooksReader.read(top),
                    audit(),
                    flags(),
                    OwnReader.read(own));
            top.withoutEffect(
                    "plugins",
                    "filters",
                    "theme",
                    "i18n",
                    "secret",
                    "self_path",
                    "configPath",
                    "config_path",
                    "_debug");
            top.finish();
            environment.reportUnknown(problems);
            return problems.hasErrors()
                    ? new RefusedConfig(problems.inOrder())
                    : new LoadedConfig(settings, problems.inOrder(), file);
        }

        private void refuseStorePlugins() {
            top.value("store")
                    .flatMap(value -> value.mapping().map(mapping -> top.chosen("store", value)))
                    .ifPresent(store -> store.all()
                            .forEach((name, value) -> value.wrong(
                                    "packages are stored in a folder only, not by \"" + name + "\"",
                                    "remove store: and give storage: a folder")));
        }

        private Path storage() {
            Optional<Path> given = overrides
                    .storage()
                    .or(() -> environment.forSetting("storage"))
                    .map(workingFolder::resolve);
            Optional<Path> written = environment
                    .variable("VERDACCIO_STORAGE_PATH")
                    .or(() -> top.fromFile("storage")
                            .filter(value -> !value.isNull())
                            .flatMap(Value::text))
                    .map(base::resolve);
            boolean absent =
                    top.fromFile("storage").filter(value -> !value.isNull()).isEmpty();
            if (given.isEmpty() && written.isEmpty() && absent && file.isPresent()) {
                problems.error(0, "storage", "storage path not defined", "add storage: ./storage");
            }
            return given.or(() -> written)
                    .orElse(workingFolder.resolve("storage"))
                    .normalize();
        }

        private Optional<HtpasswdSettings> users(Path storage) {
            if (file.isEmpty()) {
                return Optional.of(htpasswd(
                        storage.resolve(".htpasswd"), top.section("auth").section("htpasswd")));
            }
            Optional<Value> written = top.fromFile("auth");
            if (written.isEmpty()) {
                return Optional.of(
                        htpasswd(base.resolve("htpasswd"), top.section("auth").section("htpasswd")));
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
            return Optional.of(htpasswd(base.resolve("htpasswd"), section));
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
                    maxUsers,
                    section.millis("slow_verify_ms", Duration.ofMillis(200)));
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

        private List<UplinkSettings> uplinks() {
            UplinkReader reader = new UplinkReader(top, environment);
            List<UplinkSettings> uplinks = new ArrayList<>(reader.read(top.section("uplinks")));
            upstream().ifPresent(url -> {
                uplinks.removeIf(uplink -> uplink.name().equals(UPSTREAM));
                uplinks.add(reader.plain(UPSTREAM, url));
            });
            return uplinks;
        }

        private Optional<URI> upstream() {
            Optional<String> text = overrides.uplink().or(() -> environment.variable(Environment.UPLINK));
            Optional<URI> url = text.flatMap(Value::tryUrl);
            if (text.isPresent() && url.isEmpty()) {
                Place place = overrides.uplink().isPresent()
                        ? new Place(COMMAND_LINE, 0, "--uplink")
                        : new Place(Environment.SOURCE, 0, Environment.UPLINK);
                problems.error(place, "invalid url \"" + text.get() + "\"", "it starts with http:// or https://");
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

        private Settings.PublishSettings publish() {
            Section publish = top.section("publish");
            Settings.PublishSettings settings = new Settings.PublishSettings(publish.bool("allow_offline", false));
            publish.withoutEffect("check_owners", "keep_readmes");
            publish.finish();
            return settings;
        }

        private Settings.WebSettings web() {
            Section web = top.section("web");
            Settings.WebSettings settings = new Settings.WebSettings(
                    web.bool("enable", true),
                    web.text("title", "Verdaccio"),
                    web.bool("login", true),
                    ServerReader.rateLimit(web.section("rateLimit"), WEB_RATE));
            web.withoutEffect(
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
                    "publicPath");
            web.finish();
            return settings;
        }

        private Settings.AuditSettings audit() {
            Section middlewares = top.section("middlewares");
            Section audit = middlewares.section("audit");
            Settings.AuditSettings settings = new Settings.AuditSettings(
                    audit.bool("enabled", file.isEmpty()),
                    audit.millis("timeout", Duration.ofMinutes(1)),
                    audit.bool("strict_ssl", true));
            audit.finish();
            middlewares.finish();
            return settings;
        }

        private Settings.FlagSettings flags() {
            Section flags = top.section("flags");
            Section experiments = top.section("experiments");
            Settings.FlagSettings settings = new Settings.FlagSettings(
                    flags.bool("changePassword", false) || experiments.bool("changePassword", false),
                    experiments.text("tarball_url_redirect").or(() -> flags.text("tarball_url_redirect")));
            for (Section section : List.of(flags, experiments)) {
                section.withoutEffect("searchRemote", "webLogin", "createUser", "token");
                section.finish();
            }
            return settings;
        }
    }
}
