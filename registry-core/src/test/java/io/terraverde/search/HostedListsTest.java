package io.terraverde.search;

import static io.terraverde.testkit.PublishFixture.aPublishOf;
import static io.terraverde.testkit.TarballFixture.aTarballOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.terraverde.access.AccessRules;
import io.terraverde.access.PackageRule;
import io.terraverde.core.Caller;
import io.terraverde.document.Lease;
import io.terraverde.name.NamePattern;
import io.terraverde.name.PackageName;
import io.terraverde.publish.PackageEdit;
import io.terraverde.storage.InMemoryBlobStore;
import io.terraverde.storage.StorageException.Kind;
import io.terraverde.testkit.FakeTime;
import io.terraverde.testkit.Fault;
import io.terraverde.testkit.FaultyBlobStore;
import io.terraverde.testkit.FaultyBlobStore.Operation;
import io.terraverde.testkit.ManualClock;
import io.terraverde.testkit.RegistryFixture;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class HostedListsTest {
    private static final Caller ALICE = Caller.user("alice", List.of("a-group-that-no-rule-names"));
    private static final Caller BOB = Caller.user("bob", List.of());
    private static final Duration LEASE = Duration.ofSeconds(10);

    private final InMemoryBlobStore inner = new InMemoryBlobStore(new ManualClock());
    private final FaultyBlobStore store = new FaultyBlobStore(inner);
    private final FakeTime time = new FakeTime();
    private final RegistryFixture registry = RegistryFixture.over(store, LEASE, time, 1);
    private final AccessRules access =
            new AccessRules(List.of(rule("secret-*", "root"), rule("@acme/*", "$authenticated"), rule("**", "$all")));
    private final List<HostedLists.Form> prepared = new ArrayList<>();
    private final HostedLists<String> lists = lists(registry, 1 << 20);

    @Test
    void namesAreSortedAndOnlyThoseTheCallerMayRead() {
        publishSome();

        assertThat(lists.namesAsJson(Caller.anonymous())).isEqualTo("[\"left-pad\",\"zebra\"]");
        assertThat(lists.namesAsJson(ALICE)).isEqualTo("[\"@acme/base\",\"left-pad\",\"zebra\"]");
        assertThat(lists.namesAsText(Caller.user("root", List.of())))
                .isEqualTo("@acme/base\nleft-pad\nsecret-x\nzebra\n");
    }

    @Test
    void withoutPackagesListsAreEmpty() {
        assertThat(lists.namesAsJson(ALICE)).isEqualTo("[]");
        assertThat(lists.namesAsText(ALICE)).isEmpty();
        assertThat(latest(lists, ALICE, RegistryFixture.BASE)).isEqualTo("[]");
    }

    @Test
    void namesAreMadeOncePerRevisionForAllWhoMayReadTheSame() {
        publishSome();

        lists.namesAsJson(ALICE);
        lists.namesAsJson(BOB);
        lists.namesAsJson(ALICE);
        lists.namesAsText(BOB);
        assertThat(prepared).containsExactly(HostedLists.Form.NAMES_JSON, HostedLists.Form.NAMES_TEXT);

        registry.publish("another", "1.0.0");
        assertThat(lists.namesAsJson(BOB)).contains("another");
        registry.publish("another", "1.0.1");
        lists.namesAsJson(ALICE);
        assertThat(prepared).hasSize(3);
    }

    @Test
    void withinTheLeaseTheStoreIsNotAsked() {
        publishSome();
        String before = lists.namesAsJson(ALICE);

        store.always(Operation.READ, key -> true, new Fault.Fail(Kind.UNAVAILABLE));

        assertThat(lists.namesAsJson(ALICE)).isEqualTo(before);
        assertThat(lists.namesAsText(Caller.anonymous())).isEqualTo("left-pad\nzebra\n");
    }

    @Test
    void changesOfOtherInstancesShowWhenTheyAreAcknowledged() {
        publishSome();
        lists.namesAsJson(ALICE);
        RegistryFixture other = RegistryFixture.over(store, LEASE, time, 2);

        other.publish("another", "1.0.0");
        assertThat(lists.namesAsText(ALICE)).contains("another\n");
        other.unpublish("another");
        assertThat(lists.namesAsText(ALICE)).doesNotContain("another\n");
    }

    @Test
    void latestVersionsHaveWhatVerdacciosListHas() throws IOException {
        registry.publish("zebra", "2.0.0");
        registry.publish("zebra", "1.0.0");
        String document = aPublishOf(
                        "@acme/base", "1.0.0", aTarballOf("@acme/base", "1.0.0").bytes())
                .text();
        registry.publishDocument("@acme/base", document.replace("\"readme\":", "\"author\":\"Ann\",\"readme\":"));
        registry.publish("secret-x", "1.0.0");
        registry.editor().edit(PackageName.parse("zebra"), Optional.empty(), PackageEdit.star(true), "bob");

        JsonNode latest = JsonMapper.shared().readTree(latest(lists, ALICE, RegistryFixture.BASE));

        assertThat(latest.valueStream().map(manifest -> manifest.path("name").stringValue()))
                .containsExactly("@acme/base", "zebra");
        JsonNode zebra = latest.path(1);
        assertThat(zebra.path("version").stringValue()).isEqualTo("1.0.0");
        assertThat(zebra.path("time").stringValue()).isNotEmpty();
        assertThat(zebra.path("users").toString()).isEqualTo("{\"bob\":true}");
        assertThat(zebra.at("/dist/tarball").stringValue())
                .isEqualTo("https://registry.example/zebra/-/zebra-1.0.0.tgz");
        assertThat(zebra.at("/author/name").stringValue()).isEqualTo("Anonymous");
        assertThat(zebra.at("/author/avatar").stringValue()).startsWith("data:image/svg+xml;utf8,<svg");
        assertThat(latest.at("/0/author/name").stringValue()).isEqualTo("Ann");
    }

    @Test
    void latestVersionsAreMadeAgainWhenAPackageChanges() {
        publishSome();
        latest(lists, ALICE, RegistryFixture.BASE);
        latest(lists, BOB, RegistryFixture.BASE);
        assertThat(prepared).hasSize(1);

        registry.publish("zebra", "1.0.1");

        assertThat(latest(lists, BOB, RegistryFixture.BASE)).contains("zebra-1.0.1.tgz");
        assertThat(prepared).hasSize(2);
    }

    @Test
    void aListThatIsTooLargeToBePreparedIsTheSameAndTheStoreIsNotAskedAgain() {
        publishSome();
        HostedLists<String> small = lists(registry, 16);

        String prepared = latest(lists, ALICE, RegistryFixture.BASE);
        assertThat(latest(small, ALICE, RegistryFixture.BASE)).isEqualTo(prepared);

        store.always(Operation.READ, key -> key.value().contains("zebra"), new Fault.Fail(Kind.UNAVAILABLE));
        assertThat(latest(small, BOB, RegistryFixture.BASE)).isEqualTo(prepared);
        assertThat(this.prepared).containsExactly(HostedLists.Form.LATEST);
    }

    @Test
    void listsOfNamesAreKeptHoweverLongTheyAre() {
        publishSome();
        HostedLists<String> small = lists(registry, 16);

        small.namesAsText(ALICE);
        small.namesAsText(BOB);

        assertThat(prepared).hasSize(1);
    }

    @Test
    void whoMakesUpBasesHasNothingPreparedForThem() {
        publishSome();
        latest(lists, ALICE, RegistryFixture.BASE);

        for (int i = 0; i < 100; i++) {
            String base = "http://made-up-" + i + ".example/";
            assertThat(latest(lists, ALICE, base))
                    .contains("\"" + base + "zebra/-/zebra-1.0.0.tgz\"")
                    .doesNotContain(RegistryFixture.BASE);
        }
        latest(lists, ALICE, RegistryFixture.BASE);

        assertThat(prepared).hasSizeLessThanOrEqualTo(16);
    }

    private static String latest(HostedLists<String> lists, Caller caller, String base) {
        return switch (lists.latest(caller, base)) {
            case HostedLists.Latest.Prepared<String>(String text) -> text;
            case HostedLists.Latest.Unprepared<String>(LatestList list) -> {
                byte[] bytes = read(list);
                assertThat(bytes).hasSize((int) list.sizeBytes());
                yield new String(bytes, StandardCharsets.UTF_8);
            }
        };
    }

    private static byte[] read(LatestList list) {
        try (InputStream body = list.open()) {
            return body.readAllBytes();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void publishSome() {
        for (String name : List.of("zebra", "@acme/base", "left-pad", "secret-x")) {
            registry.publish(name, "1.0.0");
        }
    }

    private HostedLists<String> lists(RegistryFixture over, long cacheBytes) {
        PackageSearch search = new PackageSearch(over.names(), over.packuments(), new Lease(Duration.ZERO, time));
        HostedLists.Preparation<String> asText = new HostedLists.Preparation<>() {
            @Override
            public String prepare(HostedLists.Form form, byte[] body) {
                prepared.add(form);
                return new String(body, StandardCharsets.UTF_8);
            }

            @Override
            public int sizeBytes(String made) {
                return made.length();
            }
        };
        return new HostedLists<>(over.names(), over.packuments(), search, access, asText, cacheBytes, new Random(1));
    }

    private static PackageRule rule(String pattern, String group) {
        return new PackageRule(NamePattern.parse(pattern), List.of(group), List.of(), List.of(), List.of(), null);
    }
}
