package cloud.hanok.tenant.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import cloud.hanok.platform.change.FreshnessBounds;
import cloud.hanok.tenant.Room;
import cloud.hanok.tenant.problem.TenantProblem;
import cloud.hanok.tenant.problem.TenantProblemException;
import cloud.hanok.tenant.project.Project;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a key may do, how that changes, and how a key is replaced; in two processes on one Cassandra. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class KeyLimitsIT {
    private static final ExecutorService reads = Executors.newVirtualThreadPerTaskExecutor();
    private static final Room here = Room.shared();
    private static final Room there = here.beside();
    private static final IpAddress OFFICE = address("203.0.113.7");
    private static final KeyUse CHAT = new KeyUse(OFFICE, KeyEndpoint.CHAT, true);
    private static final KeyUse LOOK = new KeyUse(OFFICE, KeyEndpoint.MODELS, false);
    private static final Duration EVERYWHERE = Duration.ofSeconds(5);

    private final KeyDirectory gateway = directory(there, GuessLimits.DEFAULT_FAILURES);
    private final Project project = here.projects.create(here.newTenant(), "p", null);

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
    void aKeyOpensNothingOutsideItsScopes() {
        var scopes = new KeyScopes(Set.of("solar"), Set.of(KeyEndpoint.MODELS, KeyEndpoint.CHAT), KeyAccess.READ);
        String value = value(settings(scopes, List.of()), null);

        assertThat(settled(gateway, value, LOOK)).isInstanceOfSatisfying(KeyCheck.Valid.class, valid -> {
            assertThat(valid.caller().mayAsk("solar")).isTrue();
            assertThat(valid.caller().mayAsk("Solar")).isFalse();
        });
        assertThat(settled(gateway, value, CHAT)).isEqualTo(new KeyCheck.Limited(KeyCheck.Limit.ACCESS));
        assertThat(settled(gateway, value, new KeyUse(OFFICE, KeyEndpoint.RECEIPTS, false)))
                .isEqualTo(new KeyCheck.Limited(KeyCheck.Limit.ENDPOINT));
        assertThat(settled(gateway, value, new KeyUse(OFFICE, null, false)))
                .as("a route in no family")
                .isEqualTo(new KeyCheck.Limited(KeyCheck.Limit.ENDPOINT));
    }

    @Test
    void aKeyWorksFromItsAllowedAddressesOnly() {
        List<IpRange> ranges = List.of(range("203.0.113.0/29"), range("2001:db8::/32"));
        String value = value(settings(KeyScopes.ALL, ranges), null);

        assertThat(settled(gateway, value, CHAT)).isInstanceOf(KeyCheck.Valid.class);
        assertThat(settled(gateway, value, from("::ffff:203.0.113.1"))).isInstanceOf(KeyCheck.Valid.class);
        assertThat(settled(gateway, value, from("2001:db8:9::1"))).isInstanceOf(KeyCheck.Valid.class);
        KeyCheck refused = new KeyCheck.Limited(KeyCheck.Limit.ADDRESS);
        assertThat(settled(gateway, value, from("203.0.113.8"))).isEqualTo(refused);
        assertThat(settled(gateway, value, from("2001:db9::1"))).isEqualTo(refused);
        assertThat(settled(gateway, value, new KeyUse(IpAddress.NONE, KeyEndpoint.CHAT, true)))
                .isEqualTo(refused);
    }

    @Test
    void anExpiredKeyIsToldSoOnlyToWhoHoldsItsSecret() {
        IssuedKey issued = here.keys.issue(project, KeySettings.named("k"), Duration.ofMillis(1), null);
        byte[] guess = new byte[KeyText.SECRET_BYTES];

        assertThat(settled(gateway, issued.value().reveal(), CHAT))
                .isEqualTo(new KeyCheck.Limited(KeyCheck.Limit.EXPIRED));
        assertThat(settled(gateway, KeyText.print(issued.key().id(), guess).reveal(), CHAT))
                .isEqualTo(new KeyCheck.Invalid(KeyCheck.Reason.WRONG_SECRET));
        assertThat(problem(() -> here.keys.change(found(issued), KeySettings.named("again"))))
                .as("what has ended is not woken")
                .isInstanceOf(TenantProblem.KeyEnded.class);
    }

    @Test
    void aChangeReachesEveryProcessWithinFiveSeconds() {
        there.feed.start();
        IssuedKey issued = here.keys.issue(project, "before", null);
        String value = issued.value().reveal();
        assertThat(settled(gateway, value, CHAT)).isInstanceOf(KeyCheck.Valid.class);

        var wanted = new KeySettings(
                "뒤", null, KeyScopes.ALL, List.of(range("198.51.100.0/24")), Map.of("팀", "상담", "env", "prod"));
        here.keys.change(found(issued), wanted);
        long changedNanos = System.nanoTime();
        await(() -> settled(gateway, value, CHAT).equals(new KeyCheck.Limited(KeyCheck.Limit.ADDRESS)));
        System.out.printf("a change was seen after %d ms%n", (System.nanoTime() - changedNanos) / 1_000_000);

        ApiKey made = issued.key();
        ApiKey seen = there.keys.get(made.tenant(), made.project(), made.id());
        assertThat(seen.settings()).isEqualTo(wanted);
        assertThat(there.keys.list(project.tenant(), project.id(), null, 10).items())
                .containsExactly(seen);
    }

    @Test
    void aChangeByAProcessWhoseClockIsBehindStandsOverTheOneBefore() {
        IssuedKey issued = here.keys.issue(project, "first", null);
        Room late = here.beside(Clock.offset(Clock.systemUTC(), Duration.ofSeconds(-30)));
        late.keys.change(found(issued), KeySettings.named("second"));

        assertThat(found(issued).name()).isEqualTo("second");
        late.close();
    }

    @Test
    void settingsOutOfBoundsChangeNothing() {
        IssuedKey issued = here.keys.issue(project, "k", null);
        var labels = new KeySettings("k", null, KeyScopes.ALL, List.of(), Map.of("bad\u0000label", "x"));
        assertThat(problem(() -> here.keys.change(found(issued), labels)).field())
                .isEqualTo("labels");
        List<IpRange> many = IntStream.rangeClosed(0, KeySettings.MAX_ALLOWED_IPS)
                .mapToObj(at -> range("10.0.0." + at))
                .toList();
        assertThat(problem(() -> here.keys.change(found(issued), settings(KeyScopes.ALL, many)))
                        .field())
                .isEqualTo("allowed_ips");
        assertThat(found(issued).settings()).isEqualTo(KeySettings.named("k"));
    }

    @Test
    void aReplacedKeyGoesOnForItsOverlapAndSaysWhatReplacedIt() {
        there.feed.start();
        var scopes = new KeyScopes(Set.of("solar"), Set.of(), KeyAccess.READ_WRITE);
        IssuedKey old = here.keys.issue(project, settings(scopes, List.of()), null, null);
        assertThat(settled(gateway, old.value().reveal(), CHAT)).isInstanceOf(KeyCheck.Valid.class);

        IssuedKey replacing = here.keys.rotate(found(old), Duration.ofSeconds(4), "rotate-1");

        assertThat(replacing.key().settings()).isEqualTo(old.key().settings());
        assertThat(Objects.requireNonNull(found(old).replacement()).key())
                .isEqualTo(replacing.key().id());
        assertThat(settled(gateway, replacing.value().reveal(), CHAT)).isInstanceOf(KeyCheck.Valid.class);
        assertThat(settled(gateway, old.value().reveal(), CHAT)).isInstanceOf(KeyCheck.Valid.class);
        await(() -> settled(gateway, old.value().reveal(), CHAT).equals(new KeyCheck.Limited(KeyCheck.Limit.EXPIRED)));
        assertThat(settled(gateway, replacing.value().reveal(), CHAT)).isInstanceOf(KeyCheck.Valid.class);

        assertThat(problem(() -> here.keys.rotate(found(old), Duration.ofSeconds(4), "rotate-1")))
                .as("the same request again")
                .isEqualTo(new TenantProblem.AlreadyIssued(replacing.key().id().text()));
        assertThat(problem(() -> here.keys.rotate(found(old), Duration.ZERO, null)))
                .as("another one")
                .isInstanceOf(TenantProblem.KeyEnded.class);
        assertThat(here.keys.list(project.tenant(), project.id(), null, 10).items())
                .hasSize(2);
    }

    @Test
    void aChangeDoesNotLengthenTheLifeOfAReplacedKey() {
        IssuedKey old = here.keys.issue(project, "old", null);
        here.keys.rotate(found(old), Duration.ofHours(1), null);
        Instant ends = Objects.requireNonNull(found(old).expiresAt());

        here.keys.change(found(old), KeySettings.named("still").withExpiry(ends.plusSeconds(86_400)));

        assertThat(found(old).expiresAt()).isEqualTo(ends);
        assertThat(found(old).name()).isEqualTo("still");
    }

    @Test
    void theUsesOfAKeyAreOneWriteAndOutliveCassandrasAbsence() {
        IssuedKey issued = here.keys.issue(project, "used", null);
        assertThat(found(issued).lastUsedAt()).isNull();
        KeyUses uses = there.keys.store().uses();
        uses.flush();
        Instant before = Instant.now().minusMillis(1);
        for (int use = 0; use < 1_000; use++) {
            assertThat(settled(gateway, issued.value().reveal(), CHAT)).isInstanceOf(KeyCheck.Valid.class);
        }
        there.session.refuseEverything();
        assertThat(catchThrowableOfType(RuntimeException.class, uses::flush)).isNotNull();
        there.session.heal();

        assertThat(uses.pending()).isEqualTo(1);
        assertThat(uses.flush()).isEqualTo(1);
        assertThat(Objects.requireNonNull(found(issued).lastUsedAt())).isBetween(before, Instant.now());
        settled(gateway, issued.value().reveal(), CHAT);
        assertThat(uses.flush()).as("nothing new to say").isZero();
    }

    @Test
    void aGuesserIsToldToWaitWhileGoodKeysBehindTheSameAddressWork() {
        KeyDirectory strict = directory(there, 5);
        String good = value(KeySettings.named("good"), null);
        String cold = value(KeySettings.named("cold"), null);
        byte[] guess = new byte[KeyText.SECRET_BYTES];
        new SecureRandom().nextBytes(guess);
        IssuedKey known = here.keys.issue(project, "known", null);
        String wrong = KeyText.print(known.key().id(), guess).reveal();
        assertThat(settled(strict, good, CHAT)).isInstanceOf(KeyCheck.Valid.class);

        await(() -> settled(strict, wrong, CHAT) instanceof KeyCheck.Throttled);

        assertThat(settled(strict, "hk_nothing", CHAT)).isInstanceOf(KeyCheck.Throttled.class);
        assertThat(settled(strict, good, CHAT)).isInstanceOf(KeyCheck.Valid.class);
        await(() -> settled(strict, cold, CHAT) instanceof KeyCheck.Valid);
        assertThat(settled(strict, wrong, from("198.51.100.1")))
                .as("from elsewhere")
                .isEqualTo(new KeyCheck.Invalid(KeyCheck.Reason.WRONG_SECRET));
    }

    private String value(KeySettings settings, @Nullable Duration expiresIn) {
        return here.keys.issue(project, settings, expiresIn, null).value().reveal();
    }

    private static KeySettings settings(KeyScopes scopes, List<IpRange> ranges) {
        return new KeySettings("k", null, scopes, ranges, Map.of());
    }

    private static ApiKey found(IssuedKey issued) {
        ApiKey key = issued.key();
        return here.keys.get(key.tenant(), key.project(), key.id());
    }

    private static KeyDirectory directory(Room room, int failures) {
        return new KeyDirectory(
                room.keys,
                room.tenantDirectory(Clock.systemUTC(), reads),
                room.peppers,
                room.feed,
                FreshnessBounds.shared(KeyDirectory.MAX_KEYS),
                new GuessLimits(failures, new SecureRandom()),
                Clock.systemUTC(),
                reads);
    }

    private static KeyCheck settled(KeyDirectory directory, String value, KeyUse use) {
        KeyCheck check = directory.check(value, use);
        return check instanceof KeyCheck.Pending(var known)
                ? known.toCompletableFuture().join()
                : check;
    }

    private static KeyUse from(String address) {
        return new KeyUse(address(address), KeyEndpoint.CHAT, true);
    }

    private static IpAddress address(String text) {
        return Objects.requireNonNull(IpAddress.parse(text));
    }

    private static IpRange range(String text) {
        return Objects.requireNonNull(IpRange.parse(text));
    }

    private static TenantProblem problem(ThrowingCallable call) {
        return catchThrowableOfType(TenantProblemException.class, call).problem();
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + EVERYWHERE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("within %s", EVERYWHERE).isLessThan(deadline);
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }
}
