package io.terraverde.testkit;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullMarked;

/// The rules that hold in every module, for its `ArchitectureTest`.
public final class HouseRules {
    private static final String ROOT = "io.terraverde.";

    private HouseRules() {}

    /// The classes of a module under test: those below `io.terraverde` on the class path that are no tests and
    /// come from folders, not jars.
    public static JavaClasses classes(String packageName) {
        return new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_JARS)
                .importPackages(packageName);
    }

    /// No static field can change.
    public static ArchRule staticFieldsAreFinal() {
        return ArchRuleDefinition.fields()
                .that()
                .areStatic()
                .should()
                .beFinal()
                .because("state belongs to objects that Wiring builds")
                .allowEmptyShould(true);
    }

    /// Every package says `@NullMarked`.
    public static ArchRule packagesAreNullMarked() {
        return ArchRuleDefinition.classes().should(new ArchCondition<JavaClass>("be in a null-marked package") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                if (!type.getPackage().isAnnotatedWith(NullMarked.class)) {
                    events.add(SimpleConditionEvent.violated(
                            type, type.getPackageName() + " has no package-info.java with @NullMarked"));
                }
            }
        });
    }

    /// A package uses only packages of lower rank and itself. So there are no cycles, and packages of one rank do not
    /// see each other. A package without a rank is a violation; a rank without a package is not.
    ///
    /// @param ranks from the package's name below `io.terraverde`, sub-packages included
    public static ArchRule packagesFollow(Map<String, Integer> ranks) {
        return ArchRuleDefinition.classes().should(new ArchCondition<JavaClass>("follow the ranks of the packages") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                String from = packageOf(type);
                if (!ranks.containsKey(from)) {
                    events.add(SimpleConditionEvent.violated(type, "package \"" + from + "\" has no rank"));
                    return;
                }
                for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                    JavaClass target = dependency.getTargetClass();
                    if (!target.getPackageName().startsWith(ROOT)) {
                        continue;
                    }
                    String to = packageOf(target);
                    if (!to.equals(from) && ranks.getOrDefault(to, Integer.MAX_VALUE) >= ranks.get(from)) {
                        events.add(SimpleConditionEvent.violated(type, dependency.getDescription()));
                    }
                }
            }
        });
    }

    /// Of the project's packages, only these are used.
    public static ArchRule usesOnly(String... packages) {
        return ArchRuleDefinition.noClasses()
                .should()
                .dependOnClassesThat(new DescribedPredicate<JavaClass>("are in another package of the project") {
                    @Override
                    public boolean test(JavaClass type) {
                        return type.getPackageName().startsWith(ROOT)
                                && !List.of(packages).contains(type.getPackageName());
                    }
                });
    }

    /// Only these types are visible outside their package.
    public static ArchRule onlyPublic(String... names) {
        return ArchRuleDefinition.classes()
                .that(new DescribedPredicate<JavaClass>("are not the backend's own name") {
                    @Override
                    public boolean test(JavaClass type) {
                        return !List.of(names).contains(type.getName())
                                && !type.getSimpleName().equals("package-info");
                    }
                })
                .should()
                .notBePublic()
                .because("a backend is its store; the rest is nobody's business");
    }

    private static String packageOf(JavaClass type) {
        String below = type.getPackageName().substring(ROOT.length());
        int dot = below.indexOf('.');
        return dot < 0 ? below : below.substring(0, dot);
    }
}
