package cloud.hanok.tenant.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import cloud.hanok.platform.change.FreshnessBounds;
import cloud.hanok.platform.vault.Vault;
import cloud.hanok.tenant.Room;
import cloud.hanok.tenant.key.PepperRotation.Pepper;
import cloud.hanok.tenant.problem.TenantProblem;
import cloud.hanok.tenant.problem.TenantProblemException;
import cloud.hanok.tenant.project.Project;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A pepper's life, in two processes with peppers of their own on the shared Cassandra. */
class PepperRotationIT {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final KeyUse USE = new KeyUse(IpAddress.NONE, KeyEndpoint.CHAT, true);
    private static final ExecutorService reads = Executors.newVirtualThreadPerTaskExecutor();

    private final Vault vault = Room.vault();
    private final String path = "hanok/peppers-" + UUID.randomUUID();
    private final Room room = Room.shared();
    private final Program office = new Program(Clock.systemUTC());
    private final Program gateway = new Program(Clock.systemUTC());
    private final Project project = room.projects.create(room.newTenant(), "p", null);

    /** What a process has of its own. */
    private final class Program {
        final Peppers peppers = Peppers.open(vault, RANDOM, path);
        final ApiKeys keys;
        final PepperRotation rotation;
        final KeyDirectory directory;
        final KeyUpkeep upkeep;

        Program(Clock clock) {
            keys = new ApiKeys(room.keyspaces, room.changes, peppers, room.ulids, RANDOM, clock);
            rotation = new PepperRotation(peppers, keys, room.tenants, RANDOM, clock);
            directory = new KeyDirectory(
                    keys,
                    room.tenantDirectory(clock, reads),
                    peppers,
                    room.feed,
                    FreshnessBounds.shared(KeyDirectory.MAX_KEYS),
                    new GuessLimits(GuessLimits.DEFAULT_FAILURES, RANDOM),
                    clock,
                    reads);
            upkeep = new KeyUpkeep(keys, peppers, KeyUpkeep.PERIOD);
        }

        KeyCheck check(IssuedKey key) {
            KeyCheck check = directory.check(key.value().reveal(), USE);
            return check instanceof KeyCheck.Pending(var known)
                    ? known.toCompletableFuture().join()
                    : check;
        }
    }

    @AfterAll
    static void close() {
        reads.close();
    }

    @AfterEach
    void forget() {
        vault.deleteSecret(path);
    }

    @Test
    void aKeyThatIsUsedOutlivesThePepperItWasMadeWithAndOneThatIsNotIsLostWithNotice() {
        IssuedKey used = office.keys.issue(project, "used", null);
        IssuedKey idle = office.keys.issue(project, "idle", null);
        assertThat(gateway.check(used)).isInstanceOf(KeyCheck.Valid.class);

        Pepper next = office.rotation.rotate(Duration.ofDays(45));
        assertThat(next.version()).isEqualTo(2);
        IssuedKey fresh = office.keys.issue(project, "fresh", null);
        assertThat(gateway.check(fresh))
                .as("a gateway reads the pepper it does not know")
                .isInstanceOf(KeyCheck.Valid.class);
        assertThat(noticeOf(used)).isNotNull();
        assertThat(noticeOf(fresh)).isNull();

        gateway.upkeep.turn();
        assertThat(gateway.check(used)).isInstanceOf(KeyCheck.Valid.class);
        assertThat(gateway.keys.rehashes().pending()).isEqualTo(1);
        gateway.upkeep.turn();
        assertThat(noticeOf(used)).as("it was used").isNull();
        assertThat(noticeOf(idle))
                .isBetween(
                        Instant.now().plus(Duration.ofDays(44)), Instant.now().plus(Duration.ofDays(46)));
        assertThat(office.keys.store().countUpTo(project.tenant(), 1)).isEqualTo(1);

        var later = new Program(Clock.offset(Clock.systemUTC(), Duration.ofDays(46)));
        assertThat(later.check(used)).isInstanceOf(KeyCheck.Valid.class);
        assertThat(later.check(fresh)).isInstanceOf(KeyCheck.Valid.class);
        assertThat(later.check(idle)).isEqualTo(new KeyCheck.Invalid(KeyCheck.Reason.PEPPER_RETIRED));
    }

    @Test
    void aRetiredPepperIsDestroyedInEveryVersionAndOneInUseIsNot() {
        IssuedKey lost = office.keys.issue(project, "lost", null);
        String first =
                Objects.requireNonNull(vault.readSecret(path).orElseThrow().get("1"));
        assertThat(problem(() -> office.rotation.destroy(1))).isInstanceOf(TenantProblem.PepperInUse.class);
        office.rotation.rotate(Duration.ofDays(1));
        assertThat(problem(() -> office.rotation.destroy(1))).isInstanceOf(TenantProblem.PepperInUse.class);
        assertThat(problem(() -> office.rotation.destroy(9))).isInstanceOf(TenantProblem.NotFound.class);
        IssuedKey fresh = office.keys.issue(project, "fresh", null);

        var later = new Program(Clock.offset(Clock.systemUTC(), Duration.ofDays(2)));
        later.rotation.destroy(1);
        later.rotation.destroy(1);

        var now = vault.readVersionedSecret(path).orElseThrow();
        assertThat(now.values().values()).doesNotContain(first);
        assertThat(now.values()).containsEntry("current", "2").containsKey("2").doesNotContainKey("1");
        for (int version = 1; version < now.version(); version++) {
            assertThat(vault.readSecretVersion(path, version))
                    .as("version %d", version)
                    .isEmpty();
        }
        assertThat(later.check(lost)).isInstanceOf(KeyCheck.Invalid.class);
        assertThat(later.check(fresh)).isInstanceOf(KeyCheck.Valid.class);
    }

    private @Nullable Instant noticeOf(IssuedKey issued) {
        ApiKey key = issued.key();
        return office.keys.get(key.tenant(), key.project(), key.id()).unusedEndsAt();
    }

    private static TenantProblem problem(ThrowingCallable call) {
        return catchThrowableOfType(TenantProblemException.class, call).problem();
    }
}
