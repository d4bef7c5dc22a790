package io.terraverde.it;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.junit.jupiter.api.Test;

/// These tests see the registry from outside only. The S3 stub is no part of it: it stands where the store stands.
class ArchitectureTest {
    private static final String TESTS = "io.terraverde.it..";
    private static final String S3_STUB = "io.terraverde.storage.s3.testkit..";
    private static final JavaClasses ALL = new ClassFileImporter().importPackages("io.terraverde");

    @Test
    void noClassOfTheRegistryIsUsed() {
        var ofTheRegistry = JavaClass.Predicates.resideInAPackage("io.terraverde..")
                .and(DescribedPredicate.not(JavaClass.Predicates.resideInAnyPackage(TESTS, S3_STUB)));

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
