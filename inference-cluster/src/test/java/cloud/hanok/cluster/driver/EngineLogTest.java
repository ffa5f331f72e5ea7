package cloud.hanok.cluster.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineLogTest {
    private static final String LINE = "토큰을 만드는 중입니다 ".repeat(3) + "\n";

    @TempDir
    Path path;

    @Test
    void oneThatNeverWroteHasWrittenNothing() throws IOException {
        assertThat(log(-1)).isEqualTo(new EngineLog("", 0, 0));
        assertThat(log(17)).isEqualTo(new EngineLog("", 0, 0));
    }

    @Test
    void partsTogetherAreWhatItWroteLineByLine() throws IOException {
        append("첫째 줄\n둘째");
        EngineLog first = log(-1);
        assertThat(first.text()).isEqualTo("첫째 줄\n");
        assertThat(log(first.to()).text()).as("a line that is not whole").isEmpty();
        append(" 줄\n셋째 줄\n");
        EngineLog second = log(first.to());
        assertThat(second.text()).isEqualTo("둘째 줄\n셋째 줄\n");
        assertThat(log(second.to())).isEqualTo(new EngineLog("", second.to(), second.to()));
    }

    @Test
    void ofALongOneTheEndIsShownFromALineOn() throws IOException {
        append(LINE.repeat(5_000));
        EngineLog tail = log(-1);
        assertThat(tail.text()).startsWith(LINE).endsWith(LINE);
        assertThat(tail.to()).isEqualTo(Files.size(path.resolve("engine.log")));
        assertThat(tail.to() - tail.from()).isBetween(EngineLog.TAIL_BYTES - 200L, (long) EngineLog.TAIL_BYTES);

        StringBuilder whole = new StringBuilder();
        for (EngineLog part = log(0); !part.text().isEmpty(); part = log(part.to())) {
            assertThat(part.to() - part.from()).isLessThanOrEqualTo(EngineLog.MOST_BYTES);
            whole.append(part.text());
        }
        assertThat(whole).hasToString(LINE.repeat(5_000));
    }

    @Test
    void aLineWithoutEndIsShownInPieces() throws IOException {
        append("x".repeat(EngineLog.MOST_BYTES + 10));
        EngineLog first = log(0);
        assertThat(first.text()).hasSize(EngineLog.MOST_BYTES);
        assertThat(log(first.to()).text()).isEmpty();
    }

    @Test
    void oneThatBeganAnewIsReadFromItsBeginning() throws IOException {
        append(IntStream.range(0, 100).mapToObj(i -> "line " + i + "\n").reduce("", String::concat));
        long end = log(-1).to();
        Files.writeString(path.resolve("engine.log"), "anew\n");
        assertThat(log(end)).isEqualTo(new EngineLog("anew\n", 0, 5));
    }

    private EngineLog log(long after) throws IOException {
        return new EngineFolder(path).log(after);
    }

    private void append(String text) throws IOException {
        Files.write(
                path.resolve("engine.log"),
                text.getBytes(StandardCharsets.UTF_8),
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }
}
