package io.terraverde.it.traffic;

import io.terraverde.it.content.Digests;
import io.terraverde.it.content.PublishDocument;
import io.terraverde.it.history.Read;
import io.terraverde.it.history.Reads;
import io.terraverde.it.history.Register;
import io.terraverde.it.http.Answer;
import io.terraverde.it.http.RegistryHttp;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;

/// Reads what is known, through one door or another, and records what it saw.
final class Reader {
    private static final String ABBREVIATED = "application/vnd.npm.install-v1+json";

    private final List<Door> doors;
    private final Known known;
    private final Reads reads;
    private final SplittableRandom random;

    Reader(List<Door> doors, Known known, Reads reads, SplittableRandom random) {
        this.doors = doors;
        this.known = known;
        this.reads = reads;
        this.random = random;
    }

    /// Reads something.
    void read() {
        Door door = doors.get(random.nextInt(doors.size()));
        switch (known.any(random)) {
            case Target.Packument(String name) -> {
                switch (random.nextInt(3)) {
                    case 0 -> full(door, name);
                    case 1 -> abbreviated(door, name);
                    default -> tags(door, name);
                }
            }
            case Target.Tarball tarball -> tarball(door, tarball);
            case Target.Token token -> whoami(door, token);
        }
    }

    /// Reads something in all its forms.
    void readAll(Door door, Target target) {
        switch (target) {
            case Target.Packument(String name) -> {
                full(door, name);
                abbreviated(door, name);
                tags(door, name);
            }
            case Target.Tarball tarball -> tarball(door, tarball);
            case Target.Token token -> whoami(door, token);
        }
    }

    private void full(Door door, String name) {
        packument(door, name, () -> door.http().get(PublishDocument.path(name)));
    }

    private void abbreviated(Door door, String name) {
        packument(door, name, () -> door.http().get(PublishDocument.path(name), "accept", ABBREVIATED));
    }

    private void packument(Door door, String name, Supplier<Answer> request) {
        observe(door, Registers.ofPackument(name), request, answer -> switch (answer.status()) {
            case 200 -> {
                JsonNode packument = answer.json();
                packument.path("dist-tags").forEachEntry((tag, version) -> {
                    if (!packument.path("versions").has(version.asString())) {
                        reads.addFlaw("the tag " + tag + " names " + version + ", which is not there: " + answer);
                    }
                });
                yield Registers.packument(name, packument);
            }
            case 404 -> Map.of();
            default -> strange(answer);
        });
    }

    private void tags(Door door, String name) {
        String path = "/-/package" + PublishDocument.path(name) + "/dist-tags";
        observe(door, Registers.ofTags(name), () -> door.http().get(path), answer -> switch (answer.status()) {
            case 200 -> Registers.tags(name, answer.json());
            case 404 -> Map.of();
            default -> strange(answer);
        });
    }

    private void tarball(Door door, Target.Tarball tarball) {
        Register version = Registers.version(tarball.name(), tarball.version());
        observe(door, Set.of(), () -> door.http().get(tarball.path()), answer -> switch (answer.status()) {
            case 200 -> Map.of(version, Digests.integrity(answer.bytes()));
            case 404 -> Map.of(version, Register.ABSENT);
            default -> strange(answer);
        });
    }

    private void whoami(Door door, Target.Token token) {
        RegistryHttp http = door.http().as(token.text());
        Register register = Registers.token(token.key());
        observe(door, Set.of(), () -> http.get("/-/whoami"), answer -> switch (answer.status()) {
            case 200 ->
                Map.of(
                        register,
                        answer.json().path("username").asString("").isEmpty() ? Register.ABSENT : Registers.VALID);
            case 401, 403 -> Map.of(register, Register.ABSENT);
            default -> strange(answer);
        });
    }

    private void observe(
            Door door, Set<String> groups, Supplier<Answer> request, Function<Answer, Map<Register, String>> shown) {
        long invoked = System.nanoTime();
        try {
            Answer answer = request.get();
            long completed = System.nanoTime();
            if (answer.status() >= 500) {
                reads.addUnanswered();
                return;
            }
            reads.add(new Read(groups, shown.apply(answer), invoked, completed, door.name()));
        } catch (UncheckedIOException e) {
            reads.addUnanswered();
        }
    }

    private Map<Register, String> strange(Answer answer) {
        reads.addFlaw("no answer to expect: " + answer);
        return Map.of();
    }
}
