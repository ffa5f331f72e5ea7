package cloud.hanok.api.config;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;

/**
 * {@code hanok.journal}: what a gateway writes before it answers.
 *
 * @param dir a folder of its own; empty for {@code journal} below {@code hanok.data-dir}
 * @param sync {@code group}: an answer waits for the disk; {@code interval}: at most 10 ms of records are lost with the
 *     power, none with the process
 * @param segmentMebibytes size of one preallocated file
 * @param maximumMebibytes of all files together; beyond it requests are refused until records are shipped
 * @param progressSlots requests that can be live at once
 */
@ConfigurationProperties("hanok.journal")
public record JournalConfiguration(
        @Bindable(defaultValue = "") String dir,
        @Bindable(defaultValue = "group") String sync,
        @Bindable(defaultValue = "64") int segmentMebibytes,
        @Bindable(defaultValue = "4096") int maximumMebibytes,
        @Bindable(defaultValue = "65536") int progressSlots) {

    public JournalConfiguration {
        if (!sync.equals("group") && !sync.equals("interval")) {
            throw new IllegalArgumentException("hanok.journal.sync: group or interval was expected: " + sync);
        }
    }
}
