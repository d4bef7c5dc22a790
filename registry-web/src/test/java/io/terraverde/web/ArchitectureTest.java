package io.terraverde.web;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.ArchRule;
import io.terraverde.testkit.HouseRules;
import io.terraverde.web.http.Answer;
import io.terraverde.web.http.Exchange;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ArchitectureTest {
    private final JavaClasses web = HouseRules.classes("io.terraverde.web");

    @Test
    void onlyTheWiringNamesABackend() {
        ArchRule rule = noClasses()
                .that()
                .resideOutsideOfPackage("io.terraverde.web.app")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.terraverde.storage.fs", "io.terraverde.storage.s3");
        rule.check(web);
    }

    @Test
    void useCasesSeeServicesAndNotTheStorage() {
        ArchRule rule = noClasses()
                .that()
                .resideInAPackage("io.terraverde.web.npm")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.terraverde.storage..", "io.terraverde.catalog", "org.eclipse.jetty..", "io.javalin..");
        rule.check(web);
    }

    @Test
    void machineryOfHttpKnowsNoService() {
        ArchRule rule = noClasses()
                .that()
                .resideInAPackage("io.terraverde.web.http")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.terraverde.web.npm",
                        "io.terraverde.web.config",
                        "io.terraverde.catalog",
                        "io.terraverde.read",
                        "io.terraverde.publish",
                        "io.terraverde.search",
                        "io.terraverde.auth",
                        "io.terraverde.document");
        rule.check(web);
    }

    @Test
    void theHttpClientKnowsItsPortAlone() {
        HouseRules.usesOnly("io.terraverde.web.uplink", "io.terraverde.uplink")
                .check(HouseRules.classes("io.terraverde.web.uplink"));
        noClasses()
                .that()
                .resideOutsideOfPackage("io.terraverde.web.uplink")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.eclipse.jetty.client..", "org.eclipse.jetty.http2..")
                .check(web);
    }

    @Test
    void packagesAreFreeOfCycles() {
        slices().matching("io.terraverde.web.(*)..").should().beFreeOfCycles().check(web);
    }

    @Test
    void useCasesDoNotKnowEachOther() {
        List<Class<?>> handlers = web.stream()
                .filter(type -> type.getPackageName().equals("io.terraverde.web.npm"))
                .filter(type -> type.getMethods().stream()
                        .anyMatch(method -> method.getRawReturnType().isEquivalentTo(Answer.class)
                                && method.getRawParameterTypes().stream()
                                        .anyMatch(p -> p.isEquivalentTo(Exchange.class))))
                .<Class<?>>map(type -> type.reflect())
                .toList();
        for (Class<?> handler : handlers) {
            Class<?>[] others =
                    handlers.stream().filter(other -> other != handler).toArray(Class<?>[]::new);
            classes()
                    .that()
                    .belongToAnyOf(handler)
                    .should()
                    .onlyDependOnClassesThat()
                    .doNotBelongToAnyOf(others)
                    .check(web);
        }
    }

    @Test
    void staticFieldsAreFinal() {
        HouseRules.staticFieldsAreFinal().check(web);
    }

    @Test
    void packagesAreNullMarked() {
        HouseRules.packagesAreNullMarked().check(web);
    }
}
