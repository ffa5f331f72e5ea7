package cloud.hanok.platform.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class SpaceKeeperTest {
    private static final int TIMES = 2_000;

    @TempDir
    Path directory;

    /** The keeper asks what is wanted under the intake's lock; whoever stops it meanwhile must still be heard. */
    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void whoeverStopsItIsHeardHoweverBusyTheIntakeIs() throws Exception {
        JournalSettings settings = TestJournals.settings(directory);
        Intake intake = new Intake(settings);
        SegmentLog segments = new SegmentLog(settings, new FileDisk(), intake);
        AtomicBoolean done = new AtomicBoolean();
        Thread busy = Thread.ofPlatform().daemon().start(() -> {
            while (!done.get()) {
                intake.pendingBytes();
            }
        });
        try {
            for (int time = 0; time < TIMES; time++) {
                SpaceKeeper keeper = new SpaceKeeper(settings, segments, intake);
                keeper.start();
                keeper.stop();
            }
        } finally {
            done.set(true);
            busy.join();
        }
        assertThat(busy.isAlive()).isFalse();
    }
}
