package cloud.hanok.platform.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalDamageTest {
    @TempDir
    Path directory = Path.of("");

    @Test
    void aTailTornAtAnyByteOfTheLastRecordsIsCutToWholeRecords() throws Exception {
        Path whole = directory.resolve("whole");
        long[] ends = write(whole, List.of(10, 33, 20, 7));
        for (long cut = ends[1]; cut <= ends[3]; cut++) {
            Path torn = TestJournals.copy(whole, directory.resolve("torn-" + cut));
            // A file is preallocated, so a kill leaves zeros; every third one is made shorter instead.
            long firstLost = tear(TestJournals.segments(torn).getFirst(), cut, cut % 3 == 0);
            expectWholeRecordsBefore(torn, ends, firstLost);
            delete(torn);
        }
    }

    @Property(tries = 40)
    void afterAnyKillTheRecordsBeforeItAreThereAndTheSequenceGoesOn(
            @ForAll @Size(min = 1, max = 12) List<@IntRange(min = 0, max = 512) Integer> sizes,
            @ForAll @IntRange(min = 0, max = 10_000) int at)
            throws Exception {
        Path whole = Files.createTempDirectory("journal");
        try {
            long[] ends = write(whole, sizes);
            long cut = SegmentHeader.BYTES + at % (ends[ends.length - 1] - SegmentHeader.BYTES + 1);
            long firstLost = tear(TestJournals.segments(whole).getFirst(), cut, false);
            expectWholeRecordsBefore(whole, ends, firstLost);
        } finally {
            delete(whole);
        }
    }

    @Property(tries = 40)
    void anyDamagedByteOfADurableRecordIsReportedWithItsPlace(
            @ForAll @IntRange(min = 0, max = 100_000) int at, @ForAll @IntRange(min = 1, max = 255) int flip)
            throws Exception {
        Path whole = Files.createTempDirectory("journal");
        try {
            long[] ends = write(whole, List.of(10, 0, 33, 64, 7));
            // The last record has no later witness: damage there looks like a torn write.
            int spot = (int) (SegmentHeader.BYTES + at % (ends[3] - SegmentHeader.BYTES));
            Path file = TestJournals.segments(whole).getFirst();
            byte[] bytes = Files.readAllBytes(file);
            int record = recordAt(ends, spot);
            Assume.that(!isPadding(bytes, record == 0 ? SegmentHeader.BYTES : (int) ends[record - 1], spot));
            bytes[spot] ^= (byte) flip;
            Files.write(file, bytes);
            long begin = record == 0 ? SegmentHeader.BYTES : ends[record - 1];
            assertThatThrownBy(() -> TestJournals.open(whole))
                    .isInstanceOfSatisfying(JournalCorruptedException.class, damaged -> {
                        assertThat(damaged.file()).isEqualTo(file);
                        assertThat(damaged.offset()).isEqualTo(begin);
                    });
            assertThat(Files.readAllBytes(file)).isEqualTo(bytes);
        } finally {
            delete(whole);
        }
    }

    @Test
    void recordsOfOneUnsyncedBatchMayBeTornInAnyOrder() throws Exception {
        // A batch whose pages reached the disk out of order: its second record is whole, its first is not.
        long[] ends;
        try (Journal journal = TestJournals.open(directory)) {
            TestJournals.write(journal, RecordKind.AMEND, 1, "durable");
            BlockedListener blocked = new BlockedListener();
            journal.append(RecordKind.AMEND, TestJournals.request(2), 1, new byte[8], blocked);
            blocked.awaitEntered();
            List<Durability> batch = List.of(new Durability(), new Durability());
            for (Durability durability : batch) {
                journal.append(RecordKind.AMEND, TestJournals.request(3), 1, new byte[8], durability);
            }
            blocked.release();
            for (Durability durability : batch) {
                assertThat(durability.get()).isTrue();
            }
            ends = ends(TestJournals.readAll(journal));
        }
        Path file = TestJournals.segments(directory).getFirst();
        byte[] bytes = Files.readAllBytes(file);
        bytes[(int) ends[1] + RecordLayout.HEADER_BYTES] ^= 1;
        Files.write(file, bytes);
        try (Journal journal = TestJournals.open(directory)) {
            assertThat(TestJournals.readAll(journal)).hasSize(2);
            assertThat(journal.recovery().tornTail()).hasValue(new TornTail(file, ends[1], lastByte(bytes) - ends[1]));
        }
    }

    @Test
    void aMissingSegmentIsReported() throws Exception {
        try (Journal journal = TestJournals.open(directory)) {
            for (int i = 0; i < 100; i++) {
                TestJournals.write(journal, RecordKind.AMEND, i, "x".repeat(500));
            }
        }
        List<Path> files = TestJournals.segments(directory);
        Files.delete(files.get(1));
        assertThatThrownBy(() -> TestJournals.open(directory))
                .isInstanceOfSatisfying(
                        JournalCorruptedException.class,
                        damaged -> assertThat(damaged.file()).isEqualTo(files.getFirst()));
    }

    @Test
    void aShippedRecordThatIsNoLongerThereIsReported() throws Exception {
        long[] ends = write(directory, List.of(5, 5, 5));
        try (Journal journal = TestJournals.open(directory)) {
            journal.acknowledge(3);
        }
        tear(TestJournals.segments(directory).getFirst(), ends[1], false);
        assertThatThrownBy(() -> TestJournals.open(directory))
                .isInstanceOf(JournalCorruptedException.class)
                .hasMessageContaining("record 3");
    }

    @Test
    void anAcknowledgementTornByACrashLeavesTheOneBeforeIt() throws Exception {
        write(directory, List.of(5, 5, 5));
        try (Journal journal = TestJournals.open(directory)) {
            journal.acknowledge(1);
            journal.acknowledge(3);
        }
        Path file = directory.resolve("acknowledged");
        byte[] bytes = Files.readAllBytes(file);
        int newer = bytes[7] == 3 ? 0 : bytes.length / 2;
        bytes[newer + 9] ^= 1;
        Files.write(file, bytes);
        try (Journal journal = TestJournals.open(directory)) {
            assertThat(TestJournals.readAll(journal)).hasSize(2);
            journal.acknowledge(2);
        }
        bytes = Files.readAllBytes(file);
        Arrays.fill(bytes, (byte) 7);
        Files.write(file, bytes);
        assertThatThrownBy(() -> TestJournals.open(directory))
                .isInstanceOf(JournalCorruptedException.class)
                .hasMessageContaining("acknowledged");
    }

    private static long[] write(Path directory, List<Integer> payloadSizes) throws Exception {
        try (Journal journal = TestJournals.open(directory)) {
            for (int i = 0; i < payloadSizes.size(); i++) {
                TestJournals.write(journal, RecordKind.AMEND, i, "p".repeat(payloadSizes.get(i)));
            }
            return ends(TestJournals.readAll(journal));
        }
    }

    private static long[] ends(List<JournalRecord> records) {
        long[] ends = new long[records.size()];
        long end = SegmentHeader.BYTES;
        for (int i = 0; i < ends.length; i++) {
            end += RecordLayout.bytesOf(records.get(i).payload().length);
            ends[i] = end;
        }
        return ends;
    }

    /** Loses what is behind the cut; returns the first byte that is really lost: a zero that becomes a zero is not. */
    private static long tear(Path file, long cut, boolean shorter) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        int firstLost = (int) cut;
        while (!shorter && firstLost < bytes.length && bytes[firstLost] == 0) {
            firstLost++;
        }
        Arrays.fill(bytes, (int) cut, bytes.length, (byte) 0);
        Files.write(file, shorter ? Arrays.copyOf(bytes, (int) cut) : bytes);
        return firstLost;
    }

    private static void expectWholeRecordsBefore(Path torn, long[] ends, long firstLost) throws Exception {
        int whole = (int) Arrays.stream(ends).filter(end -> end <= firstLost).count();
        int found;
        try (Journal journal = TestJournals.open(torn)) {
            found = TestJournals.readAll(journal).size();
            assertThat(found).isEqualTo(whole);
            assertThat(journal.recovery().nextSequence()).isEqualTo(found + 1L);
            TestJournals.write(journal, RecordKind.OPEN, 77, "after the crash");
        }
        try (Journal journal = TestJournals.open(torn)) {
            List<JournalRecord> records = TestJournals.readAll(journal);
            assertThat(records).hasSize(found + 1);
            assertThat(records.getLast().sequence()).isEqualTo(found + 1L);
            assertThat(journal.recovery().tornTail()).isEmpty();
            assertThat(journal.recovery().unsettled()).hasSize(1);
        }
    }

    private static int recordAt(long[] ends, int spot) {
        int record = 0;
        while (ends[record] <= spot) {
            record++;
        }
        return record;
    }

    private static boolean isPadding(byte[] bytes, int begin, int spot) {
        int length = java.nio.ByteBuffer.wrap(bytes).getInt(begin + 4);
        return spot >= begin + RecordLayout.HEADER_BYTES + length;
    }

    private static long lastByte(byte[] bytes) {
        int end = bytes.length;
        while (bytes[end - 1] == 0) {
            end--;
        }
        return end;
    }

    private static void delete(Path directory) throws IOException {
        List<Path> all = new ArrayList<>();
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder()).forEach(all::add);
        }
        for (Path path : all) {
            try {
                Files.delete(path);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
