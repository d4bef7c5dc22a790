package io.terraverde.uplink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.terraverde.core.RegistryException;
import io.terraverde.name.PackageName;
import io.terraverde.packument.Packument;
import io.terraverde.packument.PackumentForm;
import io.terraverde.packument.PackumentRenderer;
import io.terraverde.storage.InMemoryBlobStore;
import io.terraverde.testkit.ManualClock;
import io.terraverde.testkit.RegistryFixture;
import io.terraverde.testkit.StoreContents;
import io.terraverde.uplink.Uplink.TarballDelivery;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AvailablePackagesTest {
    private static final PackageName NAME = PackageName.parse("left-pad");

    /// Verdaccio's storage holds packuments of uplinks as it first saw them.
    private static final String COPIED = """
            {"name":"left-pad","versions":{
            "1.0.0":{"name":"left-pad","version":"1.0.0","dist":{"tarball":"http://old/left-pad-1.0.0.tgz"}},
            "0.9.0":{"name":"left-pad","version":"0.9.0","dist":{"tarball":"http://old/left-pad-0.9.0.tgz"}}},
            "time":{"1.0.0":"2020-01-02T03:04:05.000Z"},
            "dist-tags":{"latest":"1.0.0"},
            "_distfiles":{"left-pad-1.0.0.tgz":{"url":"http://old/left-pad-1.0.0.tgz"},
            "left-pad-0.9.0.tgz":{"url":"http://old/left-pad-0.9.0.tgz"}}}""";

    private final InMemoryBlobStore store = new InMemoryBlobStore(new ManualClock());
    private final RegistryFixture registry = RegistryFixture.over(store);
    private final FakeRegistry one = new FakeRegistry();
    private final FakeRegistry two = new FakeRegistry();

    @Test
    void hostedVersionsComeFirstAndThoseOfUplinksAreAdded() {
        registry.publish("left-pad", "1.0.0");
        one.with("left-pad", Map.of("1.0.0", "\"description\":\"theirs\"", "2.0.0", ""));

        Packument found = merged().find(NAME).packument();

        assertThat(found.versions()).containsOnlyKeys("1.0.0", "2.0.0");
        assertThat(Objects.requireNonNull(found.versions().get("1.0.0")).toString())
                .doesNotContain("theirs");
    }

    @Test
    void tagMovesUpToTheVersionOfAnUplinkAndNeverDown() {
        registry.publish("left-pad", "1.5.0");
        one.with("left-pad", Map.of("2.0.0", ""));
        two.with("left-pad", Map.of("1.0.0", ""));

        Packument found = merged().find(NAME).packument();

        assertThat(found.distTags()).containsEntry("latest", "2.0.0");
    }

    @Test
    void firstUplinkCountsWhereBothHaveAVersion() {
        one.with("left-pad", Map.of("1.0.0", "\"description\":\"one\""));
        two.with("left-pad", Map.of("1.0.0", "\"description\":\"two\"", "1.1.0", ""));

        AvailablePackage found = merged().find(NAME);

        assertThat(found.packument().versions()).containsOnlyKeys("1.0.0", "1.1.0");
        assertThat(found.foreign("1.0.0").orElseThrow().uplink().name()).isEqualTo("one");
        assertThat(found.foreign("1.1.0").orElseThrow().uplink().name()).isEqualTo("two");
    }

    @Test
    void deprecationAtTheUplinkArrives() {
        one.with("left-pad", Map.of("1.0.0", ""));
        AvailablePackages packages = merged();
        String before = packages.find(NAME).revision();
        one.with("left-pad", Map.of("1.0.0", "\"deprecated\":\"use padStart\""));
        registry.clock().advance(Duration.ofHours(2));

        AvailablePackage found = packages.find(NAME);

        assertThat(Objects.requireNonNull(found.packument().versions().get("1.0.0"))
                        .deprecated())
                .contains("use padStart");
        assertThat(found.revision()).isNotEqualTo(before);
    }

    @Test
    void packageIsAbsentOnlyWhenEveryUplinkSaysSo() {
        AvailablePackages packages = merged();

        assertThatThrownBy(() -> packages.find(NAME)).isInstanceOf(RegistryException.NotFound.class);
    }

    @ParameterizedTest
    @EnumSource(UpstreamException.Kind.class)
    void oneFailingUplinkIsEnoughNotToBeSure(UpstreamException.Kind kind) {
        two.fail(kind);
        AvailablePackages packages = merged();

        assertThatThrownBy(() -> packages.find(NAME)).isInstanceOf(RegistryException.Unavailable.class);
    }

    @Test
    void failingUplinkLeavesHostedPackagesAlone() {
        registry.publish("left-pad", "1.0.0");
        one.fail(UpstreamException.Kind.UNREACHABLE);

        assertThat(merged().find(NAME).packument().versions()).containsOnlyKeys("1.0.0");
    }

    @Test
    void failingUplinkLeavesThoseOfOthersAlone() {
        one.fail(UpstreamException.Kind.UNREACHABLE);
        two.with("left-pad", Map.of("1.0.0", ""));

        assertThat(merged().find(NAME).packument().versions()).containsOnlyKeys("1.0.0");
    }

    @Test
    void strictOriginsHideUplinksBehindAHostedPackage() {
        registry.publish("left-pad", "1.0.0");
        one.with("left-pad", Map.of("2.0.0", ""));

        AvailablePackage found = packages(Origins.STRICT).find(NAME);

        assertThat(found.packument().versions()).containsOnlyKeys("1.0.0");
        assertThat(one.requests()).isEmpty();
    }

    @Test
    void strictOriginsLetNobodyStepInForAFailingUplink() {
        one.fail(UpstreamException.Kind.UNREACHABLE);
        two.with("left-pad", Map.of("1.0.0", ""));
        AvailablePackages packages = packages(Origins.STRICT);

        assertThatThrownBy(() -> packages.find(NAME)).isInstanceOf(RegistryException.Unavailable.class);
    }

    @Test
    void unpublishedPackageIsThatOfTheUplink() {
        registry.publish("left-pad", "1.0.0");
        registry.unpublish(NAME.text());
        one.with("left-pad", Map.of("2.0.0", ""));

        assertThat(merged().find(NAME).packument().versions()).containsOnlyKeys("2.0.0");
    }

    @Test
    void uplinksWordCountsForWhatVerdaccioCopied() {
        StoreContents.put(store, "left-pad/package.json", COPIED);
        one.with("left-pad", Map.of("1.0.0", "\"deprecated\":\"use padStart\""));

        Packument found = packages(Origins.STRICT).find(NAME).packument();

        assertThat(found.versions()).containsOnlyKeys("1.0.0", "0.9.0");
        assertThat(Objects.requireNonNull(found.versions().get("1.0.0")).deprecated())
                .contains("use padStart");
    }

    @Test
    void tagSetOnAVersionThatVerdaccioCopiedIsShown() {
        StoreContents.put(store, "left-pad/package.json", COPIED);
        registry.publish("left-pad", "1.1.0-ours.1");
        registry.editor().distTags(NAME, Map.of("stable", Optional.of("1.0.0")));
        one.with("left-pad", Map.of("1.0.0", "\"deprecated\":\"use padStart\""));

        Packument found = merged().find(NAME).packument();

        assertThat(found.distTags()).containsEntry("stable", "1.0.0");
        assertThat(found.time()).containsEntry("1.0.0", "2020-01-02T03:04:05.000Z");
        assertThat(Objects.requireNonNull(found.versions().get("1.0.0")).deprecated())
                .contains("use padStart");
    }

    /// Verdaccio copied tags along with versions, and they do not always move up: `0.0.0-canary-{commit}`.
    @Test
    void uplinksWordCountsForTheTagsThatVerdaccioCopied() {
        StoreContents.put(store, "left-pad/package.json", COPIED);
        one.withText(
                "/left-pad",
                "{\"name\":\"left-pad\",\"versions\":{\"1.0.0\":{},\"0.9.0\":{}},\"dist-tags\":{\"latest\":\"0.9.0\"}}");

        assertThat(merged().find(NAME).packument().distTags()).containsEntry("latest", "0.9.0");
    }

    @Test
    void onlyOriginalTarballsKeepTheirUrl() {
        registry.publish("left-pad", "1.0.0");
        one.with("left-pad", Map.of("1.1.0", ""));
        two.with("left-pad", Map.of("1.2.0", ""));
        AvailablePackages packages = registry.withUplinks(
                        Origins.MERGE,
                        one.asUplink("one", Duration.ofMinutes(2), TarballDelivery.ORIGINAL),
                        two.asUplink("two", Duration.ofMinutes(2), TarballDelivery.REDIRECT))
                .packages();

        AvailablePackage found = packages.find(NAME);
        String json = new String(
                PackumentRenderer.render(
                        NAME, found.packument(), PackumentForm.ABBREVIATED, found.tarballUrls("http://here/")),
                StandardCharsets.UTF_8);

        assertThat(json)
                .contains(
                        "http://here/left-pad/-/left-pad-1.0.0.tgz",
                        "https://upstream.example/left-pad/-/left-pad-1.1.0.tgz",
                        "http://here/left-pad/-/left-pad-1.2.0.tgz");
    }

    @Test
    void nameWithoutUplinksIsNeverAskedOutside() {
        AvailablePackages packages = registry.packages();

        assertThatThrownBy(() -> packages.find(NAME)).isInstanceOf(RegistryException.NotFound.class);
        assertThat(List.of(one, two))
                .allMatch(registryOutside -> registryOutside.requests().isEmpty());
    }

    private AvailablePackages merged() {
        return packages(Origins.MERGE);
    }

    private AvailablePackages packages(Origins origins) {
        return registry.withUplinks(origins, one.asUplink("one"), two.asUplink("two"))
                .packages();
    }
}
