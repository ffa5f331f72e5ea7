package cloud.hanok.platform.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.hanok.platform.cassandra.CassandraSessions;
import cloud.hanok.platform.cassandra.Cql;
import cloud.hanok.platform.cassandra.FaultInjectingSession;
import cloud.hanok.platform.cassandra.FreshKeyspace;
import cloud.hanok.platform.cassandra.Keyspaces;
import cloud.hanok.platform.cassandra.SchemaMigrations;
import cloud.hanok.platform.cassandra.StoreUnavailableException;
import cloud.hanok.platform.id.Ulids;
import cloud.hanok.standalone.testing.CassandraForTests;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ChangeFeedIT {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final ChangeFeedSettings SETTINGS = ChangeFeedSettings.of(TIMEOUT);

    private static final FaultInjectingSession session =
            new FaultInjectingSession(CassandraSessions.open(FreshKeyspace.ofProgram("change")));
    private static final Keyspaces keyspaces = new Keyspaces(new Cql(session, TIMEOUT));

    /** Each test begins two hours later than the one before: it sees no rows but its own. */
    private static Instant start = Instant.now();

    private final SteppedClock clock = new SteppedClock(start = start.plus(Duration.ofHours(2)));
    private final ChangeLog log = new ChangeLog(keyspaces, new Ulids(clock, new SecureRandom()));
    private final ChangeFeed feed = new ChangeFeed(keyspaces, clock, SETTINGS);
    private final BlockingQueue<Change> told = new LinkedBlockingQueue<>();

    @BeforeAll
    static void migrate() {
        new SchemaMigrations(session, Clock.systemUTC()).migrate();
    }

    @AfterAll
    static void close() {
        CassandraForTests.giveBack(session);
    }

    @AfterEach
    void heal() {
        session.heal();
        feed.close();
    }

    @Test
    void aChangeIsToldOnceAlthoughPollsOverlap() {
        feed.subscribe(told::add);
        Change change = new Change(ChangeKind.API_KEY, "key_1");
        log.publish(change);

        for (int i = 0; i < 5; i++) {
            feed.poll();
            clock.advance(Duration.ofSeconds(1));
        }

        assertThat(told).containsExactly(change);
        assertThat(feed.polled()).isTrue();
        assertThat(feed.lagMillis()).isEqualTo(1_000);
    }

    @Test
    void whoeverAnnouncesAChangeHasItBeforeAnyPollAndAlthoughNobodyElseIsTold() {
        feed.subscribe(told::add);
        Change change = new Change(ChangeKind.TENANT, "ten_here");
        var announcing = new ChangeLog(keyspaces, new Ulids(clock, new SecureRandom()), feed::tell);
        announcing.publish(change);
        assertThat(told).containsExactly(change);

        session.refuseEverything();
        assertThatThrownBy(() -> announcing.publish(change)).isInstanceOf(StoreUnavailableException.class);
        assertThat(told).containsExactly(change, change);
    }

    @Test
    void aRowThatBecomesVisibleLateIsStillTold() {
        feed.subscribe(told::add);
        Ulids late = new Ulids(Clock.fixed(clock.instant(), clock.getZone()), new SecureRandom());
        clock.advance(SETTINGS.overlap().minusMillis(500));
        feed.poll();

        // Its id says now - overlap + 0.5 s, and the feed polled after that moment.
        Change change = new Change(ChangeKind.TENANT, "ten_late");
        new ChangeLog(keyspaces, late).publish(change);
        feed.poll();

        assertThat(told).containsExactly(change);
    }

    @Test
    void aChangeOfAClockThatRunsAheadIsTold() {
        feed.subscribe(told::add);
        Clock ahead = Clock.offset(clock, SETTINGS.allowedClockSkew());
        Change change = new Change(ChangeKind.PRICE, "price_1");
        new ChangeLog(keyspaces, new Ulids(ahead, new SecureRandom())).publish(change);

        feed.poll();

        assertThat(told).containsExactly(change);
    }

    @Test
    void aWriteWhoseAnswerIsLostIsWrittenAgain() {
        feed.subscribe(told::add);
        session.fail(cql -> cql.startsWith("INSERT INTO changes"), FaultInjectingSession.Fault.LOST_THEN_TIMED_OUT, 2);
        Change change = new Change(ChangeKind.DEPLOYMENT, "dep_1");

        log.publish(change);
        feed.poll();

        assertThat(told).containsExactly(change);
    }

    @Test
    void aChangeThatCannotBeWrittenIsTheCallersToKnow() {
        session.refuseEverything();

        assertThatThrownBy(() -> log.publish(new Change(ChangeKind.SITE, "site_1")))
                .isInstanceOf(StoreUnavailableException.class);
    }

    @Test
    void whatWasWrittenWhileTheFeedCouldNotPollIsToldAfterwards() {
        feed.subscribe(told::add);
        feed.poll();
        Change first = new Change(ChangeKind.PROJECT, "proj_1");
        log.publish(first);
        session.refuseEverything();
        for (int minute = 0; minute < 20; minute++) {
            clock.advance(Duration.ofMinutes(1));
            assertThatThrownBy(feed::poll).isInstanceOf(StoreUnavailableException.class);
        }
        assertThat(feed.lagMillis()).isEqualTo(Duration.ofMinutes(20).toMillis());
        session.heal();
        Change second = new Change(ChangeKind.PROJECT, "proj_2");
        log.publish(second);

        feed.poll();

        assertThat(told).containsExactly(first, second);
        assertThat(feed.lagMillis()).isZero();
    }

    @Test
    void aSubscriberThatFailsTakesNothingFromTheOthers() {
        feed.subscribe(change -> {
            throw new IllegalStateException("on purpose");
        });
        feed.subscribe(told::add);
        List<Change> changes =
                List.of(new Change(ChangeKind.MODEL_VERSION, "mver_1"), new Change(ChangeKind.MODEL_VERSION, "mver_2"));
        changes.forEach(log::publish);

        feed.poll();

        assertThat(told).containsExactlyInAnyOrderElementsOf(changes);
    }

    @Test
    void aStartedFeedTellsWithinSecondsAndSurvivesAnAbsence() throws InterruptedException {
        Change change = new Change(ChangeKind.API_KEY, "key_started");
        try (ChangeFeed running = new ChangeFeed(
                keyspaces, Clock.systemUTC(), new ChangeFeedSettings(Duration.ofMillis(50), TIMEOUT, Duration.ZERO))) {
            running.subscribe(told::add);
            session.fail(cql -> cql.startsWith("SELECT"), FaultInjectingSession.Fault.REFUSED, 3);
            running.start();
            new ChangeLog(keyspaces, new Ulids(Clock.systemUTC(), new SecureRandom())).publish(change);

            assertThat(told.poll(5, TimeUnit.SECONDS)).isEqualTo(change);
        }
    }

    @Test
    void aClockThatIsNotCassandrasIsNoticed() {
        Clock behind = Clock.offset(Clock.systemUTC(), Duration.ofSeconds(-30));

        assertThat(new ClockSkew(keyspaces, Clock.systemUTC()).isWithin(SETTINGS))
                .isTrue();
        assertThat(new ClockSkew(keyspaces, behind).isWithin(SETTINGS)).isFalse();
        assertThat(new ClockSkew(keyspaces, behind).millis()).isBetween(-32_000L, -28_000L);
    }
}
