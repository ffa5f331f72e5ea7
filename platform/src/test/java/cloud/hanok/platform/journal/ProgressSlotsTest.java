package cloud.hanok.platform.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgressSlotsTest {
    @TempDir
    Path directory = Path.of("");

    @Test
    void aSlotIsReusedOnlyAfterItIsFreed() throws Exception {
        ProgressSlots slots = open(2, Set.of(), new HashMap<>());
        ProgressSlot first = Objects.requireNonNull(slots.claim(TestJournals.request(1), 1));
        assertThat(slots.claim(TestJournals.request(2), 1)).isNotNull();
        assertThat(slots.claim(TestJournals.request(3), 1)).isNull();

        first.update(10, 5, 3);
        first.free();
        first.free();
        ProgressSlot third = Objects.requireNonNull(slots.claim(TestJournals.request(3), 1));
        assertThat(third.progress()).isEqualTo(Progress.NONE);
        assertThat(slots.claim(TestJournals.request(4), 1)).isNull();

        first.update(99, 99, 99);
        first.flag(1);
        assertThat(third.progress()).isEqualTo(Progress.NONE);
    }

    @Test
    void countsNeverGoBack() throws Exception {
        ProgressSlots slots = open(1, Set.of(), new HashMap<>());
        ProgressSlot slot = Objects.requireNonNull(slots.claim(TestJournals.request(1), 1));
        slot.update(10, 2, 7);
        slot.update(9, 3, 6);
        assertThat(slot.progress()).isEqualTo(new Progress(10, 3, 7, 2, 0));
    }

    @Test
    void onlySlotsOfUnsettledAttemptsSurvive() throws Exception {
        ProgressSlots slots = open(4, Set.of(), new HashMap<>());
        for (int request = 1; request <= 4; request++) {
            ProgressSlot slot = Objects.requireNonNull(slots.claim(TestJournals.request(request), request));
            slot.update(request, 0, 0);
        }
        AttemptKey second = new AttemptKey(TestJournals.request(2), 2);
        AttemptKey otherAttempt = new AttemptKey(TestJournals.request(3), 1);
        Map<AttemptKey, ProgressSlot> found = new HashMap<>();
        ProgressSlots again = open(4, new HashSet<>(Set.of(second, otherAttempt)), found);

        assertThat(found).containsOnlyKeys(second);
        assertThat(Objects.requireNonNull(found.get(second)).progress()).isEqualTo(new Progress(2, 0, 0, 1, 0));
        assertThat(again.freeCount()).isEqualTo(3);
    }

    @Test
    void aClaimCutShortBeforeItsLastWordIsAFreeSlot() throws Exception {
        ProgressSlots slots = open(1, Set.of(), new HashMap<>());
        ProgressSlot slot = Objects.requireNonNull(slots.claim(TestJournals.request(1), 1));
        slot.update(5, 5, 5);
        byte[] bytes = Files.readAllBytes(file());
        ByteBuffer.wrap(bytes)
                .order(ByteOrder.nativeOrder())
                .putLong(ProgressSlots.SLOT_BYTES + ProgressSlots.STATE, 0);
        Files.write(file(), bytes);

        Map<AttemptKey, ProgressSlot> found = new HashMap<>();
        ProgressSlots again = open(1, Set.of(new AttemptKey(TestJournals.request(1), 1)), found);
        assertThat(found).isEmpty();
        assertThat(again.freeCount()).isEqualTo(1);
    }

    @Test
    void anotherCountTakesEffectOnceNoSlotIsNeeded() throws Exception {
        ProgressSlots slots = open(2, Set.of(), new HashMap<>());
        AttemptKey key = new AttemptKey(TestJournals.request(1), 1);
        assertThat(slots.claim(key.request(), 1)).isNotNull();

        Map<AttemptKey, ProgressSlot> found = new HashMap<>();
        assertThat(open(8, Set.of(key), found).freeCount()).isEqualTo(1);
        assertThat(found).containsOnlyKeys(key);
        assertThat(open(8, Set.of(), new HashMap<>()).freeCount()).isEqualTo(8);
    }

    private ProgressSlots open(int count, Set<AttemptKey> unsettled, Map<AttemptKey, ProgressSlot> found)
            throws Exception {
        return ProgressSlots.open(file(), count, unsettled, found);
    }

    private Path file() {
        return directory.resolve("progress.slots");
    }
}
