package io.terraverde.it;

import static io.terraverde.it.content.PackageSource.aPackage;
import static org.assertj.core.api.Assertions.assertThat;

import io.terraverde.it.content.PublishDocument;
import io.terraverde.it.http.Answer;
import io.terraverde.it.registry.SharedRegistry;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Publish documents that are refused, for a package that is there and for one that is not.
@Tag("fix")
class HostileBodiesIT {
    private static final Map<String, String> FOR_A_NEW_PACKAGE = HostileDocuments.all("@acme/never");
    private static final Map<String, String> FOR_A_PACKAGE = HostileDocuments.all("@acme/victim");

    @RegisterExtension
    static final SharedRegistry registry = SharedRegistry.standard();

    @BeforeAll
    static void publishTheVictim() {
        registry.as("alice").publish(aPackage("@acme/victim")).is(201);
    }

    static Iterable<String> wrongs() {
        return FOR_A_PACKAGE.keySet();
    }

    @ParameterizedTest
    @MethodSource("wrongs")
    void nothingIsStored(String wrong) {
        var before = registry.running().stored();

        Answer forNew = registry.as("alice").put(PublishDocument.path("@acme/never"), body(FOR_A_NEW_PACKAGE, wrong));
        Answer forOld = registry.as("alice").put(PublishDocument.path("@acme/victim"), body(FOR_A_PACKAGE, wrong));

        assertThat(forNew.status()).as(forNew.toString()).isBetween(400, 499);
        assertThat(forOld.status()).as(forOld.toString()).isBetween(400, 499);
        assertThat(forNew.error()).isNotEmpty();
        assertThat(forOld.error()).isNotEmpty();
        assertThat(registry.running().stored()).isEqualTo(before);
        registry.as("alice").get("/@acme%2fnever").is(404);
        assertThat(registry.as("alice").served("@acme/victim").versions()).containsExactly("1.0.0");
        assertThat(registry.http().answersPing()).isTrue();
    }

    private static String body(Map<String, String> bodies, String wrong) {
        return bodies.getOrDefault(wrong, "");
    }
}
