package io.terraverde.it.registry;

import io.terraverde.it.shell.Folders;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// The command line that starts the server under test: the packaged jar on the JVM that runs the tests, or what
/// `-Dregistry.command` says, for example `/opt/verdaccio/run.sh {config} {address}`. The command must not
/// fork, for its process is killed.
final class RegistryCommand {
    /// The server under test.
    static final String UNDER_TEST =
            System.getProperty("registry.command", "{java} {jvm} -jar {jar} serve -c {config} -l {address}");

    private RegistryCommand() {}

    /// The command, word by word.
    static List<String> of(RegistrySetup setup, Path config, String address) {
        return Stream.of(setup.command().split(" "))
                .flatMap(word -> switch (word) {
                    case "{java}" -> Stream.of(java());
                    case "{jvm}" -> setup.jvm().stream();
                    case "{jar}" -> Stream.of(jar());
                    case "{config}" -> Stream.of(config.toString());
                    case "{address}" -> Stream.of(address);
                    default -> Stream.of(word);
                })
                .toList();
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    private static String jar() {
        String built = Folders.module()
                .resolve("../registry-web/target/terraverde.jar")
                .normalize()
                .toString();
        return System.getProperty("registry.jar", built);
    }
}
