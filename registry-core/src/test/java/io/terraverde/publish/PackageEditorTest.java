package io.terraverde.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.terraverde.core.RegistryException;
import io.terraverde.name.PackageName;
import io.terraverde.packument.Maintainer;
import io.terraverde.packument.Packument;
import io.terraverde.packument.VersionManifest;
import io.terraverde.storage.InMemoryBlobStore;
import io.terraverde.testkit.ManualClock;
import io.terraverde.testkit.RegistryFixture;
import io.terraverde.testkit.StoreContents;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PackageEditorTest {
    private static final String NAME = "left-pad";
    private static final PackageName PACKAGE = PackageName.parse(NAME);

    private final InMemoryBlobStore store = new InMemoryBlobStore(new ManualClock());
    private final RegistryFixture registry = RegistryFixture.over(store);
    private final PackageEditor editor = registry.editor();

    @BeforeEach
    void publish() {
        registry.publish(NAME, "1.0.0");
        registry.publish(NAME, "1.1.0");
        registry.publish(NAME, "2.0.0-rc.1");
        registry.clock().advance(Duration.ofHours(1));
    }

    @Test
    void deprecatesTheListedVersionsOnly() {
        edit(PackageEdit.deprecate(Map.of("1.0.0", "use 1.1.0", "9.9.9", "unknown")));

        Packument packument = registry.packument(NAME);
        assertThat(packument.versions()).containsOnlyKeys("1.0.0", "1.1.0", "2.0.0-rc.1");
        assertThat(packument.versions().values())
                .extracting(VersionManifest::deprecated)
                .containsExactly(Optional.of("use 1.1.0"), Optional.empty(), Optional.empty());
        assertThat(packument.time()).containsEntry("modified", "2026-01-01T13:00:00.000Z");
    }

    @Test
    void emptyMessageTakesADeprecationAway() {
        edit(PackageEdit.deprecate(Map.of("1.0.0", "use 1.1.0", "1.1.0", "broken")));

        edit(PackageEdit.deprecate(Map.of("1.0.0", "")));

        assertThat(registry.packument(NAME).versions().values())
                .extracting(VersionManifest::deprecated)
                .containsExactly(Optional.empty(), Optional.of("broken"), Optional.empty());
        assertThat(manifest("1.0.0").members()).doesNotContainKey("deprecated");
    }

    @Test
    void editOfAnOlderStateIsRefused() {
        String old = registry.packument(NAME).rev();
        edit(PackageEdit.star(true));
        var before = StoreContents.of(store);

        assertThatThrownBy(() -> editor.edit(PACKAGE, Optional.of(old), PackageEdit.owners(List.of()), "alice"))
                .isInstanceOf(RegistryException.Conflict.class)
                .hasMessageContaining(old);

        assertThat(StoreContents.of(store)).isEqualTo(before);
    }

    @Test
    void editOfThePresentStateIsApplied() {
        String rev = registry.packument(NAME).rev();

        editor.edit(PACKAGE, Optional.of(rev), PackageEdit.owners(List.of(new Maintainer("bob", "b@r.example"))), "a");

        assertThat(registry.packument(NAME).maintainers()).containsExactly(new Maintainer("bob", "b@r.example"));
        assertThat(registry.packument(NAME).rev()).isNotEqualTo(rev);
    }

    @Test
    void editThatIsDoneAlreadyMayBeRepeated() {
        String read = registry.packument(NAME).rev();
        PackageEdit edit = whole(Set.of("1.0.0", "1.1.0"), Map.of("latest", "1.1.0"));
        editor.edit(PACKAGE, Optional.of(read), edit, "alice");
        String done = registry.packument(NAME).rev();

        editor.edit(PACKAGE, Optional.of(read), edit, "alice");

        assertThat(registry.packument(NAME).rev()).isEqualTo(done);
    }

    @Test
    void starIsOfTheCallerOnly() {
        editor.edit(PACKAGE, Optional.empty(), PackageEdit.star(true), "alice");
        editor.edit(PACKAGE, Optional.empty(), PackageEdit.star(true), "bob");

        editor.edit(PACKAGE, Optional.empty(), PackageEdit.star(false), "alice");

        assertThat(registry.packument(NAME).stars()).containsExactly("bob");
    }

    @Test
    void tagsAreSetAndTakenAwayTogether() {
        editor.distTags(PACKAGE, Map.of("next", Optional.of("2.0.0-rc.1"), "old", Optional.of("1.0.0")));

        editor.distTags(PACKAGE, Map.of("old", Optional.empty(), "stable", Optional.of("1.1.0")));

        assertThat(registry.packument(NAME).distTags())
                .containsOnly(
                        Map.entry("latest", "2.0.0-rc.1"),
                        Map.entry("next", "2.0.0-rc.1"),
                        Map.entry("stable", "1.1.0"));
    }

    @Test
    void oneUnknownVersionRefusesAllTags() {
        var before = StoreContents.of(store);
        Map<String, Optional<String>> tags = new LinkedHashMap<>();
        tags.put("good", Optional.of("1.0.0"));
        tags.put("bad", Optional.of("v1.0.0"));

        assertThatThrownBy(() -> editor.distTags(PACKAGE, tags)).isInstanceOf(RegistryException.NotFound.class);

        assertThat(StoreContents.of(store)).isEqualTo(before);
    }

    @Test
    void latestComesBackOnTheHighestVersion() {
        editor.distTags(PACKAGE, Map.of("latest", Optional.of("1.0.0")));

        editor.distTags(PACKAGE, Map.of("latest", Optional.empty()));

        assertThat(registry.packument(NAME).distTags()).containsEntry("latest", "2.0.0-rc.1");
    }

    @Test
    void whatChangesNothingWritesNothing() {
        edit(PackageEdit.deprecate(Map.of("1.0.0", "use 1.1.0")));
        edit(PackageEdit.star(true));
        Packument present = registry.packument(NAME);
        Map<String, String> tags = present.distTags();
        var before = StoreContents.of(store);

        edit(PackageEdit.deprecate(Map.of("1.0.0", "use 1.1.0", "1.1.0", "")));
        edit(PackageEdit.star(true));
        edit(PackageEdit.owners(present.maintainers()));
        edit(whole(present.versions().keySet(), tags));
        edit(whole(present.versions().keySet(), Map.of()));
        editor.distTags(PACKAGE, Map.of("latest", Optional.of(tags.getOrDefault("latest", ""))));
        editor.distTags(PACKAGE, Map.of("latest", Optional.empty(), "unknown", Optional.empty()));

        assertThat(StoreContents.of(store)).isEqualTo(before);
    }

    @Test
    void missingPackageIsNotFound() {
        PackageName missing = PackageName.parse("missing");

        assertThatThrownBy(() -> editor.edit(missing, Optional.empty(), PackageEdit.star(true), "alice"))
                .isInstanceOf(RegistryException.NotFound.class);
        assertThatThrownBy(() -> editor.distTags(missing, Map.of())).isInstanceOf(RegistryException.NotFound.class);
        assertThatThrownBy(() -> editor.unpublish(missing, "1-0")).isInstanceOf(RegistryException.NotFound.class);
        assertThatThrownBy(() -> editor.unpublishFile(missing, "missing-1.0.0.tgz"))
                .isInstanceOf(RegistryException.NotFound.class);
    }

    private void edit(PackageEdit edit) {
        editor.edit(PACKAGE, Optional.empty(), edit, "alice");
    }

    private static PackageEdit whole(Set<String> kept, Map<String, String> tags) {
        return new PackageEdit(Optional.of(kept), Map.of(), Optional.of(tags), Optional.empty(), Optional.empty());
    }

    private VersionManifest manifest(String version) {
        return Optional.ofNullable(registry.packument(NAME).versions().get(version))
                .orElseThrow();
    }
}
