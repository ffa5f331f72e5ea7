package cloud.hanok.api.soak;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.hanok.api.fault.House;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What the control plane holds while nothing is asked of it.
 *
 * @param heapKib in use after a full collection
 * @param residentKib memory of the process
 * @param directKib in direct buffers
 * @param threads of the operating system's
 * @param files open descriptors
 * @param segments of the journal on the disk, spare ones with them
 * @param slots of progress in use
 * @param unsettled SETTLEs that the journal has not taken
 * @param connections open to the engine
 * @param shipped the last record that has arrived
 */
record Sample(
        long heapKib,
        long residentKib,
        long directKib,
        long threads,
        long files,
        long segments,
        long slots,
        long unsettled,
        long connections,
        long shipped) {
    private static final int SLOT_BYTES = 64;
    private static final int SLOT_STATE = 16;
    private static final Pattern USED = Pattern.compile("total \\d+K, used (\\d+)K");

    /** Waits until no request is live, collects the garbage, and looks. */
    static Sample atRest(House house) throws IOException, InterruptedException {
        house.await("the end of every request", () -> slotsInUse(house) == 0);
        jcmd(house, "GC.run");
        List<Long> used = USED.matcher(jcmd(house, "GC.heap_info"))
                .results()
                .map(match -> Long.parseLong(match.group(1)))
                .toList();
        assertThat(used).as("young and old generation").hasSize(2);
        String metrics = house.calls().metrics();
        return new Sample(
                used.get(0) + used.get(1),
                status(house, "VmRSS"),
                (long) metric(metrics, "jvm_buffer_memory_used_bytes{id=\"direct\"}") >> 10,
                status(house, "Threads"),
                count(Path.of("/proc", Long.toString(house.pid()), "fd"), ""),
                count(house.journal(), "segment-") + count(house.journal(), "spare-"),
                slotsInUse(house),
                (long) metric(metrics, "hanok_gateway_unsettled"),
                house.engine().connections(),
                (long) metric(metrics, "hanok_journal_shipped_sequence"));
    }

    private static String jcmd(House house, String command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        Long.toString(house.pid()),
                        command)
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }

    private static long status(House house, String name) throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc", Long.toString(house.pid()), "status"))) {
            if (line.startsWith(name + ":")) {
                return Long.parseLong(line.replaceAll("[^0-9]", ""));
            }
        }
        throw new AssertionError("no " + name);
    }

    private static double metric(String metrics, String name) {
        List<String> lines = metrics.lines()
                .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
                .toList();
        assertThat(lines).as(name).hasSize(1);
        return Double.parseDouble(lines.getFirst().substring(lines.getFirst().lastIndexOf(' ') + 1));
    }

    private static long count(Path folder, String prefix) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> String.valueOf(file.getFileName()).startsWith(prefix))
                    .count();
        }
    }

    /** The first place of the file is its header; a slot whose state is not zero is in use. */
    private static long slotsInUse(House house) {
        try {
            ByteBuffer slots = ByteBuffer.wrap(
                            Files.readAllBytes(house.journal().resolve("progress.slots")))
                    .order(ByteOrder.nativeOrder());
            long taken = 0;
            for (int at = SLOT_BYTES; at < slots.limit(); at += SLOT_BYTES) {
                taken += slots.getLong(at + SLOT_STATE) == 0 ? 0 : 1;
            }
            return taken;
        } catch (IOException failed) {
            throw new AssertionError(failed);
        }
    }
}
