package io.terraverde.web.config;

import io.terraverde.web.config.Problems.Place;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Decides where packages are stored: in a bucket when `store:` or a variable for it names one, otherwise in the
/// folder `storage:`.
final class StoreReader {
    static final String S3_PLUGIN = "aws-s3-storage";

    private static final String STORAGE = "storage";
    private static final String VERDACCIO_STORAGE = "VERDACCIO_STORAGE_PATH";
    private static final String IN_A_BUCKET = "packages are stored in a bucket";
    private static final String S3_PATH = "store." + S3_PLUGIN;

    private final Section top;
    private final Section own;
    private final Environment environment;
    private final Path base;
    private final Path workingFolder;
    private final Optional<String> commandLineFolder;

    /// @param own the section `terraverde:`
    /// @param base what paths of the file are relative to
    /// @param workingFolder what paths of the command line and the environment are relative to
    /// @param commandLineFolder the folder of `--storage`
    StoreReader(
            Section top,
            Section own,
            Environment environment,
            Path base,
            Path workingFolder,
            Optional<String> commandLineFolder) {
        this.top = top;
        this.own = own;
        this.environment = environment;
        this.base = base;
        this.workingFolder = workingFolder;
        this.commandLineFolder = commandLineFolder;
    }

    /// @param folderIsRequired whether there is a file, which then must name the folder
    StoreSettings read(boolean folderIsRequired) {
        Section store = top.section("store");
        Optional<Value> written = store.fromFile(S3_PLUGIN);
        boolean others = refuseOthers(store, written.isPresent());
        List<String> s3Variables = environment.setBelow(S3_PATH);
        if (written.isEmpty() && s3Variables.isEmpty()) {
            warnOfBucketSettings();
            return new StoreSettings.Files(folder(folderIsRequired && !others));
        }
        refuseFolders(written, s3Variables);
        Place place = written.map(Value::place)
                .orElseGet(() -> new Place(Environment.SOURCE, 0, Environment.nameFor(S3_PATH + ".bucket")));
        return new StoreSettings.S3(
                new S3Reader(store.section(S3_PLUGIN), own.section("s3"), environment, base).read(place));
    }

    /// Whether there are any.
    private static boolean refuseOthers(Section store, boolean besideS3) {
        List<String> others = store.all().keySet().stream()
                .filter(name -> !name.equals(S3_PLUGIN))
                .toList();
        for (String name : others) {
            String near = Spelling.hint(name, Set.of(S3_PLUGIN));
            String message = besideS3
                    ? "packages are stored in one place only, and " + S3_PLUGIN + " stands there too"
                    : "packages are stored in a folder or a bucket, not by \"" + name + "\"";
            String hint = besideS3
                    ? "remove it"
                    : near.isEmpty() ? "use " + S3_PLUGIN + ", or remove store: and give storage: a folder" : near;
            store.fromFile(name).ifPresent(value -> value.wrong(message, hint));
        }
        return !others.isEmpty();
    }

    private Path folder(boolean isRequired) {
        Optional<Path> given =
                commandLineFolder.or(() -> environment.forSetting(STORAGE)).map(workingFolder::resolve);
        Optional<Value> inFile = top.fromFile(STORAGE).filter(value -> !value.isNull());
        Optional<Path> written = environment
                .variable(VERDACCIO_STORAGE)
                .or(() -> inFile.flatMap(Value::text))
                .map(base::resolve);
        if (given.isEmpty() && written.isEmpty() && inFile.isEmpty() && isRequired) {
            top.problems().error(0, STORAGE, "storage path not defined", "add storage: ./storage");
        }
        return given.or(() -> written).orElse(workingFolder.resolve("storage")).normalize();
    }

    /// A folder in the file counts for nothing, as in Verdaccio, whose own file always has one. Who names a folder for
    /// this very start means it.
    private void refuseFolders(Optional<Value> written, List<String> s3Variables) {
        String dropBucket = written.map(
                        value -> "store: in line " + value.place().line())
                .orElseGet(() -> String.join(", ", s3Variables));
        Stream.of(
                        commandLineFolder.map(_ -> new Place(ConfigLoader.COMMAND_LINE, 0, "--storage")),
                        environment
                                .forSetting(STORAGE)
                                .map(_ -> new Place(Environment.SOURCE, 0, Environment.nameFor(STORAGE))))
                .flatMap(Optional::stream)
                .forEach(place -> top.problems()
                        .error(
                                place,
                                IN_A_BUCKET + ", not in a folder",
                                "drop it to use the bucket, or drop " + dropBucket + " to use the folder"));
        top.withoutEffect(IN_A_BUCKET, STORAGE);
        environment
                .variable(VERDACCIO_STORAGE)
                .ifPresent(_ -> top.problems()
                        .warning(new Place(Environment.SOURCE, 0, VERDACCIO_STORAGE), "no effect: " + IN_A_BUCKET, ""));
    }

    private void warnOfBucketSettings() {
        String message = "no effect: the store is files";
        String hint = "add store: with " + S3_PLUGIN + ": for a bucket";
        own.fromFile("s3").filter(value -> !value.isNull()).ifPresent(value -> value.warn(message, hint));
        for (String name : environment.setBelow("terraverde.s3")) {
            environment.expect(name);
            top.problems().warning(new Place(Environment.SOURCE, 0, name), message, hint);
        }
    }
}
