package io.terraverde.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.terraverde.storage.BlobBody;
import io.terraverde.storage.BlobKey;
import io.terraverde.storage.BlobMeta;
import io.terraverde.storage.BlobPage;
import io.terraverde.storage.BlobRead;
import io.terraverde.storage.BlobStore;
import io.terraverde.storage.PutIf;
import io.terraverde.storage.PutResult;
import io.terraverde.storage.ReadIf;
import io.terraverde.storage.Revision;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Every promise of {@link BlobStore} about keys and lists, as a test. Each backend extends this class,
/// {@link BlobStoreContract} and {@link BlobStoreRaceContract}.
public abstract class BlobStoreListingContract {
    private BlobStore store;

    /// An empty store.
    protected abstract BlobStore openStore();

    @BeforeEach
    final void open() {
        store = openStore();
    }

    @AfterEach
    final void close() {
        store.close();
    }

    @Test
    final void listOfAnEmptyStoreIsEmpty() {
        assertThat(store.list("", null, 1000)).isEqualTo(new BlobPage(List.of(), false));
        assertThat(store.list("no/such", null, 1000)).isEqualTo(new BlobPage(List.of(), false));
    }

    @Test
    final void listGivesTheMetaOfTheObjects() throws IOException {
        Revision revision = put("a/package.json", "12345");

        BlobMeta listed = store.list("", null, 10).entries().getFirst();

        assertThat(listed.revision()).isEqualTo(revision);
        assertThat(listed.sizeBytes()).isEqualTo(5);
        try (var found = (BlobRead.Found) store.read(listed.key(), ReadIf.always())) {
            assertThat(found.meta()).isEqualTo(listed);
        }
    }

    @Test
    final void listIsInByteOrderOfWholeKeys() {
        List<String> inOrder = List.of(
                "a!",
                "a-b",
                "a-b-c/x",
                "a.b",
                "a/b",
                "a/c/d",
                "a/c0",
                "a0",
                "aa",
                "b",
                "z",
                "é",
                "\uFF5E",
                "\uD83D\uDE00");
        inOrder.reversed().forEach(key -> put(key, "x"));

        assertThat(keys("")).isEqualTo(inOrder);
    }

    @Test
    final void pagesOfEverySizeGiveTheSameList() {
        List<String> inOrder = List.of("a-b", "a-b-c/x", "a/b", "a/c/d", "a/c/e", "a0", "b/c/d/e/f", "c");
        inOrder.forEach(key -> put(key, "x"));

        for (int limit = 1; limit <= inOrder.size() + 1; limit++) {
            assertThat(keys("", limit)).isEqualTo(inOrder);
        }
    }

    @Test
    final void afterNeedNotExist() {
        List.of("a/b", "a/c/d", "b").forEach(key -> put(key, "x"));

        assertThat(firstPage("", "a/bb", 9)).containsExactly("a/c/d", "b");
        assertThat(firstPage("", "a/c", 9)).containsExactly("a/c/d", "b");
        assertThat(firstPage("", "a/c/d", 9)).containsExactly("b");
        assertThat(firstPage("", "a0", 9)).containsExactly("b");
        assertThat(firstPage("a/", "A", 9)).containsExactly("a/b", "a/c/d");
        assertThat(firstPage("a/", "b", 9)).isEmpty();
        assertThat(firstPage("", "z", 9)).isEmpty();
    }

    @Test
    final void fullPageSaysWhetherMayFollow() {
        List.of("a", "b", "c").forEach(key -> put(key, "x"));

        BlobPage page = store.list("", null, 2);

        assertThat(page.entries()).hasSize(2);
        assertThat(page.more()).isTrue();
        assertThat(store.list("", BlobKey.of("b"), 2).more()).isFalse();
    }

    @Test
    final void prefixMayEndInsideASegment() {
        List.of("@acme/base/package.json", "@acme/basement/package.json", "@acme/b", "@acmea/x", "@bcme/x")
                .forEach(key -> put(key, "x"));

        assertThat(keys("@acme/base")).containsExactly("@acme/base/package.json", "@acme/basement/package.json");
        assertThat(keys("@acme/base/")).containsExactly("@acme/base/package.json");
        assertThat(keys("@acme")).hasSize(4);
        assertThat(keys("@acme/base/package.json")).containsExactly("@acme/base/package.json");
        assertThat(keys("@acme/base/package.json/")).isEmpty();
        assertThat(keys("@acme/base/package.jsonx")).isEmpty();
        assertThat(keys("x")).isEmpty();
    }

    @Test
    final void elevenHundredKeysComeInPages() {
        List<String> inOrder = IntStream.range(0, 1100)
                .mapToObj(number -> "many/" + (10_000 + number) + "/package.json")
                .toList();
        Race.of(8, runner -> {
            for (int i = runner; i < inOrder.size(); i += 8) {
                put(inOrder.get(i), "x");
            }
            return runner;
        });
        put("more/x", "x");

        assertThat(store.list("many/", null, 1000).entries()).hasSize(1000);
        assertThat(keys("many/", 1000)).isEqualTo(inOrder);
        assertThat(keys("many/", 137)).isEqualTo(inOrder);
    }

    @ParameterizedTest
    @MethodSource("oddKeys")
    final void oddKeyIsKeptAsItIs(String text) throws IOException {
        BlobKey key = BlobKey.of(text);

        Revision revision = put(text, text);

        try (var found = (BlobRead.Found) store.read(key, ReadIf.always())) {
            assertThat(found.meta().key()).isEqualTo(key);
            assertThat(found.meta().revision()).isEqualTo(revision);
            assertThat(found.body()).hasBinaryContent(text.getBytes(UTF_8));
        }
        assertThat(keys("")).containsExactly(text);
        assertThat(keys(text)).containsExactly(text);
        store.delete(key);
        assertThat(keys("")).isEmpty();
    }

    static List<String> oddKeys() {
        return List.of(
                "x",
                "@scope/name/package.json",
                "@scope%2fname/package.json",
                "a/%2e%2e/b",
                "a+b/c d/e&f=g?h#i",
                " leading and trailing ",
                "a/.hidden/..twice/...",
                "~/-/_/'quoted\"/*.tgz",
                "$HOME/`id`/;rm -rf x/|/<>",
                "con/nul/aux.txt",
                "ünï/cödé/日本語",
                "emoji/😀/👩‍👩‍👧",
                "\uFFFD/\u200B/\u00A0",
                "s/" + "s".repeat(255),
                "s/" + "é".repeat(127) + "s",
                ("k".repeat(224) + "/").repeat(3) + "k".repeat(225));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Case/case/CASE", "e\u0301/\u00E9"})
    final void keysThatLookAlikeAreDifferent(String looks) {
        List<String> alike = new ArrayList<>(List.of(looks.split("/")));
        alike.sort(BlobKey::compareUtf8);

        alike.forEach(key -> put(key, key));

        assertThat(keys("")).isEqualTo(alike);
    }

    private Revision put(String key, String text) {
        return switch (store.put(BlobKey.of(key), BlobBody.of(text.getBytes(UTF_8)), PutIf.absent())) {
            case PutResult.Stored(BlobMeta meta) -> meta.revision();
            case PutResult.Refused() -> throw new AssertionError("refused: " + key);
        };
    }

    private List<String> firstPage(String prefix, String after, int limit) {
        return store.list(prefix, BlobKey.of(after), limit).entries().stream()
                .map(entry -> entry.key().value())
                .toList();
    }

    private List<String> keys(String prefix) {
        return keys(prefix, 1000);
    }

    private List<String> keys(String prefix, int limit) {
        List<String> keys = new ArrayList<>();
        BlobPage page = store.list(prefix, null, limit);
        page.entries().forEach(entry -> keys.add(entry.key().value()));
        while (page.more()) {
            page = store.list(prefix, page.entries().getLast().key(), limit);
            page.entries().forEach(entry -> keys.add(entry.key().value()));
        }
        return keys;
    }
}
