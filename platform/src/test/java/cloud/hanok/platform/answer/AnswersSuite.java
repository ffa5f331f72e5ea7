package cloud.hanok.platform.answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.hanok.platform.claim.IdempotencyKeyRefusedException;
import cloud.hanok.platform.id.RequestId;
import cloud.hanok.platform.id.TenantId;
import cloud.hanok.platform.id.Ulids;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** What every store of answers promises. */
abstract class AnswersSuite {
    static final Duration LEASE = Duration.ofSeconds(1);
    /** How long a lease may be believed beyond its end. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final Ulids IDS = new Ulids(Clock.systemUTC(), new SecureRandom());

    /** A store of answers that are remembered for so long. */
    abstract Answers answers(Duration remembered);

    private final TenantId tenant = new TenantId(IDS.next());

    @Test
    void theFirstRunsAndWhoeverAsksAgainGetsItsAnswer() {
        Answers answers = answers(Duration.ofMinutes(1));
        Claim mine = mine(answers.claim(asked("k", "a"), request()));
        assertThat(answers.claim(asked("k", "a"), request())).isEqualTo(new Claimed.Running(mine.by()));
        assertThat(answers.claim(asked("k", "b"), request())).isEqualTo(new Claimed.Reused());

        byte[] body = new byte[300_000];
        new Random(7).nextBytes(body);
        assertThat(answers.keep(mine, new KeptAnswer(true, "dep_1", "KR", body)))
                .isTrue();
        assertThat(answers.claim(asked("k", "a"), request())).isInstanceOfSatisfying(Claimed.Answered.class, found -> {
            assertThat(found.by()).isEqualTo(mine.by());
            assertThat(found.answer().streamed()).isTrue();
            assertThat(found.answer().servedBy()).isEqualTo("dep_1");
            assertThat(found.answer().country()).isEqualTo("KR");
            assertThat(found.answer().body()).isEqualTo(body);
        });
        assertThat(answers.claim(asked("k", "b"), request())).isEqualTo(new Claimed.Reused());
    }

    @Test
    void anEmptyAnswerAndOneThatIsNotKeptAreRemembered() {
        Answers answers = answers(Duration.ofMinutes(1));
        Claim empty = mine(answers.claim(asked("empty", "a"), request()));
        assertThat(answers.keep(empty, new KeptAnswer(false, "", "", new byte[0])))
                .isTrue();
        assertThat(answers.claim(asked("empty", "a"), request())).isInstanceOf(Claimed.Answered.class);
        Claim vast = mine(answers.claim(asked("vast", "a"), request()));
        assertThat(answers.keepNothing(vast)).isTrue();
        assertThat(answers.claim(asked("vast", "a"), request())).isEqualTo(new Claimed.NotKept(vast.by()));
    }

    @Test
    void aKeyBelongsToItsTenantAndItsOwner() {
        Answers answers = answers(Duration.ofMinutes(1));
        mine(answers.claim(asked("k", "a"), request()));
        mine(answers.claim(new KeyedRequest(new TenantId(IDS.next()), "p", "k", "/v1", bytes("a")), request()));
        mine(answers.claim(new KeyedRequest(tenant, "other", "k", "/v1", bytes("a")), request()));
        assertThat(answers.claim(new KeyedRequest(tenant, "p", "k", "/v2", bytes("a")), request()))
                .isEqualTo(new Claimed.Reused());
        assertThatThrownBy(() -> asked("a b", "a")).isInstanceOf(IdempotencyKeyRefusedException.class);
    }

    @Test
    void aReleasedClaimIsFreeAtOnceAndAnotherOnesIsNotReleased() {
        Answers answers = answers(Duration.ofMinutes(1));
        Claim mine = mine(answers.claim(asked("k", "a"), request()));
        answers.release(new Claim(tenant, mine.name(), mine.fingerprint(), request()));
        assertThat(answers.claim(asked("k", "a"), request())).isInstanceOf(Claimed.Running.class);
        answers.release(mine);
        mine(answers.claim(asked("k", "b"), request()));
    }

    @Test
    void aClaimThatIsNotRenewedIsTakenOverAndItsFirstHolderIsNotPaid() {
        Answers answers = answers(Duration.ofMinutes(1));
        Claim dead = mine(answers.claim(asked("k", "a"), request()));
        List<Claimed> last = new ArrayList<>();
        await(() -> {
            last.add(answers.claim(asked("k", "a"), request()));
            return last.getLast() instanceof Claimed.Mine;
        });
        Claim next = mine(last.getLast());
        assertThat(answers.renew(dead)).isFalse();
        assertThat(answers.keep(dead, new KeptAnswer(false, "late", "KR", bytes("late"))))
                .isFalse();
        assertThat(answers.renew(next)).isTrue();
        assertThat(answers.keep(next, new KeptAnswer(false, "next", "KR", bytes("next"))))
                .isTrue();
        assertThat(answers.claim(asked("k", "a"), request()))
                .isInstanceOfSatisfying(
                        Claimed.Answered.class,
                        found -> assertThat(found.answer().body()).isEqualTo(bytes("next")));
    }

    @Test
    void aRenewedClaimIsHeldFarBeyondOneLease() {
        Answers answers = answers(Duration.ofMinutes(1));
        Claim mine = mine(answers.claim(asked("k", "a"), request()));
        long until = System.nanoTime() + LEASE.multipliedBy(5).toNanos();
        while (System.nanoTime() < until) {
            assertThat(answers.renew(mine)).isTrue();
            assertThat(answers.claim(asked("k", "a"), request())).isEqualTo(new Claimed.Running(mine.by()));
            LockSupport.parkNanos(LEASE.dividedBy(4).toNanos());
        }
    }

    @Test
    void whatADeadProcessLeftIsConcludedOnce() {
        Answers answers = answers(Duration.ofMinutes(1));
        Claim running = mine(answers.claim(asked("running", "a"), request()));
        assertThat(answers.conclude(tenant, running.name(), running.by())).isFalse();
        assertThat(answers.keep(running, new KeptAnswer(false, "", "", bytes("late"))))
                .isFalse();
        mine(answers.claim(asked("running", "a"), request()));

        Claim answered = mine(answers.claim(asked("answered", "a"), request()));
        assertThat(answers.keep(answered, new KeptAnswer(false, "", "", bytes("whole"))))
                .isTrue();
        assertThat(answers.conclude(tenant, answered.name(), answered.by())).isTrue();
        assertThat(answers.conclude(tenant, answered.name(), request()))
                .as("another request's answer")
                .isFalse();
        assertThat(answers.claim(asked("answered", "a"), request())).isInstanceOf(Claimed.Answered.class);
    }

    @Test
    void aKeyIsFreeAgainWhenItsTimeIsOver() {
        Answers answers = answers(Duration.ofSeconds(2));
        Claim mine = mine(answers.claim(asked("k", "a"), request()));
        assertThat(answers.keep(mine, new KeptAnswer(false, "", "", bytes("x"))))
                .isTrue();
        assertThat(answers.claim(asked("k", "a"), request())).isInstanceOf(Claimed.Answered.class);
        await(() -> answers.claim(asked("k", "b"), request()) instanceof Claimed.Mine);
    }

    @Test
    void ofManyAtOnceOneIsTheFirst() throws Exception {
        Answers answers = answers(Duration.ofMinutes(1));
        List<Future<Claimed>> asked = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 20; i++) {
                asked.add(threads.submit(() -> answers.claim(asked("crowd", "a"), request())));
            }
        }
        int first = 0;
        for (Future<Claimed> each : asked) {
            first += each.get() instanceof Claimed.Mine ? 1 : 0;
        }
        assertThat(first).isEqualTo(1);
    }

    TenantId tenant() {
        return tenant;
    }

    KeyedRequest asked(String key, String body) {
        return new KeyedRequest(tenant, "p", key, "/v1", bytes(body));
    }

    static RequestId request() {
        return new RequestId(IDS.next());
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static Claim mine(Claimed claimed) {
        assertThat(claimed).isInstanceOf(Claimed.Mine.class);
        return ((Claimed.Mine) claimed).claim();
    }

    static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited in vain").isLessThan(deadline);
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
    }
}
