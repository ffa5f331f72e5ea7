package cloud.hanok.platform.journal;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.hanok.platform.id.Ulid;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Kills a process in mid-append with SIGKILL, again and again, and looks for what it had promised. */
class JournalKillTest {
    private static final int KILLS = 4;
    private static final int MOST_LINES_BEFORE_A_KILL = 3_000;

    @TempDir
    Path directory = Path.of("");

    @ParameterizedTest
    @EnumSource(SyncMode.class)
    void whatWasDurableBeforeAKillIsThereAfterItOnceAndInOrder(SyncMode mode) throws Exception {
        long seed = System.nanoTime();
        System.out.println("JournalKillTest " + mode + " seed " + seed);
        Random random = new Random(seed);
        Set<String> promised = new HashSet<>();
        Map<Ulid, Long> relayed = new HashMap<>();
        for (int run = 0; run < KILLS; run++) {
            runAndKill(mode, run, 1 + random.nextInt(MOST_LINES_BEFORE_A_KILL), promised, relayed);
            expectAll(run, promised, relayed);
        }
        assertThat(promised).isNotEmpty();
    }

    private void runAndKill(SyncMode mode, int run, int lines, Set<String> promised, Map<Ulid, Long> relayed)
            throws Exception {
        Process child = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx64m",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        AppendingProgram.class.getName(),
                        directory.toString(),
                        mode.name(),
                        Integer.toString(run))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader said =
                new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
            for (int i = 0; i < lines; i++) {
                note(said.readLine(), promised, relayed);
            }
            // The handle's way leaves the pipe open: what was said before the kill must be heard.
            assertThat(child.toHandle().destroyForcibly()).isTrue();
            for (String line = said.readLine(); line != null; line = said.readLine()) {
                note(line, promised, relayed);
            }
        } finally {
            child.destroyForcibly();
            assertThat(child.waitFor(20, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(child.exitValue()).isEqualTo(128 + 9);
    }

    /** The program ends each line with a dot, so that a line cut short by the kill is not taken for a promise. */
    private static void note(String line, Set<String> promised, Map<Ulid, Long> relayed) {
        assertThat(line).as("the child says something").isNotNull();
        if (!line.endsWith(".")) {
            return;
        }
        String[] words = line.substring(0, line.length() - 1).split(" ");
        if (words[0].equals("RELAYED")) {
            relayed.put(Ulid.parse(words[1]), Long.parseLong(words[2]));
        } else {
            promised.add(words[0] + " " + words[1]);
        }
    }

    private void expectAll(int run, Set<String> promised, Map<Ulid, Long> relayed) throws IOException {
        try (Journal journal = Journal.open(AppendingProgram.settings(directory, SyncMode.GROUP), Clock.systemUTC())) {
            List<JournalRecord> records = TestJournals.readAll(journal);
            Set<String> found = new HashSet<>();
            long sequence = 0;
            for (JournalRecord record : records) {
                assertThat(record.sequence()).isEqualTo(++sequence);
                assertThat(found.add(record.kind() + " " + record.request()))
                        .as("%s comes once", record)
                        .isTrue();
            }
            assertThat(found).containsAll(promised);
            for (UnsettledOpen open : journal.recovery().unsettled()) {
                Ulid request = open.open().request();
                if (AppendingProgram.runOf(request) == run) {
                    long sent = relayed.getOrDefault(request, 0L);
                    // The kill may fall between the count and its chunk, never the other way round.
                    assertThat(open.progress().outputTokens()).isBetween(sent, sent + 1);
                    assertThat(open.slot()).isNotNull();
                    open.free();
                }
            }
        }
    }
}
