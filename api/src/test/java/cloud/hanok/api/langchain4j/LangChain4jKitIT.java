package cloud.hanok.api.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.hanok.api.DocumentSection;
import cloud.hanok.api.scripted.ScriptedRequest;
import cloud.hanok.api.scripted.ScriptedRequest.Outcome;
import cloud.hanok.api.slice.Slice;
import dev.langchain4j.model.chat.ChatModel;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The kit with LangChain4j's own client of OpenAI's protocol, against the whole program. What its tests need a model's wit
 * for is known to {@link KitAnswers}: they are run for what is on the wire.
 */
@ExtendWith(Slice.Shared.class)
class LangChain4jKitIT {
    private static KitBed bed;
    private static KitRun run;

    @BeforeAll
    static void start(Slice slice) throws InterruptedException {
        bed = new KitBed(slice);
        long begun = System.nanoTime();
        run = KitRun.ofAll();
        System.out.println(
                "LangChain4j's test kit: " + TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun) + " ms");
    }

    @AfterAll
    static void stop() throws InterruptedException {
        bed.close();
    }

    @ParameterizedTest
    @EnumSource
    void everyTestOfTheKitPassesOrHasItsReasonNotToRun(Kit kit) {
        KitRun.Outcomes found = run.of(kit);
        var softly = new SoftAssertions();
        found.failed().forEach((test, failure) -> softly.fail(kit.title() + "." + test + ": " + failure, failure));
        softly.assertThat(found.notRun())
                .as("of %s does not run", kit.title())
                .containsExactlyElementsOf(kit.reasons().keySet());
        softly.assertThat(found.passed()).as("of %s passes", kit.title()).isNotEmpty();
        softly.assertAll();
    }

    @Test
    void aStreamThatIsCancelledStopsTheEngine() {
        assertThat(bed.seen(KitAnswers.STORY))
                .isNotEmpty()
                .extracting(ScriptedRequest::outcome)
                .containsOnly(Outcome.ABORTED);
    }

    @Test
    void theDocumentationSaysWhatWasFound() throws IOException {
        new DocumentSection("compatibility.md", "LangChain4j's test kit", "LangChain4jKitIT").assertSays(text());
    }

    private static String text() throws IOException {
        Map<String, SortedSet<String>> reasons = new LinkedHashMap<>();
        var text = new StringBuilder("| of `langchain4j-core` " + version()
                + ", with `langchain4j-open-ai` | tests | passed | not run |\n|---|---|---|---|\n");
        for (Kit kit : Kit.values()) {
            KitRun.Outcomes found = run.of(kit);
            int passed = found.passed().size();
            int notRun = found.notRun().size();
            text.append("| `%s` | %d | %d | %d |\n"
                    .formatted(kit.title(), passed + notRun + found.failed().size(), passed, notRun));
            kit.reasons()
                    .forEach((test, reason) -> reasons.computeIfAbsent(reason, key -> new TreeSet<>())
                            .add(test));
        }
        text.append("\nNot run:\n");
        reasons.forEach((reason, tests) -> text.append("- `")
                .append(String.join("`, `", tests))
                .append("`: ")
                .append(reason)
                .append('\n'));
        return text.toString();
    }

    private static String version() throws IOException {
        try (InputStream file = Objects.requireNonNull(ChatModel.class.getResourceAsStream(
                "/META-INF/maven/dev.langchain4j/langchain4j-core/pom.properties"))) {
            var properties = new Properties();
            properties.load(file);
            return properties.getProperty("version");
        }
    }
}
