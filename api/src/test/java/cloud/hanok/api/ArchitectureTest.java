package cloud.hanok.api;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import cloud.hanok.api.audit.Audit;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Patch;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Put;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZonedDateTime;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The arrows of ARCHITECTURE.md, and what must not be called. */
@AnalyzeClasses(packages = "cloud.hanok", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String[] ROOMS = {
        "cloud.hanok.tenant..",
        "cloud.hanok.compliance..",
        "cloud.hanok.registry..",
        "cloud.hanok.cluster..",
        "cloud.hanok.billing..",
        "cloud.hanok.content.."
    };

    @ArchTest
    static final ArchRule TENANT_KNOWS_NO_OTHER_ROOM = knowsNoOtherRoom("cloud.hanok.tenant..");

    @ArchTest
    static final ArchRule COMPLIANCE_KNOWS_NO_OTHER_ROOM = knowsNoOtherRoom("cloud.hanok.compliance..");

    @ArchTest
    static final ArchRule REGISTRY_KNOWS_NO_OTHER_ROOM = knowsNoOtherRoom("cloud.hanok.registry..");

    @ArchTest
    static final ArchRule CLUSTER_KNOWS_NO_OTHER_ROOM = knowsNoOtherRoom("cloud.hanok.cluster..");

    @ArchTest
    static final ArchRule BILLING_KNOWS_NO_OTHER_ROOM = knowsNoOtherRoom("cloud.hanok.billing..");

    @ArchTest
    static final ArchRule CONTENT_KNOWS_NO_OTHER_ROOM = knowsNoOtherRoom("cloud.hanok.content..");

    @ArchTest
    static final ArchRule PLATFORM_KNOWS_NO_ROOM = noClasses()
            .that()
            .resideInAPackage("cloud.hanok.platform..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(with("cloud.hanok.api..", ROOMS));

    @ArchTest
    static final ArchRule ONLY_API_KNOWS_MICRONAUT = noClasses()
            .that()
            .resideOutsideOfPackage("cloud.hanok.api..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.micronaut..");

    /** Rows are read in the rooms; sessions are made, and statements run, in one package only. Standalone sets roles up. */
    @ArchTest
    static final ArchRule ONLY_PLATFORM_MAKES_SESSIONS = noClasses()
            .that()
            .resideOutsideOfPackages("cloud.hanok.platform.cassandra..", "cloud.hanok.standalone..")
            .should()
            .dependOnClassesThat(new DescribedPredicate<>("are of the Cassandra driver, except rows") {
                @Override
                public boolean test(JavaClass type) {
                    return type.getPackageName().startsWith("com.datastax.")
                            && !Set.of("Row", "GettableByName", "GettableByIndex", "BatchableStatement")
                                    .contains(type.getSimpleName());
                }
            });

    @ArchTest
    static final ArchRule API_KNOWS_NO_ROWS = noClasses()
            .that()
            .resideInAPackage("cloud.hanok.api..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.datastax..");

    @ArchTest
    static final ArchRule ONLY_PLATFORM_KNOWS_THE_VAULT_DRIVER = noClasses()
            .that()
            .resideOutsideOfPackage("cloud.hanok.platform.vault..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.github.jopenlibs..");

    @ArchTest
    static final ArchRule ONLY_PLATFORM_KNOWS_MAIL = noClasses()
            .that()
            .resideOutsideOfPackages("cloud.hanok.platform.mail..", "cloud.hanok.standalone.mail..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("jakarta.mail..", "org.eclipse.angus..");

    @ArchTest
    static final ArchRule NOBODY_LOGS_PAST_SLF4J = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.util.logging..", "org.apache.logging..", "ch.qos.logback..");

    /** An endpoint that changes something records it; one that does so through a helper of its package is seen there. */
    @ArchTest
    static final ArchRule EVERY_CHANGE_IS_AUDITED = methods()
            .that()
            .areAnnotatedWith(Post.class)
            .or()
            .areAnnotatedWith(Put.class)
            .or()
            .areAnnotatedWith(Patch.class)
            .or()
            .areAnnotatedWith(Delete.class)
            .should(new ArchCondition<>("go through api.audit.Audit") {
                @Override
                public void check(JavaMethod endpoint, ConditionEvents events) {
                    boolean audited = audits(endpoint, endpoint.getOwner().getPackageName(), 3);
                    events.add(
                            new SimpleConditionEvent(endpoint, audited, endpoint.getFullName() + " records nothing"));
                }
            });

    private static boolean audits(JavaCodeUnit method, String home, int depth) {
        return method.getMethodCallsFromSelf().stream().anyMatch(call -> {
            if (call.getTargetOwner().isEquivalentTo(Audit.class)) {
                return true;
            }
            boolean near = call.getTargetOwner().getPackageName().equals(home);
            return near
                    && depth > 0
                    && call.getTarget()
                            .resolveMember()
                            .filter(target -> audits(target, home, depth - 1))
                            .isPresent();
        });
    }

    @ArchTest
    static final ArchRule NOBODY_SLEEPS =
            noClasses().should().accessTargetWhere(call("Thread.sleep", Thread.class, "sleep"));

    @ArchTest
    static final ArchRule STANDALONE_KNOWS_NO_ROOM = noClasses()
            .that()
            .resideInAPackage("cloud.hanok.standalone..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(with("cloud.hanok.api..", ROOMS));

    /** Clocks are made where each of the two programs is wired. */
    @ArchTest
    static final ArchRule TIME_COMES_FROM_A_CLOCK = noClasses()
            .that()
            .doNotHaveFullyQualifiedName("cloud.hanok.api.Sources")
            .and()
            .doNotHaveFullyQualifiedName("cloud.hanok.standalone.Machine")
            .should()
            .accessTargetWhere(new DescribedPredicate<>("the machine's time is asked past the injected clock") {
                @Override
                public boolean test(JavaAccess<?> access) {
                    String owner = access.getTargetOwner().getName();
                    boolean timeless = Set.of(
                                    Instant.class.getName(),
                                    LocalDate.class.getName(),
                                    LocalDateTime.class.getName(),
                                    ZonedDateTime.class.getName())
                            .contains(owner);
                    return (timeless && access.getTarget().getFullName().equals(owner + ".now()"))
                            || (owner.equals(System.class.getName())
                                    && access.getName().equals("currentTimeMillis"))
                            || (owner.equals("java.time.Clock")
                                    && access.getName().startsWith("system"));
                }
            });

    /** Theirs watch handlers of their own with it; our fakes are written by hand. */
    @Test
    void onlySubclassesOfSomebodyElsesTestsKnowMockito() {
        noClasses()
                .that()
                .resideOutsideOfPackage("cloud.hanok.api.langchain4j..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.mockito..")
                .check(new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.ONLY_INCLUDE_TESTS)
                        .importPackages("cloud.hanok"));
    }

    private static ArchRule knowsNoOtherRoom(String room) {
        String[] others = java.util.Arrays.stream(ROOMS)
                .filter(each -> !each.equals(room))
                .toArray(String[]::new);
        return noClasses()
                .that()
                .resideInAPackage(room)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(with("cloud.hanok.api..", others));
    }

    private static DescribedPredicate<JavaAccess<?>> call(String description, Class<?> owner, String name) {
        return new DescribedPredicate<>(description) {
            @Override
            public boolean test(JavaAccess<?> access) {
                return access.getTargetOwner().isEquivalentTo(owner)
                        && access.getName().equals(name);
            }
        };
    }

    private static String[] with(String first, String[] rest) {
        String[] all = new String[rest.length + 1];
        all[0] = first;
        System.arraycopy(rest, 0, all, 1, rest.length);
        return all;
    }
}
