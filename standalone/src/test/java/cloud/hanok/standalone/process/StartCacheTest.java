package cloud.hanok.standalone.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartCacheTest {
    private static final String LEARN = "-XX:AOTCacheOutput=";
    private static final String USE = "-XX:AOTCache=";
    private static final List<String> PROGRAM = List.of("-cp", "a.jar", "Main");

    @TempDir
    Path folder;

    private Path jar;
    private StateDirectory state;

    @BeforeEach
    void makeJar() throws IOException {
        jar = Files.writeString(folder.resolve("a.jar"), "1");
        state = new StateDirectory(folder.resolve("state"));
    }

    @Test
    void theFirstStartLearnsAndTheNextUsesIt() throws IOException {
        Files.writeString(file(LEARN, options(PROGRAM)), "learnt");
        assertThat(file(USE, options(PROGRAM))).hasContent("learnt");
        assertThat(file(USE, options(PROGRAM))).exists();
    }

    @Test
    void whatTheJvmHadNotFinishedIsThrownAwayAndLearntAnew() throws IOException {
        Path learnt = file(LEARN, options(PROGRAM));
        Files.writeString(learnt, "half of it");
        Path unfinished = Files.writeString(Path.of(learnt + ".config"), "");
        assertThat(file(LEARN, options(PROGRAM))).isEqualTo(learnt);
        assertThat(learnt).doesNotExist();
        assertThat(unfinished).doesNotExist();
    }

    @Test
    void anotherProgramOrAnotherJarIsLearntAnewAndTheOldFileGoes() throws IOException {
        Files.writeString(file(LEARN, options(PROGRAM)), "learnt");
        Path known = file(USE, options(PROGRAM));
        Files.setLastModifiedTime(jar, FileTime.from(Instant.parse("2020-01-01T00:00:00Z")));
        Path anew = file(LEARN, options(PROGRAM));
        assertThat(known).doesNotExist();
        assertThat(file(LEARN, options(List.of("-Xmx1g", "-cp", "a.jar", "Main"))))
                .isNotEqualTo(anew);
    }

    @Test
    void filesOfTheServerAreLeftAlone() {
        state.write("pid", "1 1");
        options(PROGRAM);
        assertThat(state.read("pid")).contains("1 1");
    }

    @Test
    void aServerWithoutCacheIsStartedAsItIs() {
        assertThat(StartCache.none().options(PROGRAM, List.of(jar))).isEmpty();
    }

    private List<String> options(List<String> program) {
        return StartCache.in(state).options(program, List.of(jar));
    }

    private static Path file(String option, List<String> options) {
        return options.stream()
                .filter(each -> each.startsWith(option))
                .map(each -> Path.of(each.substring(option.length())))
                .findFirst()
                .orElseThrow(() -> new AssertionError(option + " is not in " + options));
    }
}
