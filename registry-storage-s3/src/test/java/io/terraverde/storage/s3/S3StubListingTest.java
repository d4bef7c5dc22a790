package io.terraverde.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.terraverde.storage.s3.testkit.S3Stub;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Pages of listings, two entries each.
final class S3StubListingTest {
    /// The last of the basic plane before the first beyond it, as in UTF-8. In UTF-16 they are the other way
    /// round.
    private static final List<String> KEYS =
            List.of("a", "a!", "a/1", "a/2", "a/b/3", "a0", "b c+d", "b<e", "\uffee", "\ud83d\ude00");

    private final S3Stub stub = S3Stub.builder()
            .bucket("b")
            .maxPage(2)
            .clock(InstantSource.fixed(SignedClient.TIME))
            .start();
    private final SignedClient client = new SignedClient(stub);

    @AfterEach
    void close() {
        client.close();
        stub.close();
    }

    private void fill() {
        KEYS.reversed().forEach(key -> stub.bucket("b").put(key, new byte[1]));
    }

    @Test
    void pagesComeInTheOrderOfUtf8() throws Exception {
        fill();

        List<List<String>> pages = pages(Map.of());

        assertThat(pages).allSatisfy(page -> assertThat(page).hasSize(2));
        assertThat(flat(pages)).map(S3StubListingTest::unescaped).isEqualTo(KEYS);
    }

    @Test
    void commonPrefixComesOnceAlthoughItsKeysSpanPages() throws Exception {
        fill();

        List<String> entries = flat(pages(Map.of("delimiter", "/", "prefix", "a")));

        assertThat(entries).containsExactly("a", "a!", "a/", "a0");
    }

    @Test
    void keysBelowAPrefixAreListedWithoutTheirNeighbours() throws Exception {
        fill();

        assertThat(flat(pages(Map.of("prefix", "a/")))).containsExactly("a/1", "a/2", "a/b/3");
    }

    @Test
    void startAfterNeedNotBeAKey() throws Exception {
        fill();

        assertThat(flat(pages(Map.of("prefix", "a", "start-after", "a/1x")))).containsExactly("a/2", "a/b/3", "a0");
        assertThat(flat(pages(Map.of("prefix", "a/", "start-after", "A")))).containsExactly("a/1", "a/2", "a/b/3");
    }

    @Test
    void pageThatEndsWithTheLastKeyIsTheLast() throws Exception {
        stub.bucket("b").put("1", new byte[1]);
        stub.bucket("b").put("2", new byte[1]);

        assertThat(pages(Map.of())).containsExactly(List.of("1", "2"));
    }

    @Test
    void keyThatIsDeletedBetweenPagesDoesNotDisturbTheNext() throws Exception {
        fill();
        String first = client.send("GET", "/b", Map.of("list-type", "2")).body();
        stub.bucket("b").delete("a!");

        Map<String, String> next =
                Map.of("list-type", "2", "continuation-token", token(first).orElseThrow());
        String second = client.send("GET", "/b", next).body();

        assertThat(entries(second)).containsExactly("a/1", "a/2");
    }

    @Test
    void encodedKeysHaveNoCharacterThatXmlLacks() throws Exception {
        stub.bucket("b").put("tab\tplus+", new byte[1]);

        assertThat(flat(pages(Map.of("encoding-type", "url")))).containsExactly("tab%09plus%2B");
    }

    @Test
    void uploadsUnderWayAreListedInPages() throws Exception {
        for (String key : List.of("k/2", "k/1", "k/2", "other", "k/3")) {
            client.send("POST", "/b/" + key, Map.of("uploads", ""));
        }
        Map<String, String> query = new HashMap<>(Map.of("uploads", "", "prefix", "k/"));

        String first = client.send("GET", "/b", query).body();
        query.put("key-marker", element(first, "NextKeyMarker").orElseThrow());
        query.put("upload-id-marker", element(first, "NextUploadIdMarker").orElseThrow());
        String second = client.send("GET", "/b", query).body();

        assertThat(entries(first)).containsExactly("k/1", "k/2");
        assertThat(entries(second)).containsExactly("k/2", "k/3");
        assertThat(element(second, "IsTruncated")).contains("false");
    }

    private List<List<String>> pages(Map<String, String> parameters) throws IOException, InterruptedException {
        List<List<String>> pages = new ArrayList<>();
        Map<String, String> query = new HashMap<>(parameters);
        query.put("list-type", "2");
        Optional<String> token;
        do {
            String page = client.send("GET", "/b", query).body();
            pages.add(entries(page));
            token = token(page);
            token.ifPresent(next -> query.put("continuation-token", next));
        } while (token.isPresent() && pages.size() < 20);
        return pages;
    }

    private static Optional<String> token(String page) {
        return element(page, "NextContinuationToken");
    }

    private static List<String> entries(String page) {
        return Pattern.compile("<(?:Key|CommonPrefixes><Prefix)>([^<]*)<")
                .matcher(page)
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    private static Optional<String> element(String page, String name) {
        return Pattern.compile("<" + name + ">([^<]*)<")
                .matcher(page)
                .results()
                .map(found -> found.group(1))
                .findFirst();
    }

    private static String unescaped(String text) {
        return text.replace("&lt;", "<");
    }

    private static List<String> flat(List<List<String>> pages) {
        return pages.stream().flatMap(List::stream).toList();
    }
}
