package cloud.hanok.tenant.organization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.hanok.platform.cassandra.FaultInjectingSession.Fault;
import cloud.hanok.platform.cassandra.StoreUnavailableException;
import cloud.hanok.platform.claim.IdempotencyKeyRefusedException;
import cloud.hanok.platform.id.TenantId;
import cloud.hanok.platform.id.Ulid;
import cloud.hanok.platform.id.Ulids;
import cloud.hanok.tenant.Room;
import cloud.hanok.tenant.problem.TenantProblem;
import cloud.hanok.tenant.problem.TenantProblemException;
import cloud.hanok.tenant.project.Project;
import cloud.hanok.tenant.request.Page;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TenantsIT {
    private static final Room room = Room.shared();

    @AfterEach
    void heal() {
        room.session.heal();
    }

    @Test
    void aTenantIsFoundAsItWasMade() {
        NewTenant wanted = new NewTenant("가나다 " + UUID.randomUUID(), Isolation.SHARED, Set.of("KR", "JP"), 5);

        Tenant made = room.tenants.create(wanted, null);

        assertThat(room.tenants.find(made.id())).hasValue(made);
        assertThat(made.name()).isEqualTo(wanted.name());
        assertThat(made.allowedJurisdictions()).containsExactlyInAnyOrder("KR", "JP");
        assertThat(made.creditLimitWon()).isEqualTo(5);
        TenantId nobody = new TenantId(new Ulid(1, 2));
        assertThat(room.tenants.find(nobody)).isEmpty();
        assertThatThrownBy(() -> room.tenants.get(nobody)).hasMessageContaining("not_found");
    }

    @Test
    void aNameIsOneTenantsInAnyCaseAndForm() {
        String name = "Hanok 은행 " + UUID.randomUUID();
        room.tenants.create(Room.wanted(name), null);

        for (String same : List.of(
                name, name.toUpperCase(java.util.Locale.ROOT), Normalizer.normalize(name, Normalizer.Form.NFD))) {
            assertThat(problem(() -> room.tenants.create(Room.wanted(same), null))
                            .code())
                    .isEqualTo("tenant_name_taken");
        }
    }

    @Test
    void ofManyWhoWantOneNameOneGetsIt() throws Exception {
        NewTenant wanted = Room.wanted();
        List<Future<Tenant>> answers = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 6; i++) {
                answers.add(threads.submit(() -> room.tenants.create(wanted, null)));
            }
        }
        int made = 0;
        for (Future<Tenant> answer : answers) {
            try {
                answer.get();
                made++;
            } catch (ExecutionException e) {
                assertThat(e.getCause()).isInstanceOf(TenantProblemException.class);
            }
        }
        assertThat(made).isEqualTo(1);
    }

    @Test
    void aNameWhoseMakerDiedLongAgoIsFreeAndOneClaimedJustNowIsNot() {
        TenantNames names = new TenantNames(room.keyspaces.platform(), Clock.systemUTC(), tenant -> false);
        Clock before = Clock.offset(
                Clock.systemUTC(), TenantNames.ABANDONED_AFTER.plusSeconds(5).negated());
        String old = "old " + UUID.randomUUID();
        assertThat(names.claim(old, new TenantId(new Ulids(before, new SecureRandom()).next())))
                .isTrue();
        String fresh = "fresh " + UUID.randomUUID();
        assertThat(names.claim(fresh, new TenantId(new Ulids(Clock.systemUTC(), new SecureRandom()).next())))
                .isTrue();

        assertThat(room.tenants.create(Room.wanted(old), null).name()).isEqualTo(old);
        assertThat(problem(() -> room.tenants.create(Room.wanted(fresh), null)).code())
                .isEqualTo("tenant_name_taken");
    }

    @Test
    void badInputNamesTheFieldAndMakesNothing() {
        check("name", new NewTenant(" ", Isolation.SHARED, Set.of("KR"), 0));
        check("allowedJurisdictions", new NewTenant("x", Isolation.SHARED, Set.of(), 0));
        check("allowedJurisdictions", new NewTenant("x", Isolation.SHARED, Set.of("kr"), 0));
        check("allowedJurisdictions", new NewTenant("x", Isolation.SHARED, Set.of("KR", "XX"), 0));
        check("creditLimitWon", new NewTenant("x", Isolation.SHARED, Set.of("KR"), -1));
        check("creditLimitWon", new NewTenant("x", Isolation.SHARED, Set.of("KR"), 9_000_000_001L));
        TenantPolicy usual = TenantPolicy.usual(Isolation.SHARED);
        check("cluster", new NewTenant("x", Isolation.SHARED, Set.of("KR"), 0, usual, "seoul"));
        assertThat(problem(() -> Isolation.of("shared")).field()).isEqualTo("isolation");
        assertThat(room.tenants.create(Room.wanted("x " + UUID.randomUUID()), null))
                .isNotNull();
    }

    @Test
    void aShareOfEnginesIsGrantedWithinBoundsAndStays() {
        Tenant made = room.tenants.create(Room.wanted(), null);
        assertThat(made.share()).isEqualTo(Tenant.USUAL_SHARE);
        assertThat(room.tenants.setShare(made, 7).share()).isEqualTo(7);
        assertThat(problem(() -> room.tenants.setShare(made, 0)).field()).isEqualTo("share");
        assertThat(problem(() -> room.tenants.setShare(made, Tenant.MAX_SHARE + 1))
                        .field())
                .isEqualTo("share");
        assertThat(room.tenants.setPolicy(made, made.policy()).share()).isEqualTo(7);
        assertThat(room.tenants.find(made.id())).get().extracting(Tenant::share).isEqualTo(7);
    }

    @Test
    void aRepeatedRequestMakesOneTenantAlsoAfterACrashAtAnyWrite() {
        for (String table : List.of("idempotency_claims", "tenant_names", "tenants", "tenant_index", "changes")) {
            for (Fault fault : Fault.values()) {
                NewTenant wanted = Room.wanted();
                String key = UUID.randomUUID().toString();
                room.session.fail(cql -> cql.startsWith("INSERT INTO " + table + " "), fault, 3);
                @Nullable Tenant first = attempt(() -> room.tenants.create(wanted, key));
                room.session.heal();

                Tenant made = room.tenants.create(wanted, key);

                assertThat(room.tenants.find(made.id()))
                        .as("%s %s", table, fault)
                        .hasValue(made);
                if (first != null) {
                    assertThat(made).as("%s %s", table, fault).isEqualTo(first);
                }
                assertThat(room.tenants.create(wanted, key)).isEqualTo(made);
            }
        }
    }

    @Test
    void anIdempotencyKeyIsBoundToItsRequest() {
        NewTenant wanted = Room.wanted();
        room.tenants.create(wanted, "key-" + wanted.name().hashCode());

        assertThatThrownBy(() -> room.tenants.create(
                        Room.wanted(), "key-" + wanted.name().hashCode()))
                .isInstanceOfSatisfying(
                        IdempotencyKeyRefusedException.class,
                        refused ->
                                assertThat(refused.reason()).isEqualTo(IdempotencyKeyRefusedException.Reason.REUSED));
    }

    @Test
    void listsComeInPartsInTheOrderOfMaking() {
        List<TenantId> made = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            made.add(room.newTenant().id());
        }
        List<TenantId> listed = new ArrayList<>();
        @Nullable TenantId after = null;
        boolean more = true;
        while (more) {
            Page<Tenant> page = room.tenants.list(after, 2);
            assertThat(page.items()).hasSizeBetween(1, 2);
            page.items().forEach(tenant -> listed.add(tenant.id()));
            after = page.items().getLast().id();
            more = page.hasMore();
        }

        assertThat(listed)
                .containsAll(made)
                .doesNotHaveDuplicates()
                .isSortedAccordingTo((a, b) -> a.ulid().compareTo(b.ulid()));
        assertThat(problem(() -> room.tenants.list(null, 0)).field()).isEqualTo("limit");
        assertThat(problem(() -> room.tenants.list(null, 101)).field()).isEqualTo("limit");
    }

    @Test
    void projectsAreFoundByTheirTenantAndByTheOperator() {
        Tenant tenant = room.newTenant();
        Tenant other = room.newTenant();
        Project first = room.projects.create(tenant, " 챗봇 ", "p-1");
        Project second = room.projects.create(tenant, "챗봇", null);

        assertThat(first.name()).isEqualTo("챗봇");
        assertThat(room.projects.create(tenant, "챗봇", "p-1")).isEqualTo(first);
        assertThat(room.projects.find(first.id())).hasValue(first);
        assertThat(room.projects.find(tenant.id(), second.id())).hasValue(second);
        assertThat(room.projects.find(other.id(), first.id())).isEmpty();
        assertThat(room.projects.list(tenant.id(), null, 1)).isEqualTo(new Page<>(List.of(first), true));
        assertThat(room.projects.list(tenant.id(), first.id(), 1)).isEqualTo(new Page<>(List.of(second), false));
        assertThat(problem(() -> room.projects.create(tenant, "", null)).field())
                .isEqualTo("name");
    }

    @Test
    void withoutCassandraEveryCallSaysSoWithinItsTimeout() {
        room.session.refuseEverything();
        long startNanos = System.nanoTime();

        assertThatThrownBy(() -> room.newTenant()).isInstanceOf(StoreUnavailableException.class);
        assertThatThrownBy(() -> room.tenants.list(null, 10)).isInstanceOf(StoreUnavailableException.class);
        assertThat(Duration.ofNanos(System.nanoTime() - startNanos)).isLessThan(Duration.ofSeconds(10));
    }

    private void check(String field, NewTenant wanted) {
        TenantProblem problem = problem(() -> room.tenants.create(wanted, null));
        assertThat(problem.field()).isEqualTo(field);
        assertThat(problem.code()).isEqualTo("invalid_value");
        assertThat(problem.korean()).isNotBlank();
    }

    private static TenantProblem problem(Callable<?> call) {
        try {
            Object made = call.call();
            throw new AssertionError("no problem, but " + made);
        } catch (TenantProblemException e) {
            return e.problem();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static @Nullable Tenant attempt(Callable<Tenant> call) {
        try {
            return call.call();
        } catch (StoreUnavailableException e) {
            return null;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
