package io.terraverde.storage.fs;

import com.tngtech.archunit.core.domain.JavaClasses;
import io.terraverde.testkit.HouseRules;
import org.junit.jupiter.api.Test;

final class ArchitectureTest {
    private final JavaClasses backend = HouseRules.classes("io.terraverde.storage.fs");

    @Test
    void onlyTheStoreIsPublic() {
        HouseRules.onlyPublic(FsBlobStore.class.getName()).check(backend);
    }

    @Test
    void backendKnowsOnlyThePort() {
        HouseRules.usesOnly("io.terraverde.storage", "io.terraverde.storage.fs").check(backend);
    }

    @Test
    void staticFieldsAreFinal() {
        HouseRules.staticFieldsAreFinal().check(backend);
    }

    @Test
    void packagesAreNullMarked() {
        HouseRules.packagesAreNullMarked().check(backend);
    }
}
