package io.terraverde.it.traffic;

import static io.terraverde.it.content.PackageSource.aPackage;

import io.terraverde.it.content.Digests;
import io.terraverde.it.content.PackageSource;
import io.terraverde.it.content.PublishDocument;
import io.terraverde.it.history.Outcome;
import io.terraverde.it.history.Reads;
import io.terraverde.it.history.Register;
import io.terraverde.it.history.Write;
import io.terraverde.it.history.Writes;
import io.terraverde.it.http.Answer;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// One of several who change the same packages, each his own versions and tags of them.
///
/// A write never gives a register a value that it may have already: the registry would have nothing to do, and
/// so would not shut out an earlier write whose outcome is unknown and that may still be on its way.
final class Writer {
    private static final int UNPUBLISH_ATTEMPTS = 30;

    private final int number;
    private final List<Door> doors;
    private final Known known;
    private final Writes writes;
    private final Reads reads;
    private final SplittableRandom random;

    private final List<Target.Tarball> lasting = new ArrayList<>();
    private final List<Target.Tarball> brief = new ArrayList<>();
    private final List<Target.Token> tokens = new ArrayList<>();
    private int counted;

    Writer(int number, List<Door> doors, Known known, Writes writes, Reads reads, SplittableRandom random) {
        this.number = number;
        this.doors = doors;
        this.known = known;
        this.writes = writes;
        this.reads = reads;
        this.random = random;
    }

    /// Writes something, through one door or another.
    void write() {
        Door door = doors.get(random.nextInt(doors.size()));
        switch (random.nextInt(12)) {
            case 0, 1 -> any(lasting).ifPresentOrElse(version -> tag(door, version), () -> publish(door));
            case 2 -> any(lasting).ifPresentOrElse(version -> untag(door, version.name()), () -> publish(door));
            case 3, 4 -> any(lasting).ifPresentOrElse(version -> deprecate(door, version), () -> publish(door));
            case 5 -> any(lasting).ifPresentOrElse(version -> publishAgain(door, version), () -> publish(door));
            case 6 -> taken(brief).ifPresentOrElse(version -> unpublish(door, version), () -> publishBriefly(door));
            case 7 -> publishBriefly(door);
            case 8 -> createToken(door);
            case 9 -> taken(tokens).ifPresentOrElse(token -> revoke(door, token), () -> createToken(door));
            default -> publish(door);
        }
    }

    private void publish(Door door) {
        publish(door, "main-" + number, lasting);
    }

    /// Each has a tag of its own, which goes with it when it is unpublished.
    private void publishBriefly(Door door) {
        publish(door, "brief-" + number + "-" + counted, brief);
    }

    private void publish(Door door, String tag, List<Target.Tarball> published) {
        String name = known.packages().get(random.nextInt(known.packages().size()));
        PackageSource source = aPackage(name).withVersion("1." + number + "." + counted++);
        byte[] bytes = source.tarball();
        ObjectNode document = PublishDocument.of(source, bytes);
        document.putObject("dist-tags").put(tag, source.version());
        Map<Register, String> values = Map.of(
                Registers.version(name, source.version()), Digests.integrity(bytes),
                Registers.tag(name, tag), source.version());

        Outcome outcome = writes.record(
                door.name(), values, () -> outcome(() -> door.http().put(PublishDocument.path(name), document)));

        var tarball = new Target.Tarball(name, source.version());
        if (outcome == Outcome.ACKNOWLEDGED) {
            published.add(tarball);
        }
        known.written(tarball);
        known.written(new Target.Packument(name));
    }

    /// Other bytes for a version that is there: refused, whatever happens.
    private void publishAgain(Door door, Target.Tarball version) {
        PackageSource source =
                aPackage(version.name()).withVersion(version.version()).with("description", "other");
        byte[] bytes = source.tarball();
        ObjectNode document = PublishDocument.of(source, bytes);
        Register register = Registers.version(version.name(), version.version());

        writes.record(door.name(), register, Digests.integrity(bytes), () -> {
            try {
                Answer answer = door.http().put(PublishDocument.path(version.name()), document);
                if (answer.status() != 409 && answer.status() < 500) {
                    reads.addFlaw("should have been 409: " + answer);
                }
            } catch (UncheckedIOException e) {
                reads.addUnanswered();
            }
            return Outcome.REFUSED;
        });

        known.written(version);
    }

    private void tag(Door door, Target.Tarball version) {
        Register register = Registers.tag(version.name(), "moving-" + number);
        if (writes.possible(register).contains(version.version())) {
            publish(door);
            return;
        }
        writes.record(
                door.name(),
                register,
                version.version(),
                () -> outcome(() -> door.http().put(tagPath(version.name()), '"' + version.version() + '"')));
        known.written(new Target.Packument(version.name()));
    }

    private void untag(Door door, String name) {
        Register register = Registers.tag(name, "moving-" + number);
        if (writes.possible(register).contains(Register.ABSENT)) {
            publish(door);
            return;
        }
        writes.record(
                door.name(),
                register,
                Register.ABSENT,
                () -> outcome(() -> door.http().delete(tagPath(name))));
        known.written(new Target.Packument(name));
    }

    /// Deprecates a version with a message that nobody used before, or takes that back.
    private void deprecate(Door door, Target.Tarball version) {
        Register register = Registers.deprecation(version.name(), version.version());
        boolean back = random.nextBoolean() && !writes.possible(register).contains(Register.ABSENT);
        String message = back ? "" : "message " + number + "." + counted++;
        ObjectNode document = JsonMapper.shared().createObjectNode();
        document.put("_id", version.name()).put("name", version.name());
        document.putObject("versions")
                .putObject(version.version())
                .put("name", version.name())
                .put("version", version.version())
                .put("deprecated", message);

        writes.record(
                door.name(),
                register,
                back ? Register.ABSENT : message,
                () -> outcome(() -> door.http().put(PublishDocument.path(version.name()), document)));

        known.written(new Target.Packument(version.name()));
    }

    private void unpublish(Door door, Target.Tarball version) {
        String tag = "brief-" + number + "-"
                + version.version().substring(version.version().lastIndexOf('.') + 1);
        Map<Register, String> values = Map.of(
                Registers.version(version.name(), version.version()), Register.ABSENT,
                Registers.tag(version.name(), tag), Register.ABSENT);
        writes.record(door.name(), values, () -> putWithout(door, version));
        known.written(version);
        known.written(new Target.Packument(version.name()));
    }

    /// As npm does it: the packument is read, and put back without the version and its tags, as long as others
    /// change it in between.
    private Outcome putWithout(Door door, Target.Tarball version) {
        boolean sent = false;
        try {
            for (int attempt = 0; attempt < UNPUBLISH_ATTEMPTS; attempt++) {
                Answer read = door.http().get(PublishDocument.path(version.name()) + "?write=true");
                if (read.status() >= 500) {
                    break;
                }
                ObjectNode document = (ObjectNode) read.is(200).json();
                if (!document.path("versions").has(version.version())) {
                    break;
                }
                remove(document, version.version());
                sent = true;
                Answer put = door.http()
                        .put(
                                PublishDocument.path(version.name()) + "/-rev/"
                                        + document.path("_rev").asString(),
                                document);
                if (put.status() != 409) {
                    return answered(put);
                }
            }
            return sent ? Outcome.UNKNOWN : Outcome.REFUSED;
        } catch (UncheckedIOException e) {
            return sent ? Outcome.UNKNOWN : Outcome.REFUSED;
        }
    }

    private static void remove(ObjectNode packument, String version) {
        ((ObjectNode) packument.path("versions")).remove(version);
        ObjectNode tags = (ObjectNode) packument.path("dist-tags");
        Set.copyOf(tags.propertyNames()).stream()
                .filter(tag -> tags.path(tag).asString().equals(version))
                .forEach(tags::remove);
    }

    private void createToken(Door door) {
        long invoked = System.nanoTime();
        try {
            Answer answer = door.http().post("/-/npm/v1/tokens", "{\"password\": \"secret\", \"readonly\": false}");
            long completed = System.nanoTime();
            if (answered(answer) == Outcome.ACKNOWLEDGED) {
                JsonNode created = answer.json();
                var token = new Target.Token(
                        created.path("key").asString(), created.path("token").asString());
                writes.add(new Write(
                        Registers.token(token.key()),
                        Registers.VALID,
                        Outcome.ACKNOWLEDGED,
                        invoked,
                        completed,
                        door.name()));
                tokens.add(token);
                known.written(token);
            }
        } catch (UncheckedIOException e) {
            reads.addUnanswered();
        }
    }

    private void revoke(Door door, Target.Token token) {
        writes.record(
                door.name(),
                Registers.token(token.key()),
                Register.ABSENT,
                () -> outcome(() -> door.http().delete("/-/npm/v1/tokens/token/" + token.key())));
        known.written(token);
    }

    private String tagPath(String name) {
        return "/-/package" + PublishDocument.path(name) + "/dist-tags/moving-" + number;
    }

    /// Where nobody listened, nothing happened.
    private Outcome outcome(Supplier<Answer> request) {
        try {
            return answered(request.get());
        } catch (UncheckedIOException e) {
            return e.getCause() instanceof ConnectException ? Outcome.REFUSED : Outcome.UNKNOWN;
        }
    }

    /// No request of a writer gives a reason to refuse it.
    private Outcome answered(Answer answer) {
        if (answer.status() == 200 || answer.status() == 201) {
            return Outcome.ACKNOWLEDGED;
        }
        if (answer.status() < 500) {
            reads.addFlaw("refused without a reason: " + answer);
        }
        return Outcome.UNKNOWN;
    }

    private <T> Optional<T> any(List<T> things) {
        return things.isEmpty() ? Optional.empty() : Optional.of(things.get(random.nextInt(things.size())));
    }

    private <T> Optional<T> taken(List<T> things) {
        return things.isEmpty() ? Optional.empty() : Optional.of(things.removeFirst());
    }
}
