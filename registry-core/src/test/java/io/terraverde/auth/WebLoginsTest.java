package io.terraverde.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.terraverde.core.RegistryException.Conflict;
import io.terraverde.core.RegistryException.NotFound;
import io.terraverde.core.RegistryException.Unavailable;
import io.terraverde.storage.BlobKey;
import io.terraverde.storage.InMemoryBlobStore;
import io.terraverde.testkit.Race;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebLoginsTest {
    private static final String PREFIX = ".terraverde/logins/";

    private final TestTime time = new TestTime();
    private final InMemoryBlobStore store = new InMemoryBlobStore(time);
    private final Random random = new Random(1);
    private final WebLogins here = instance(10);
    private final WebLogins there = instance(10);

    @Test
    void tokenIsGivenOnceByAnyInstance() {
        String id = here.begin();
        assertThat(id).matches("[0-9a-f]{64}");
        assertThat(there.isPending(id)).isTrue();
        assertThat(there.poll(id)).isEqualTo(new WebLoginAnswer.Wait());

        there.approve(id, "token");

        assertThat(here.isPending(id)).isFalse();
        assertThat(here.poll(id)).isEqualTo(new WebLoginAnswer.Done("token"));
        assertThat(here.poll(id)).isEqualTo(new WebLoginAnswer.Gone());
        assertThat(there.poll(id)).isEqualTo(new WebLoginAnswer.Gone());
        assertThat(objects()).isZero();
    }

    @Test
    void oneOfManyWhoAskAtOnceGetsTheToken() {
        String id = here.begin();
        here.approve(id, "token");

        List<WebLoginAnswer> answers = Race.of(16, i -> (i % 2 == 0 ? here : there).poll(id));

        assertThat(answers).containsOnlyOnce(new WebLoginAnswer.Done("token"));
        assertThat(answers.stream().filter(new WebLoginAnswer.Gone()::equals)).hasSize(15);
    }

    @Test
    void loginIsOverAfterItsTime() {
        String pending = here.begin();
        String approved = here.begin();
        here.approve(approved, "token");
        time.advance(Duration.ofMinutes(5));

        assertThat(here.poll(pending)).isEqualTo(new WebLoginAnswer.Gone());
        assertThat(here.poll(approved)).isEqualTo(new WebLoginAnswer.Gone());
        assertThat(here.isPending(pending)).isFalse();
        assertThatThrownBy(() -> here.approve(pending, "token")).isInstanceOf(NotFound.class);
    }

    @Test
    void loginIsApprovedOnce() {
        String id = here.begin();
        here.approve(id, "token");

        assertThatThrownBy(() -> there.approve(id, "other")).isInstanceOf(Conflict.class);
        assertThat(here.poll(id)).isEqualTo(new WebLoginAnswer.Done("token"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "../../htpasswd", "0123", "\u0000"})
    void idsThatAreNoneAreGone(String id) {
        assertThat(here.poll(id)).isEqualTo(new WebLoginAnswer.Gone());
        assertThat(here.isPending(id)).isFalse();
        assertThatThrownBy(() -> here.approve(id, "token")).isInstanceOf(NotFound.class);
        assertThat(here.poll("0".repeat(64))).isEqualTo(new WebLoginAnswer.Gone());
    }

    @Test
    void loginsUnderWayAreBoundedUntilSomeAreOver() {
        WebLogins few = instance(2);
        few.begin();
        few.begin();

        assertThatThrownBy(few::begin).isInstanceOf(Unavailable.class);

        time.advance(Duration.ofMinutes(7));
        assertThat(few.poll(few.begin())).isEqualTo(new WebLoginAnswer.Wait());
        assertThat(objects()).isEqualTo(1);
    }

    @Test
    void sweepRemovesOnlyWhatIsOver() {
        here.begin();
        time.advance(Duration.ofMinutes(4));
        String young = here.begin();
        time.advance(Duration.ofMinutes(3));

        here.sweep();

        assertThat(objects()).isEqualTo(1);
        assertThat(here.poll(young)).isEqualTo(new WebLoginAnswer.Wait());
    }

    @Test
    void textsShowNoToken() {
        assertThat(new WebLoginAnswer.Done("token").toString()).doesNotContain("token");
        assertThat(WebLogin.pending(time.instant()).approved("token").toString())
                .doesNotContain("token");
    }

    private int objects() {
        return store.list(PREFIX, null, 1000).entries().size();
    }

    private WebLogins instance(int maxLogins) {
        return new WebLogins(
                store,
                id -> BlobKey.of(PREFIX + id),
                PREFIX,
                new WebLogins.Limits(Duration.ofMinutes(5), maxLogins),
                time,
                time,
                random);
    }
}
