package cloud.hanok.tenant.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.hanok.platform.cassandra.FaultInjectingSession.Fault;
import cloud.hanok.platform.change.FreshnessBounds;
import cloud.hanok.platform.claim.IdempotencyKeyRefusedException;
import cloud.hanok.platform.id.KeyId;
import cloud.hanok.platform.id.Ulid;
import cloud.hanok.tenant.Room;
import cloud.hanok.tenant.organization.Tenant;
import cloud.hanok.tenant.problem.TenantProblem;
import cloud.hanok.tenant.problem.TenantProblemException;
import cloud.hanok.tenant.project.Project;
import cloud.hanok.tenant.request.Page;
import com.datastax.oss.driver.api.core.cql.Row;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 120, unit = TimeUnit.SECONDS)
class KeyDirectoryIT {
    private static final ExecutorService reads = Executors.newVirtualThreadPerTaskExecutor();
    private static final Room here = Room.shared();
    private static final Room there = here.beside();
    private static final KeyDirectory directoryHere = directory(here);
    private static final KeyDirectory directoryThere = directory(there);

    /** A use that nothing but a limit of all of it refuses. */
    private static final KeyUse ANY = new KeyUse(IpAddress.NONE, KeyEndpoint.CHAT, true);

    private final Tenant tenant = here.newTenant();
    private final Project project = here.projects.create(tenant, "p", null);

    @AfterAll
    static void close() {
        there.close();
        reads.close();
    }

    @AfterEach
    void heal() {
        here.session.heal();
        there.session.heal();
    }

    @Test
    void anIssuedKeyTellsWhoCallsInEveryProcess() {
        IssuedKey issued = here.keys.issue(project, "서버", null);
        String value = issued.value().reveal();

        KeyCaller expected = new KeyCaller(
                issued.key().id(), tenant.id(), project.id(), KeyRole.PROJECT, Set.of("KR"), tenant.creditLimitWon());
        assertThat(settled(directoryHere, value)).isEqualTo(new KeyCheck.Valid(expected));
        assertThat(settled(directoryThere, value)).isEqualTo(new KeyCheck.Valid(expected));
        // What announces the new key may come after it was read, and has it read once more.
        boolean fromMemory = Stream.generate(() -> settled(directoryHere, value))
                .limit(100)
                .anyMatch(read -> directoryHere.check(value, ANY).equals(read));
        assertThat(fromMemory).as("now from memory").isTrue();

        IssuedKey admin = here.keys.issueAdmin(tenant, "관리", null);
        assertThat(settled(directoryThere, admin.value().reveal()))
                .isInstanceOfSatisfying(KeyCheck.Valid.class, valid -> {
                    assertThat(valid.caller().project()).isNull();
                    assertThat(valid.caller().role()).isEqualTo(KeyRole.ADMIN);
                });
    }

    @Test
    void aRevokedKeyDiesEverywhereWithinFiveSeconds() {
        here.feed.start();
        there.feed.start();
        IssuedKey issued = here.keys.issue(project, "old", null);
        String value = issued.value().reveal();
        assertThat(settled(directoryHere, value)).isInstanceOf(KeyCheck.Valid.class);
        assertThat(settled(directoryThere, value)).isInstanceOf(KeyCheck.Valid.class);

        ApiKey revoked = here.keys.revoke(project, issued.key().id());
        long answeredNanos = System.nanoTime();
        KeyCheck dead = new KeyCheck.Invalid(KeyCheck.Reason.REVOKED);
        await(Duration.ofSeconds(5), () -> settled(directoryHere, value).equals(dead));
        await(Duration.ofSeconds(5), () -> settled(directoryThere, value).equals(dead));
        assertThat(Duration.ofNanos(System.nanoTime() - answeredNanos)).isLessThan(Duration.ofSeconds(5));

        assertThat(revoked.revokedAt()).isNotNull();
        assertThat(there.keys.revoke(project, issued.key().id()))
                .as("a second time changes nothing")
                .isEqualTo(revoked);
        assertThat(there.keys.get(tenant.id(), project.id(), issued.key().id())).isEqualTo(revoked);
    }

    @Test
    void aRevocationWhoseAnnouncementFailedIsAnnouncedByItsRepetition() {
        IssuedKey issued = here.keys.issue(project, "k", null);
        String value = issued.value().reveal();
        assertThat(settled(directoryThere, value)).isInstanceOf(KeyCheck.Valid.class);
        here.session.fail(cql -> cql.startsWith("INSERT INTO changes"), Fault.REFUSED, 3);
        assertThat(succeeds(() -> here.keys.revoke(project, issued.key().id()))).isFalse();
        here.session.heal();

        here.keys.revoke(project, issued.key().id());
        there.feed.poll();

        assertThat(settled(directoryThere, value)).isEqualTo(new KeyCheck.Invalid(KeyCheck.Reason.REVOKED));
    }

    @Test
    void anotherSecretAnUnknownIdAndNoKeyAreRefusedAndTold() {
        IssuedKey issued = here.keys.issue(project, "k", null);
        byte[] guess = new byte[KeyText.SECRET_BYTES];
        new SecureRandom().nextBytes(guess);

        assertThat(settled(
                        directoryHere, KeyText.print(issued.key().id(), guess).reveal()))
                .isEqualTo(new KeyCheck.Invalid(KeyCheck.Reason.WRONG_SECRET));
        KeyId nobody = new KeyId(new Ulid(System.nanoTime(), 1));
        assertThat(settled(directoryHere, KeyText.print(nobody, guess).reveal()))
                .isEqualTo(new KeyCheck.Invalid(KeyCheck.Reason.UNKNOWN));
        assertThat(directoryHere.check("sk-test", ANY)).isEqualTo(new KeyCheck.Invalid(KeyCheck.Reason.MALFORMED));
        assertThat(directoryHere.check("", ANY)).isEqualTo(new KeyCheck.Invalid(KeyCheck.Reason.MALFORMED));
    }

    @Test
    void withoutCassandraKnownKeysGoOnAndUnknownOnesAreNotJudged() {
        String known = here.keys.issue(project, "known", null).value().reveal();
        String unread = here.keys.issue(project, "unread", null).value().reveal();
        assertThat(settled(directoryThere, known)).isInstanceOf(KeyCheck.Valid.class);
        there.session.refuseEverything();

        assertThat(directoryThere.check(known, ANY)).isInstanceOf(KeyCheck.Valid.class);
        assertThat(settled(directoryThere, unread)).isEqualTo(new KeyCheck.Unavailable());

        there.session.heal();
        await(Duration.ofSeconds(5), () -> settled(directoryThere, unread) instanceof KeyCheck.Valid);
    }

    @Test
    void cassandraHoldsNoSecretAndListsShowNone() {
        IssuedKey issued = here.keys.issue(project, "hidden", null);
        String secret = issued.value().reveal().substring(30);
        StringBuilder everything = new StringBuilder();
        for (String table : List.of("api_keys", "api_key_index", "idempotency_claims", "changes")) {
            for (Row row : here.session.execute("SELECT JSON * FROM " + table)) {
                everything.append(row.getString(0));
            }
        }
        assertThat(everything).contains(issued.key().id().text()).doesNotContain(secret.substring(0, 12));
        String raw = HexFormat.of().formatHex(secret.getBytes(StandardCharsets.US_ASCII));
        assertThat(everything).doesNotContain(raw.substring(0, 24));
        assertThat(issued.toString()).doesNotContain(secret.substring(0, 12));
    }

    @Test
    void keysAreListedInPartsPerProjectAndTheTenantsOwnApart() {
        List<ApiKey> made = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            made.add(here.keys.issue(project, "k" + i, null).key());
        }
        ApiKey admin = here.keys.issueAdmin(tenant, "admin", null).key();

        made.sort(java.util.Comparator.comparing(key -> key.id().text()));
        assertThat(here.keys.list(tenant.id(), project.id(), null, 2)).isEqualTo(new Page<>(made.subList(0, 2), true));
        assertThat(here.keys.list(tenant.id(), project.id(), made.get(1).id(), 2))
                .isEqualTo(new Page<>(made.subList(2, 3), false));
        assertThat(here.keys.list(tenant.id(), null, null, 100).items()).containsExactly(admin);
    }

    @Test
    void aKeyIsRevokedOnlyThroughItsOwnProject() {
        Project other = here.projects.create(here.newTenant(), "other", null);
        KeyId id = here.keys.issue(project, "k", null).key().id();

        assertThat(problem(() -> here.keys.revoke(other, id)).code()).isEqualTo("not_found");
        assertThat(here.keys.get(tenant.id(), project.id(), id).revokedAt()).isNull();
    }

    @Test
    void aRepeatedRequestIssuesNoSecondKey() {
        IssuedKey issued = here.keys.issue(project, "once", "request-1");

        assertThat(problem(() -> here.keys.issue(project, "once", "request-1")))
                .isEqualTo(new TenantProblem.AlreadyIssued(issued.key().id().text()));
        assertThatThrownBy(() -> here.keys.issue(project, "other", "request-1"))
                .isInstanceOf(IdempotencyKeyRefusedException.class);
        assertThat(here.keys.list(tenant.id(), project.id(), null, 100).items()).hasSize(1);
    }

    @Test
    void aKeyWhoseStoringWasNotAnsweredWorksWhenItWasStored() {
        here.session.fail(cql -> cql.startsWith("INSERT INTO api_keys "), Fault.EXECUTED_THEN_TIMED_OUT, 1);
        IssuedKey issued = here.keys.issue(project, "late", null);
        assertThat(settled(directoryHere, issued.value().reveal())).isInstanceOf(KeyCheck.Valid.class);

        here.session.fail(cql -> cql.startsWith("INSERT INTO api_keys "), Fault.LOST_THEN_TIMED_OUT, 1);
        assertThat(succeeds(() -> here.keys.issue(project, "lost", "request-2")))
                .isFalse();
        here.session.heal();
        assertThat(settled(
                        directoryHere,
                        here.keys.issue(project, "lost", "request-2").value().reveal()))
                .as("the repetition of what was never stored issues it")
                .isInstanceOf(KeyCheck.Valid.class);
    }

    private static KeyDirectory directory(Room room) {
        return new KeyDirectory(
                room.keys,
                room.tenantDirectory(Clock.systemUTC(), reads),
                room.peppers,
                room.feed,
                FreshnessBounds.shared(KeyDirectory.MAX_KEYS),
                new GuessLimits(GuessLimits.DEFAULT_FAILURES, new SecureRandom()),
                Clock.systemUTC(),
                reads);
    }

    private static KeyCheck settled(KeyDirectory directory, String value) {
        return settled(directory, value, ANY);
    }

    private static KeyCheck settled(KeyDirectory directory, String value, KeyUse use) {
        KeyCheck check = directory.check(value, use);
        return check instanceof KeyCheck.Pending(var known)
                ? known.toCompletableFuture().join()
                : check;
    }

    private static void await(Duration bound, java.util.function.BooleanSupplier condition) {
        long deadline = System.nanoTime() + bound.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("within %s", bound).isLessThan(deadline);
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }

    private static boolean succeeds(Callable<?> call) {
        try {
            return call.call() != null;
        } catch (Exception e) {
            return false;
        }
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
}
