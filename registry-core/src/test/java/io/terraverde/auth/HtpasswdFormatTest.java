package io.terraverde.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.terraverde.document.CommitId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HtpasswdFormatTest {
    private static final Instant DATE = Instant.parse("2026-11-20T16:26:13.040Z");

    private final HtpasswdFormat format = new HtpasswdFormat();

    @Test
    void readsLinesOfAllShapes() {
        HtpasswdDocument users = read("a:1\r\n\r\n  b : 2 : rest: more \nno colon\n#c:3\n:4\na:5\nd:");

        assertThat(users.hash("a")).contains("5");
        assertThat(users.hash("b")).contains("2");
        assertThat(users.hash("#c")).contains("3");
        assertThat(users.hash("")).isEmpty();
        assertThat(users.hash("d")).isEmpty();
        assertThat(users.hash("no colon")).isEmpty();
    }

    @Test
    void keepsForeignLinesAsTheyAre() {
        String text = "# by hand\r\n\r\n  a : 1 : x \n\nno colon\nb:2";

        HtpasswdDocument next = read(text).withNewUser("c", "3", DATE);

        assertThat(written(next)).isEqualTo(text + "\nc:3:autocreated 2026-11-20T16:26:13.040Z\n");
    }

    @Test
    void newUserStandsOnALineOfItsOwn() {
        HtpasswdDocument users = HtpasswdDocument.empty().withNewUser("alice", "{SHA}x", DATE.minusMillis(40));

        assertThat(written(users)).isEqualTo("alice:{SHA}x:autocreated 2026-11-20T16:26:13.000Z\n");
    }

    @Test
    void newHashReplacesThatOfTheLineThatCounts() {
        HtpasswdDocument users = read("a:1:x\nb:2\r\na: 3 :autocreated now\n");

        assertThat(written(users.withHash("a", "new").withHash("b", "other")))
                .isEqualTo("a:1:x\nb:other\r\na:new:autocreated now\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"constructor", "__proto__", "hasOwnProperty", "toString", "valueOf"})
    void namesOfObjectMembersAreNamesAsAnyOther(String name) {
        assertThat(HtpasswdDocument.empty().hash(name)).isEmpty();
        assertThat(HtpasswdDocument.empty().withNewUser(name, "1", DATE).hash(name))
                .contains("1");
    }

    @Test
    void commitIdsStandInALineWithoutColon() {
        HtpasswdDocument users = read("a:1").withCommits(List.of(new CommitId("aa"), new CommitId("bb")));

        assertThat(written(users)).isEqualTo("# terraverde-commits aa bb\na:1");
        assertThat(read(written(users))).isEqualTo(users);
        assertThat(format.commits(users)).containsExactly(new CommitId("aa"), new CommitId("bb"));
    }

    @Test
    void commitIdsAreFoundAnywhereAndEditedOnesDropped() {
        HtpasswdDocument users = read("a:1\n# terraverde-commits aa $$ bb\r\nb:2\n");

        assertThat(users.commits()).containsExactly(new CommitId("aa"), new CommitId("bb"));
        assertThat(users.lines()).containsExactly("a:1\n", "b:2\n");
    }

    @Test
    void lineOfCommitIdsWithAColonIsSomebodyElses() {
        HtpasswdDocument users = read("# terraverde-commits aa:bb\n");

        assertThat(users.commits()).isEmpty();
        assertThat(users.hash("# terraverde-commits aa")).contains("bb");
    }

    @Test
    void textShowsNoHash() {
        assertThat(read("a:hash").toString()).doesNotContain("hash");
    }

    @Property
    void anyBytesAreKept(@ForAll byte[] bytes) {
        HtpasswdDocument users = format.read(bytes);

        assertThat(format.write(users)).isEqualTo(bytes);
    }

    private HtpasswdDocument read(String text) {
        return format.read(text.getBytes(StandardCharsets.UTF_8));
    }

    private String written(HtpasswdDocument users) {
        return new String(format.write(users), StandardCharsets.UTF_8);
    }
}
