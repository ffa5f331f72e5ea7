package cloud.hanok.platform.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {
    @TempDir
    Path directory = Path.of("");

    @Test
    void whatIsAppendedIsReadBackInOrder() throws Exception {
        try (Journal journal = TestJournals.open(directory)) {
            TestJournals.write(journal, RecordKind.OPEN, 7, "열림");
            TestJournals.write(journal, RecordKind.SETTLE, 7, "");
            TestJournals.write(journal, RecordKind.AMEND, 7, "고침");

            List<JournalRecord> records = TestJournals.readAll(journal);

            assertThat(records).extracting(JournalRecord::sequence).containsExactly(1L, 2L, 3L);
            assertThat(records)
                    .extracting(JournalRecord::kind)
                    .containsExactly(RecordKind.OPEN, RecordKind.SETTLE, RecordKind.AMEND);
            assertThat(records.getFirst().payload()).isEqualTo(TestJournals.payload("열림"));
            assertThat(records.getFirst().request()).isEqualTo(TestJournals.request(7));
            assertThat(records.getFirst().attempt()).isEqualTo(1);
        }
    }

    @Test
    void sequencesHaveNoGapOverRestartsAndSegments() throws Exception {
        int perRun = 60;
        for (int run = 0; run < 4; run++) {
            try (Journal journal = TestJournals.open(directory)) {
                assertThat(journal.recovery().nextSequence()).isEqualTo(run * perRun + 1L);
                assertThat(journal.recovery().tornTail()).isEmpty();
                for (int i = 0; i < perRun; i++) {
                    TestJournals.write(journal, RecordKind.AMEND, i, "x".repeat(i * 8));
                }
            }
        }
        try (Journal journal = TestJournals.open(directory)) {
            List<JournalRecord> records = TestJournals.readAll(journal);
            assertThat(records).hasSize(4 * perRun);
            for (int i = 0; i < records.size(); i++) {
                assertThat(records.get(i).sequence()).isEqualTo(i + 1L);
                assertThat(records.get(i).payload()).hasSize(i % perRun * 8);
            }
            assertThat(TestJournals.segments(directory)).hasSizeGreaterThan(2);
        }
    }

    @Test
    void anOpenWithoutSettleComesBackWithItsPayloadAndLastProgress() throws Exception {
        try (Journal journal = TestJournals.open(directory)) {
            for (int request = 1; request <= 3; request++) {
                ProgressSlot slot = Objects.requireNonNull(journal.claim(TestJournals.request(request), 1));
                TestJournals.write(journal, RecordKind.OPEN, request, "open " + request);
                slot.update(100, 20, request * 5L);
                slot.flag(4);
            }
            TestJournals.write(journal, RecordKind.SETTLE, 2, "settled");
        }
        try (Journal journal = TestJournals.open(directory)) {
            assertThat(journal.recovery().unsettled())
                    .extracting(open -> new String(open.open().payload(), java.nio.charset.StandardCharsets.UTF_8))
                    .containsExactly("open 1", "open 3");
            UnsettledOpen third = journal.recovery().unsettled().getLast();
            assertThat(third.progress()).isEqualTo(new Progress(100, 20, 15, 1, 4));
            assertThat(journal.gauges().freeSlots()).isEqualTo(14);

            TestJournals.write(journal, RecordKind.SETTLE, 3, "after the crash");
            third.free();
            third.free();
            assertThat(journal.gauges().freeSlots()).isEqualTo(15);
            assertThat(journal.gauges().unsettled()).isEqualTo(1);
        }
        try (Journal journal = TestJournals.open(directory)) {
            assertThat(journal.recovery().unsettled())
                    .extracting(open -> open.open().request())
                    .containsExactly(TestJournals.request(1));
        }
    }

    @Test
    void theRecordsOfACrowdShareFsyncs() throws Exception {
        JournalSettings settings = TestJournals.gathering(directory, Duration.ofMillis(100));
        try (Journal journal = Journal.open(settings, Clock.systemUTC())) {
            for (int request = 1; request <= JournalSettings.CROWD; request++) {
                TestJournals.write(journal, RecordKind.OPEN, request, "open " + request);
            }
            long before = journal.gauges().syncs();
            List<Durability> settles = new ArrayList<>();
            for (int request = 1; request <= JournalSettings.CROWD; request++) {
                Durability durability = new Durability();
                journal.append(RecordKind.SETTLE, TestJournals.request(request), 1, new byte[3], durability);
                settles.add(durability);
            }
            for (Durability settle : settles) {
                assertThat(settle.get()).isTrue();
            }
            assertThat(journal.gauges().syncs() - before).isLessThan(JournalSettings.CROWD / 2);
        }
    }

    @Test
    void whatNobodyWaitsForGoesWithWhatSomebodyDoes() throws Exception {
        try (Journal journal = TestJournals.open(directory)) {
            long before = journal.gauges().syncs();
            Durability open = Durability.unawaited();
            Durability settle = new Durability();
            journal.append(RecordKind.OPEN, TestJournals.request(1), 1, new byte[3], open);
            journal.append(RecordKind.SETTLE, TestJournals.request(1), 1, new byte[3], settle);
            assertThat(settle.get()).isTrue();
            assertThat(open.isDone()).isTrue();
            assertThat(journal.gauges().syncs() - before).isEqualTo(1);
        }
    }

    @Test
    void whatNobodyWaitsForIsWrittenByItselfBeforeLong() throws Exception {
        try (Journal journal = TestJournals.open(directory)) {
            for (int request = 1; request <= 3; request++) {
                Durability open = Durability.unawaited();
                journal.append(RecordKind.OPEN, TestJournals.request(request), 1, new byte[3], open);
                assertThat(open.get()).isTrue();
            }
        }
    }

    @Test
    void attemptsOfOneRequestAreSettledApart() throws Exception {
        try (Journal journal = TestJournals.open(directory)) {
            for (int attempt = 1; attempt <= 2; attempt++) {
                Durability durability = new Durability();
                journal.append(RecordKind.OPEN, TestJournals.request(1), attempt, new byte[3], durability);
                assertThat(durability.get()).isTrue();
            }
            TestJournals.write(journal, RecordKind.SETTLE, 1, "the first attempt");
        }
        try (Journal journal = TestJournals.open(directory)) {
            assertThat(journal.recovery().unsettled())
                    .extracting(open -> open.open().attempt())
                    .containsExactly(2);
        }
    }

    @Test
    void segmentsGoWhenAllIsShippedAndSettledAndNotBefore() throws Exception {
        try (Journal journal = TestJournals.open(directory)) {
            TestJournals.write(journal, RecordKind.OPEN, 1, "long lived");
            for (int i = 0; i < 100; i++) {
                TestJournals.write(journal, RecordKind.AMEND, 2, "x".repeat(500));
            }
            int before = TestJournals.segments(directory).size();
            assertThat(before).isGreaterThan(3);

            journal.acknowledge(100);
            assertThat(TestJournals.segments(directory)).hasSize(before);

            TestJournals.write(journal, RecordKind.SETTLE, 1, "at last");
            journal.acknowledge(102);
            assertThat(TestJournals.segments(directory)).hasSize(1);
            assertThat(TestJournals.readAll(journal)).isEmpty();
        }
        try (Journal journal = TestJournals.open(directory)) {
            assertThat(journal.recovery().nextSequence()).isEqualTo(103);
            TestJournals.write(journal, RecordKind.AMEND, 3, "next");
            assertThat(TestJournals.readAll(journal))
                    .extracting(JournalRecord::sequence)
                    .containsExactly(103L);
        }
    }

    @Test
    void onlyDurableRecordsCanBeAcknowledgedAndGoingBackIsIgnored() throws Exception {
        try (Journal journal = TestJournals.open(directory)) {
            TestJournals.write(journal, RecordKind.AMEND, 1, "one");
            TestJournals.write(journal, RecordKind.AMEND, 1, "two");
            assertThatThrownBy(() -> journal.acknowledge(3)).isInstanceOf(IllegalArgumentException.class);
            journal.acknowledge(2);
            journal.acknowledge(1);
            assertThat(journal.gauges().acknowledgedSequence()).isEqualTo(2);
        }
        try (Journal journal = TestJournals.open(directory)) {
            assertThat(TestJournals.readAll(journal)).isEmpty();
        }
    }

    @Test
    void aSecondOwnerIsToldWhoTheFirstIs() throws Exception {
        Journal journal = TestJournals.open(directory);
        assertThatThrownBy(() -> TestJournals.open(directory))
                .isInstanceOf(JournalOwnedException.class)
                .hasMessageContaining("process " + ProcessHandle.current().pid());
        journal.close();
        TestJournals.open(directory).close();
    }

    @Test
    void anotherGatewaysJournalIsNotOpened() throws Exception {
        TestJournals.open(directory).close();
        JournalSettings small = TestJournals.settings(directory);
        JournalSettings other = new JournalSettings(
                directory,
                "gw-1",
                small.sync(),
                small.syncInterval(),
                small.gatherInterval(),
                small.probeInterval(),
                small.segmentBytes(),
                small.maximumBytes(),
                small.pendingBytes(),
                small.maximumPayloadBytes(),
                small.maximumSettleBytes(),
                small.progressSlots());
        assertThatThrownBy(() -> Journal.open(other, Clock.systemUTC()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("another gateway");
        TestJournals.open(directory).close();
    }

    @Test
    void payloadsBeyondTheBoundAreRefused() throws Exception {
        try (Journal journal = TestJournals.open(directory)) {
            Durability never = new Durability();
            assertThat(journal.append(RecordKind.OPEN, TestJournals.request(1), 1, new byte[1025], never))
                    .isEqualTo(Appended.REFUSED_TOO_LARGE);
            assertThat(journal.append(RecordKind.SETTLE, TestJournals.request(1), 1, new byte[513], never))
                    .isEqualTo(Appended.REFUSED_TOO_LARGE);
            TestJournals.write(journal, RecordKind.OPEN, 1, "y".repeat(1024));
            TestJournals.write(journal, RecordKind.SETTLE, 1, "y".repeat(512));
        }
    }

    @Test
    void closingWritesWhatWasAcceptedAndRefusesTheRest() throws Exception {
        Journal journal = TestJournals.open(directory);
        Durability[] all = new Durability[100];
        for (int i = 0; i < all.length; i++) {
            all[i] = new Durability();
            assertThat(journal.append(RecordKind.AMEND, TestJournals.request(i), 1, new byte[40], all[i]))
                    .isEqualTo(Appended.ACCEPTED);
        }
        journal.close();
        for (Durability durability : all) {
            assertThat(durability.get()).isTrue();
        }
        assertThat(journal.append(RecordKind.AMEND, TestJournals.request(1), 1, new byte[1], new Durability()))
                .isEqualTo(Appended.REFUSED_CLOSED);
        try (Journal again = TestJournals.open(directory)) {
            assertThat(TestJournals.readAll(again)).hasSize(100);
        }
    }
}
