package io.terraverde.it;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.junit.jupiter.api.Test;

/// These tests see the registry from outside only.
class ArchitectureTest {
    private static final JavaClasses ALL = new ClassFileImporter().importPackages("io.terraverde");

    @Test
    void noClassOfTheRegistryIsUsed() {
        var ofTheRegistry = JavaClass.Predicates.resideInAPackage("io.terraverde..")
                .and(DescribedPredicate.not(JavaClass.Predicates.resideInAPackage("io.terraverde.it..")));

        classes()
                .should()
                .onlyDependOnClassesThat(DescribedPredicate.not(ofTheRegistry))
                .check(ALL);
    }

    @Test
    void packagesAreFreeOfCycles() {
        slices().matching("io.terraverde.it.(*)..").should().beFreeOfCycles().check(ALL);
    }
}
