package cloud.hanok.platform.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class JournalReaderTest {
    private static final int APPENDERS = 4;
    private static final int RECORDS_EACH = 2_000;

    @TempDir
    Path directory = Path.of("");

    @ParameterizedTest
    @EnumSource(SyncMode.class)
    void aShipperBesideTheAppendersSeesEachRecordOnceInOrderAndSegmentsGo(SyncMode mode) throws Exception {
        AtomicInteger durable = new AtomicInteger();
        try (Journal journal = Journal.open(
                        TestJournals.settings(directory, mode, 32L * TestJournals.SEGMENT_BYTES), Clock.systemUTC());
                JournalReader reader = journal.reader()) {
            List<Thread> appenders = new ArrayList<>();
            for (int i = 0; i < APPENDERS; i++) {
                int appender = i;
                appenders.add(Thread.ofPlatform().start(() -> append(journal, appender, durable)));
            }
            int[] last = new int[APPENDERS];
            long sequence = 0;
            while (sequence < (long) APPENDERS * RECORDS_EACH) {
                assertThat(reader.await(Duration.ofSeconds(20))).isTrue();
                for (JournalRecord record : reader.read(500)) {
                    assertThat(record.sequence()).isEqualTo(++sequence);
                    int appender = (int) record.request().leastSignificantBits();
                    assertThat(ByteBuffer.wrap(record.payload()).getInt()).isEqualTo(++last[appender]);
                }
                journal.acknowledge(sequence);
            }
            for (Thread appender : appenders) {
                appender.join();
            }
            TestJournals.await(() -> durable.get() == APPENDERS * RECORDS_EACH);
            assertThat(last).containsOnly(RECORDS_EACH);
            assertThat(reader.read(10)).isEmpty();
            assertThat(reader.await(Duration.ofMillis(1))).isFalse();
            assertThat(TestJournals.segments(directory)).hasSizeLessThanOrEqualTo(2);
        }
    }

    private static void append(Journal journal, int appender, AtomicInteger durable) {
        for (int i = 1; i <= RECORDS_EACH; i++) {
            byte[] payload = ByteBuffer.allocate(4 + i % 300).putInt(i).array();
            DurableListener listener = new DurableListener() {
                @Override
                public void durable() {
                    durable.incrementAndGet();
                }

                @Override
                public void failed(java.io.IOException why) {
                    throw new IllegalStateException(why);
                }
            };
            TestJournals.await(
                    () -> journal.append(RecordKind.AMEND, TestJournals.request(appender), 1, payload, listener)
                            .accepted());
        }
    }
}
