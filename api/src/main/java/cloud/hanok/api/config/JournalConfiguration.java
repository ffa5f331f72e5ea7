package cloud.hanok.api.config;

import cloud.hanok.platform.journal.JournalSettings;
import cloud.hanok.platform.journal.SyncMode;
import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.nio.file.Path;
import java.time.Duration;

/**
 * {@code hanok.journal}: what a gateway writes before it answers.
 *
 * @param dir a folder of its own; empty for {@code journal} below {@code hanok.data-dir}
 * @param sync {@code group}: an answer waits for the disk; {@code interval}: at most 10 ms of records are lost with the
 *     power, none with the process
 * @param gatherMicros the least time between two writes while 8 or more requests are live, and up to three times as long until
 *     half of them have something to write: each fsync then carries the records of several, for so much more latency at most
 * @param segmentMebibytes size of one preallocated file
 * @param maximumMebibytes of all files together; beyond it requests are refused until records are shipped
 * @param progressSlots requests that can be live at once
 */
@ConfigurationProperties("hanok.journal")
public record JournalConfiguration(
        @Bindable(defaultValue = "") String dir,
        @Bindable(defaultValue = "group") String sync,
        @Bindable(defaultValue = "2000") int gatherMicros,
        @Bindable(defaultValue = "64") int segmentMebibytes,
        @Bindable(defaultValue = "4096") int maximumMebibytes,
        @Bindable(defaultValue = "65536") int progressSlots) {

    public JournalConfiguration {
        if (!sync.equals("group") && !sync.equals("interval")) {
            throw new IllegalArgumentException("hanok.journal.sync: group or interval was expected: " + sync);
        }
    }

    /** The bounds of this installation's journal. */
    public JournalSettings settings(InstallationConfiguration installation) {
        Path directory = dir.isEmpty() ? installation.dataDir().resolve("journal") : Path.of(dir);
        JournalSettings ordinary = JournalSettings.of(directory, installation.gatewayId());
        return new JournalSettings(
                directory,
                installation.gatewayId(),
                sync.equals("group") ? SyncMode.GROUP : SyncMode.INTERVAL,
                ordinary.syncInterval(),
                Duration.ofNanos(gatherMicros * 1_000L),
                ordinary.probeInterval(),
                segmentMebibytes << 20,
                (long) maximumMebibytes << 20,
                ordinary.pendingBytes(),
                ordinary.maximumPayloadBytes(),
                ordinary.maximumSettleBytes(),
                progressSlots);
    }
}
