package io.terraverde.web.app;

import io.terraverde.cache.CachePurge;
import io.terraverde.cache.SweepReport;
import io.terraverde.core.RegistryException;
import io.terraverde.name.PackageName;
import io.terraverde.uplink.MirrorPath;
import io.terraverde.web.config.Settings;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/// `terraverde purge`: removes from the cache of other servers, also while instances run over it.
@Command(
        name = "purge",
        description = {
            "Removes what is kept of other servers. What is published here stays.",
            "Instances that run may answer from memory until they ask again.",
            "Exit code 0: removed, or nothing was there, 1: the store failed, 2: wrong configuration or arguments."
        },
        mixinStandardHelpOptions = true)
final class Purge implements Callable<Integer> {
    @ParentCommand
    private @Nullable Main main;

    @Spec
    private CommandLine.Model.@Nullable CommandSpec spec;

    @ArgGroup(multiplicity = "1")
    private final What what = new What();

    @Override
    public Integer call() {
        List<PackageName> names = what.names.stream().map(this::parsed).toList();
        Optional<MirrorPart> mirror = Optional.ofNullable(what.mirror).map(this::mirrorPart);
        if (main == null) {
            throw new IllegalStateException("not run by a command line");
        }
        Optional<Settings> settings = main.settings();
        settings.ifPresent(found -> purge(found, names, mirror));
        return settings.isPresent() ? Main.OK : Main.ERRORS;
    }

    private void purge(Settings settings, List<PackageName> names, Optional<MirrorPart> mirror) {
        try (Backend backend =
                        Backend.open(settings.store(), UsualTrust.with(settings.extraCertificates()), operation -> {});
                CacheWiring cache = new CacheWiring(settings.own().cache(), backend.store())) {
            remove(cache.purge(), names, mirror);
        }
    }

    private void remove(CachePurge purge, List<PackageName> names, Optional<MirrorPart> mirror) {
        names.forEach(name -> print(name.text(), purge.purge(name)));
        if (what.all) {
            print("everything", purge.purgeAll());
        }
        mirror.ifPresent(part ->
                print(part.text(), purge.purgeMirror(part.name(), part.path().keyPrefixes())));
    }

    private void print(String name, SweepReport.Amount removed) {
        PrintWriter out = commandLine().getOut();
        out.println(name + ": " + Main.counted(removed.objects(), "object") + " of "
                + Main.counted(removed.bytes(), "byte") + " removed");
        out.flush();
    }

    private PackageName parsed(String text) {
        return PackageName.tryParse(text)
                .orElseThrow(() -> new CommandLine.ParameterException(
                        commandLine(), "not the name of a package: \"" + text + "\""));
    }

    private MirrorPart mirrorPart(String text) {
        String[] parts = text.split("/", 2);
        try {
            return new MirrorPart(text, parts[0], MirrorPath.parse(parts.length > 1 ? parts[1] : ""));
        } catch (RegistryException.Invalid e) {
            throw new CommandLine.ParameterException(commandLine(), "not a path of a mirror: \"" + text + "\"", e);
        }
    }

    private CommandLine commandLine() {
        if (spec == null) {
            throw new IllegalStateException("not run by a command line");
        }
        return spec.commandLine();
    }

    /// All paths of a mirror that start so.
    private record MirrorPart(String text, String name, MirrorPath path) {}

    /// One of the three.
    static final class What {
        @Parameters(paramLabel = "NAME", arity = "1..*", description = "Packages, as left-pad or @acme/base.")
        private List<String> names = List.of();

        @Option(names = "--all", description = "Everything, mirrors too.")
        private boolean all;

        @Option(
                names = "--mirror",
                paramLabel = "NAME[/PATH]",
                description = "Of a mirror all paths that start so, as node/v22.1.0/.")
        private @Nullable String mirror;
    }
}
