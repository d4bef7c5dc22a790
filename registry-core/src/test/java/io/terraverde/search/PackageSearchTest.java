package io.terraverde.search;

import static io.terraverde.testkit.PublishFixture.aPublishOf;
import static io.terraverde.testkit.TarballFixture.aTarballOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.terraverde.document.Lease;
import io.terraverde.name.PackageName;
import io.terraverde.publish.PackageEdit;
import io.terraverde.storage.BlobKey;
import io.terraverde.storage.InMemoryBlobStore;
import io.terraverde.storage.StorageException;
import io.terraverde.storage.StorageException.Kind;
import io.terraverde.testkit.FakeTime;
import io.terraverde.testkit.Fault;
import io.terraverde.testkit.FaultyBlobStore;
import io.terraverde.testkit.FaultyBlobStore.Operation;
import io.terraverde.testkit.ManualClock;
import io.terraverde.testkit.RegistryFixture;
import io.terraverde.testkit.StoreContents;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PackageSearchTest {
    private final InMemoryBlobStore inner = new InMemoryBlobStore(new ManualClock());
    private final FaultyBlobStore store = new FaultyBlobStore(inner);
    private final RegistryFixture registry = RegistryFixture.over(store);
    private final PackageSearch search =
            new PackageSearch(registry.names(), registry.packuments(), new Lease(Duration.ZERO, new FakeTime()));

    @Test
    void emptyQueryFindsEverything() throws IOException {
        publishSome();

        assertThat(names("")).containsExactly("@acme/base", "left-pad", "pad", "right-pad");
    }

    @Test
    void bestMatchComesFirst() throws IOException {
        publishSome();

        assertThat(names("pad")).containsExactly("pad", "left-pad", "right-pad");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            PAD                     | pad left-pad right-pad
            left pad                | left-pad
            pads                    | left-pad
            strings                 | left-pad
            nothing                 |
            author:alice            | left-pad
            author:bob              | pad
            author:name             |
            author:null             |
            maintainer:alice        | @acme/base left-pad pad right-pad
            keywords:strings        | left-pad
            keywords:x,strings      | left-pad
            keywords:string         |
            scope:acme              | @acme/base
            scope:@acme             | @acme/base
            is:deprecated           | right-pad
            not:deprecated pad      | pad left-pad
            is:unstable             | pad
            boost-exact:false base  | @acme/base
            is:unheard-of           |
            """)
    void qualifiersAndWordsMustAllMatch(String query, String expected) throws IOException {
        publishSome();
        registry.editor()
                .edit(
                        PackageName.parse("right-pad"),
                        Optional.empty(),
                        PackageEdit.deprecate(Map.of("1.0.0", "use pad")),
                        "alice");

        assertThat(String.join(" ", names(query))).isEqualTo(expected == null ? "" : expected);
    }

    @Test
    void whatTheCallerMayNotReadIsNeitherShownNorCounted() throws IOException {
        publishSome();

        SearchPage page = search.search(
                SearchQuery.parse("pad"), 0, 10, name -> !name.text().startsWith("left"));

        assertThat(page.total()).isEqualTo(2);
        assertThat(page.hits()).extracting(hit -> hit.summary().name().text()).containsExactly("pad", "right-pad");
    }

    @Test
    void totalCountsAllAndPagesFollowEachOther() throws IOException {
        publishSome();

        assertThat(page("", 0, 3)).containsExactly("@acme/base", "left-pad", "pad");
        assertThat(page("", 3, 3)).containsExactly("right-pad");
        assertThat(page("", 4, 3)).isEmpty();
        assertThat(page("", 10_000, Integer.MAX_VALUE)).isEmpty();
        assertThat(page("", 1, Integer.MAX_VALUE)).containsExactly("left-pad", "pad", "right-pad");
        assertThat(search.search(SearchQuery.parse(""), 3, 3, name -> true).total())
                .isEqualTo(4);
    }

    @Test
    void changeIsFoundAtOnce() throws IOException {
        publishSome();
        names("");

        registry.publish("new-pad", "1.0.0");
        registry.unpublish("left-pad");

        assertThat(names("pad")).containsExactly("pad", "new-pad", "right-pad");
    }

    @Test
    void withAnAgeOwnChangesAreFoundAtOnceAndThoseOfOthersAfterIt() throws IOException {
        publishSome();
        FakeTime time = new FakeTime();
        var aged = new PackageSearch(registry.names(), registry.packuments(), new Lease(Duration.ofSeconds(10), time));
        Predicate<PackageName> all = name -> true;
        assertThat(aged.starredBy("bob", all)).isEmpty();

        RegistryFixture.over(store, 1 << 20, 2)
                .editor()
                .edit(PackageName.parse("left-pad"), Optional.empty(), PackageEdit.star(true), "bob");
        registry.editor().edit(PackageName.parse("pad"), Optional.empty(), PackageEdit.star(true), "bob");
        registry.publish("new-pad", "1.0.0");

        assertThat(aged.starredBy("bob", all)).containsExactly(PackageName.parse("pad"));
        assertThat(aged.all(all)).hasSize(5);
        time.advance(Duration.ofSeconds(10));
        assertThat(aged.starredBy("bob", all))
                .containsExactlyInAnyOrder(PackageName.parse("pad"), PackageName.parse("left-pad"));
    }

    @Test
    void manyPackagesComeInTheirOrder() throws IOException {
        List<String> published = IntStream.range(0, 100)
                .mapToObj(number -> "many-" + (1000 + number))
                .toList();
        published.forEach(name -> registry.publish(name, "1.0.0"));

        assertThat(search.all(name -> true))
                .extracting(summary -> summary.name().text())
                .isEqualTo(published);
    }

    @Test
    void nothingIsLoadedTwice() throws IOException {
        publishSome();
        names("");
        var loads = registry.packuments().find(PackageName.parse("pad")).orElseThrow();

        names("");

        assertThat(registry.packuments().find(PackageName.parse("pad")).orElseThrow())
                .isSameAs(loads);
    }

    @Test
    void brokenPackageDoesNotHideTheOthers() throws IOException {
        publishSome();
        StoreContents.put(inner, "left-pad/package.json", "{\"name\"");
        StoreContents.put(inner, "right-pad/package.json", "{}");

        assertThat(names("")).containsExactly("@acme/base", "pad");
    }

    @Test
    void listedNameWithoutPackumentIsLeftOut() throws IOException {
        publishSome();
        registry.names().add(PackageName.parse("never-committed"));

        assertThat(names("never")).isEmpty();
    }

    @Test
    void storeThatDoesNotAnswerIsAFailureAndNotAnEmptyList() throws IOException {
        publishSome();
        store.always(Operation.READ, BlobKey.of("pad/package.json")::equals, new Fault.Fail(Kind.UNAVAILABLE));

        assertThatThrownBy(() -> names("")).isInstanceOf(StorageException.class);
    }

    @Test
    void packagesThatLeftTheListAreForgotten() throws IOException {
        publishSome();
        names("");
        assertThat(search.size()).isEqualTo(4);

        registry.unpublish("left-pad");
        search.search(SearchQuery.parse(""), 0, 1, name -> false);

        assertThat(search.size()).isEqualTo(3);
    }

    @Test
    void starredAndOwnedPackagesAreListed() throws IOException {
        publishSome();
        registry.editor().edit(PackageName.parse("pad"), Optional.empty(), PackageEdit.star(true), "bob");

        assertThat(search.starredBy("bob", name -> true)).containsExactly(PackageName.parse("pad"));
        assertThat(search.starredBy("bob", name -> false)).isEmpty();
        assertThat(search.starredBy("alice", name -> true)).isEmpty();
        assertThat(search.ownedBy("alice", name -> true)).hasSize(4);
        assertThat(search.ownedBy("bob", name -> true)).isEmpty();
    }

    private void publishSome() throws IOException {
        publish(
                "left-pad",
                "1.0.0",
                "\"description\":\"pads strings\",\"author\":{\"name\":\"Alice\"},"
                        + "\"keywords\":[\"strings\",\"x-y\"]");
        publish("pad", "0.1.0", "\"description\":\"d\",\"author\":\"Bob <bob@r.example>\"");
        publish("right-pad", "1.0.0", "\"description\":7");
        publish("@acme/base", "1.0.0", "\"description\":\"d\"");
    }

    private void publish(String name, String version, String members) throws IOException {
        String document =
                aPublishOf(name, version, aTarballOf(name, version).bytes()).text();
        registry.publishDocument(name, document.replace("\"description\":\"d\",\"readme\"", members + ",\"readme\""));
    }

    private List<String> names(String query) {
        return page(query, 0, 100);
    }

    private List<String> page(String query, int from, int size) {
        return search.search(SearchQuery.parse(query), from, size, name -> true).hits().stream()
                .map(hit -> hit.summary().name().text())
                .toList();
    }
}
