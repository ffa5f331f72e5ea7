package cloud.hanok.platform.journal;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.hanok.platform.journal.FailingDisk.Operation;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class JournalFailureTest {
    @TempDir
    Path directory = Path.of("");

    private final FailingDisk disk = new FailingDisk();

    @ParameterizedTest
    @EnumSource(
            value = Operation.class,
            names = {"WRITE", "FORCE"})
    void aFailingDiskStopsNewRequestsAndTheJournalComesBackByItself(Operation operation) throws Exception {
        try (Journal journal = open(SyncMode.GROUP)) {
            TestJournals.write(journal, RecordKind.OPEN, 1, "before");
            disk.fail(operation, Operation.PREALLOCATE);
            Durability lost = new Durability();
            assertThat(journal.append(RecordKind.OPEN, TestJournals.request(2), 1, new byte[9], lost))
                    .isEqualTo(Appended.ACCEPTED);
            assertThat(lost.get()).isFalse();
            assertThat(journal.health())
                    .isInstanceOfSatisfying(
                            JournalHealth.Failed.class,
                            failed -> assertThat(failed.reason()).contains("injected: " + operation));
            assertThat(journal.append(RecordKind.OPEN, TestJournals.request(3), 1, new byte[9], new Durability()))
                    .isEqualTo(Appended.REFUSED_FAILED);

            disk.heal();
            TestJournals.await(() -> journal.health() instanceof JournalHealth.Healthy);
            TestJournals.write(journal, RecordKind.SETTLE, 1, "after");
            TestJournals.write(journal, RecordKind.OPEN, 4, "after");
            assertThat(journal.gauges().unsettled()).isEqualTo(1);
            expectAfterFailure(TestJournals.readAll(journal));
        }
        try (Journal journal = open(SyncMode.GROUP)) {
            expectAfterFailure(TestJournals.readAll(journal));
            assertThat(journal.recovery().unsettled())
                    .extracting(open -> open.open().request())
                    .containsExactly(TestJournals.request(4));
        }
    }

    /** In the batch of its OPEN, and in the one after it, which the disk takes. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aSettleBehindAnOpenThatFailedIsNotWritten(boolean inOneBatch) throws Exception {
        Durability settled;
        Durability other = new Durability();
        try (Journal journal = open(SyncMode.GROUP)) {
            TestJournals.write(journal, RecordKind.OPEN, 1, "before");
            BlockedListener blocked = new BlockedListener();
            journal.append(RecordKind.AMEND, TestJournals.request(1), 1, new byte[1], blocked);
            blocked.awaitEntered();
            Durability opened = inOneBatch ? Durability.unawaited() : new Durability();
            settled = Durability.behind(opened);
            journal.append(RecordKind.OPEN, TestJournals.request(2), 1, new byte[9], opened);
            if (inOneBatch) {
                journal.append(RecordKind.SETTLE, TestJournals.request(2), 1, new byte[9], settled);
            }
            disk.fail(Operation.WRITE);
            blocked.release();
            assertThat(opened.get()).isFalse();
            disk.heal();
            if (!inOneBatch) {
                TestJournals.await(() -> journal.health() instanceof JournalHealth.Healthy);
                journal.append(RecordKind.AMEND, TestJournals.request(1), 1, new byte[1], Durability.unawaited());
                journal.append(RecordKind.SETTLE, TestJournals.request(2), 1, new byte[9], settled);
            }
            TestJournals.await(() -> journal.append(RecordKind.SETTLE, TestJournals.request(1), 1, new byte[1], other)
                    .accepted());
            assertThat(settled.get()).isFalse();
            assertThat(other.get()).isTrue();
            assertThat(journal.gauges().unsettled()).isZero();
        }
        try (Journal journal = open(SyncMode.GROUP)) {
            List<JournalRecord> records = TestJournals.readAll(journal);
            assertThat(records)
                    .extracting(record -> record.request().leastSignificantBits())
                    .containsOnly(1L);
            assertThat(records).extracting(JournalRecord::sequence).isSorted().doesNotHaveDuplicates();
            assertThat(records.getLast().sequence()).isEqualTo(records.size());
        }
    }

    private static void expectAfterFailure(List<JournalRecord> records) {
        assertThat(records).extracting(JournalRecord::sequence).containsExactly(1L, 2L, 3L);
        assertThat(records)
                .extracting(record -> record.request().leastSignificantBits())
                .containsExactly(1L, 1L, 4L);
    }

    @ParameterizedTest
    @EnumSource(Operation.class)
    void recordsPromisedBeforeTheirSyncAreWrittenAgainAfterAFailure(Operation alsoFailing) throws Exception {
        int promised = 0;
        try (Journal journal = open(SyncMode.INTERVAL)) {
            disk.fail(Operation.FORCE);
            List<Durability> durabilities = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                Durability durability = new Durability();
                assertThat(journal.append(RecordKind.SETTLE, TestJournals.request(i), 1, new byte[i], durability))
                        .isEqualTo(Appended.ACCEPTED);
                durabilities.add(durability);
            }
            for (Durability durability : durabilities) {
                promised += durability.get() ? 1 : 0;
            }
            assertThat(promised).isPositive();
            disk.fail(alsoFailing);
            TestJournals.await(() -> journal.health() instanceof JournalHealth.Failed);
            assertThat(journal.gauges().syncedSequence()).isZero();

            disk.heal();
            TestJournals.await(() -> journal.health() instanceof JournalHealth.Healthy);
            TestJournals.write(journal, RecordKind.AMEND, 99, "after");
            long all = promised + 1L;
            TestJournals.await(() -> journal.gauges().syncedSequence() == all);
        }
        try (Journal journal = open(SyncMode.GROUP)) {
            List<JournalRecord> records = TestJournals.readAll(journal);
            assertThat(records).hasSize(promised + 1);
            for (int i = 0; i < promised; i++) {
                assertThat(records.get(i).request()).isEqualTo(TestJournals.request(i));
                assertThat(records.get(i).payload()).hasSize(i);
            }
        }
    }

    @Test
    void aFullDiskRefusesNewRequestsWhileEveryLiveOneStillSettles() throws Exception {
        int opened = 0;
        try (Journal journal = Journal.open(
                TestJournals.settings(directory, SyncMode.GROUP, 3L * TestJournals.SEGMENT_BYTES),
                Clock.systemUTC(),
                disk)) {
            opened = openUntilRefused(journal);
            assertThat(opened).isGreaterThan(20);
            for (int i = 0; i < opened; i++) {
                TestJournals.write(journal, RecordKind.SETTLE, i, "s".repeat(512));
            }
            assertThat(journal.health()).isInstanceOf(JournalHealth.Healthy.class);
            assertThat(TestJournals.segments(directory)).hasSizeLessThanOrEqualTo(3);

            journal.acknowledge(2L * opened);
            TestJournals.await(() -> journal.append(
                            RecordKind.OPEN, TestJournals.request(1000), 1, new byte[1024], new Durability())
                    .accepted());
        }
    }

    @Test
    void reservationsOfLiveRequestsAreKeptOverARestart() throws Exception {
        JournalSettings tiny = TestJournals.settings(directory, SyncMode.GROUP, 3L * TestJournals.SEGMENT_BYTES);
        int opened;
        try (Journal journal = Journal.open(tiny, Clock.systemUTC(), disk)) {
            opened = openUntilRefused(journal);
        }
        disk.fail(Operation.PREALLOCATE);
        try (Journal journal = Journal.open(tiny, Clock.systemUTC(), disk)) {
            assertThat(journal.recovery().unsettled()).hasSize(opened);
            for (UnsettledOpen open : journal.recovery().unsettled()) {
                TestJournals.write(
                        journal, RecordKind.SETTLE, open.open().request().leastSignificantBits(), "s".repeat(512));
            }
            assertThat(journal.gauges().unsettled()).isZero();
        }
    }

    @Test
    void aDiskThatIsFullForOthersReasonsRefusesNewRequestsUntilThereIsSpace() throws Exception {
        try (Journal journal = open(SyncMode.GROUP)) {
            disk.fail(Operation.PREALLOCATE);
            int opened = openUntilRefused(journal);
            assertThat(journal.health()).isInstanceOf(JournalHealth.Healthy.class);
            disk.heal();
            TestJournals.await(() -> journal.append(
                            RecordKind.OPEN, TestJournals.request(5000), 1, new byte[1024], new Durability())
                    .accepted());
            TestJournals.write(journal, RecordKind.SETTLE, 0, "s".repeat(512));
            assertThat(opened).isPositive();
        }
    }

    @Test
    void aFullBufferRefusesOpensBeforeSettles() throws Exception {
        BlockedListener blocked = new BlockedListener();
        Journal journal = open(SyncMode.GROUP);
        try {
            journal.append(RecordKind.AMEND, TestJournals.request(1), 1, new byte[1], blocked);
            blocked.awaitEntered();
            Appended answer = Appended.ACCEPTED;
            int accepted = 0;
            while (answer == Appended.ACCEPTED) {
                answer = journal.append(
                        RecordKind.OPEN, TestJournals.request(accepted), 1, new byte[500], new Durability());
                accepted += answer.accepted() ? 1 : 0;
            }
            assertThat(answer).isIn(Appended.REFUSED_BUFFER_FULL, Appended.REFUSED_NO_SPACE);
            assertThat(journal.append(RecordKind.SETTLE, TestJournals.request(0), 1, new byte[500], new Durability()))
                    .isEqualTo(Appended.ACCEPTED);
        } finally {
            blocked.release();
            journal.close();
        }
    }

    private static int openUntilRefused(Journal journal) throws Exception {
        int opened = 0;
        int refusals = 0;
        // A spare segment may still be in the making, so one refusal is not the end.
        while (refusals < 200) {
            Durability durability = new Durability();
            Appended answer =
                    journal.append(RecordKind.OPEN, TestJournals.request(opened), 1, new byte[600], durability);
            if (answer.accepted()) {
                assertThat(durability.get()).isTrue();
                opened++;
                refusals = 0;
            } else {
                assertThat(answer).isEqualTo(Appended.REFUSED_NO_SPACE);
                refusals++;
                java.util.concurrent.locks.LockSupport.parkNanos(1_000_000);
            }
        }
        return opened;
    }

    private Journal open(SyncMode mode) throws Exception {
        return Journal.open(
                TestJournals.settings(directory, mode, 64L * TestJournals.SEGMENT_BYTES), Clock.systemUTC(), disk);
    }
}
