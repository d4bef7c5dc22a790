package io.terraverde;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import io.terraverde.testkit.HouseRules;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ArchitectureTest {
    /// Who may use whom: a package uses lower ranks only.
    private static final Map<String, Integer> RANKS = Map.ofEntries(
            Map.entry("core", 0),
            Map.entry("name", 1),
            Map.entry("storage", 1),
            Map.entry("tarball", 2),
            Map.entry("packument", 3),
            Map.entry("document", 2),
            Map.entry("catalog", 4),
            Map.entry("auth", 4),
            Map.entry("access", 4),
            Map.entry("cache", 4),
            Map.entry("uplink", 5),
            Map.entry("read", 6),
            Map.entry("publish", 6),
            Map.entry("search", 6),
            Map.entry("advisory", 6),
            Map.entry("audit", 6));

    private final JavaClasses core = HouseRules.classes("io.terraverde");

    @Test
    void packagesFollowTheirRanks() {
        HouseRules.packagesFollow(RANKS).check(core);
    }

    @Test
    void coreKnowsNoWebServerNoS3AndNoHttpClient() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.javalin..",
                        "jakarta.servlet..",
                        "org.eclipse.jetty..",
                        "software.amazon..",
                        "java.net.http..",
                        "com.sun.net.httpserver..")
                .check(core);
    }

    @Test
    void staticFieldsAreFinal() {
        HouseRules.staticFieldsAreFinal().check(core);
    }

    @Test
    void packagesAreNullMarked() {
        HouseRules.packagesAreNullMarked().check(core);
    }
}
