package cloud.hanok.standalone.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SurefireReportsTest {
    private static final Instant START = Instant.parse("2026-11-22T10:00:00Z");

    @TempDir
    Path root;

    @Test
    void passedFailedAndSkippedTestsOfAllModulesAreCounted() throws Exception {
        report("one", "TEST-a.xml", START, """
                <testsuite>
                  <testcase classname="A" name="works"/>
                  <testcase classname="A" name="fails"><failure message="x"/></testcase>
                  <testcase classname="A" name="breaks"><error message="x"/></testcase>
                </testsuite>
                """);
        report("two", "TEST-b.xml", START.plusSeconds(5), """
                <testsuite>
                  <testcase classname="B" name="needsAGpu"><skipped message="no accelerator here"/></testcase>
                  <testcase classname="B" name="works"/>
                </testsuite>
                """);
        SurefireReports reports = SurefireReports.read(root, START);
        assertThat(reports.passed()).isEqualTo(2);
        assertThat(reports.failed()).containsExactlyInAnyOrder("A.fails", "A.breaks");
        assertThat(reports.skipped())
                .containsExactly(new SurefireReports.Skipped("B.needsAGpu", "no accelerator here"));
    }

    @Test
    void reportsOfAnEarlierRunDoNotCount() throws Exception {
        report("one", "TEST-old.xml", START.minusSeconds(60), """
                <testsuite><testcase classname="A" name="works"/></testsuite>
                """);
        assertThat(SurefireReports.read(root, START).passed()).isZero();
    }

    private void report(String module, String name, Instant written, String text) throws Exception {
        Path folder = Files.createDirectories(root.resolve(module).resolve("target/surefire-reports"));
        Path file = Files.writeString(folder.resolve(name), text);
        Files.setLastModifiedTime(file, FileTime.from(written));
    }
}
