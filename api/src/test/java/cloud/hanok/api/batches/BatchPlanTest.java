package cloud.hanok.api.batches;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.hanok.api.error.Language;
import cloud.hanok.content.batch.BatchProblem;
import cloud.hanok.content.batch.Segment;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BatchPlanTest {
    private static final String CHAT = "/v1/chat/completions";
    private static final String BODY = "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"요약\"}]}";

    @Test
    void everyLineIsInOneSegmentWhereverLinesAndPacketsEnd() throws IOException {
        var random = new Random(7);
        for (int round = 0; round < 50; round++) {
            var text = new StringBuilder(round % 2 == 0 ? "" : "\uFEFF");
            List<String> names = new ArrayList<>();
            int count = 1 + random.nextInt(200);
            for (int i = 0; i < count; i++) {
                String name = "민원-" + i;
                names.add(name);
                text.append(line(name, CHAT, BODY.replace("요약", "가".repeat(random.nextInt(4_000)))));
                text.append(random.nextBoolean() ? "\n" : "\r\n");
                text.append(" \n".repeat(random.nextInt(3)));
            }
            if (random.nextBoolean()) {
                text.setLength(text.toString().stripTrailing().length());
            }
            byte[] input = text.toString().getBytes(StandardCharsets.UTF_8);

            BatchPlan plan = new BatchPlan.Reader(CHAT, Language.KOREAN).read(inPackets(input, random));

            assertThat(plan.problems()).isEmpty();
            assertThat(plan.total()).isEqualTo(count);
            List<String> found = new ArrayList<>();
            for (Segment segment : plan.segments()) {
                assertThat(segment.lines()).isBetween(1, BatchPlan.LINES_OF_SEGMENT);
                List<String> of = namesIn(input, segment);
                assertThat(of).hasSize(segment.lines());
                found.addAll(of);
            }
            assertThat(found).isEqualTo(names);
        }
    }

    @Test
    void theBodyIsAskedByteForByte() {
        String body =
                "{ \"model\" : \"m\", \"seed\":12345678901234567890, \"temperature\":1.0e0, \"x\":\"\\u00e9/\\/\" }";
        var line = new JsonLines.Line(3, 0, 0, line("a", CHAT, body).getBytes(StandardCharsets.UTF_8));

        BatchLine read = BatchLine.read(line, CHAT);

        assertThat(read.customId()).isEqualTo("a");
        assertThat(new String(read.body(), StandardCharsets.UTF_8)).isEqualTo(body);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    not json                                                                          | invalid_json_line          |
                    []                                                                                | invalid_json_line          |
                    {"custom_id":"a"                                                                  | invalid_json_line          |
                    {"custom_id":"a","method":"POST","url":"$","body":{"model":"m"}} {}               | invalid_json_line          |
                    {"custom_id":"a","custom_id":"b","method":"POST","url":"$","body":{"model":"m"}}  | invalid_json_line          |
                    {"method":"POST","url":"$","body":{"model":"m"}}                                  | missing_required_parameter | custom_id
                    {"custom_id":"","method":"POST","url":"$","body":{"model":"m"}}                   | invalid_value              | custom_id
                    {"custom_id":7,"method":"POST","url":"$","body":{"model":"m"}}                    | invalid_type               | custom_id
                    {"custom_id":"a","url":"$","body":{"model":"m"}}                                  | missing_required_parameter | method
                    {"custom_id":"a","method":"GET","url":"$","body":{"model":"m"}}                   | invalid_value              | method
                    {"custom_id":"a","method":"POST","body":{"model":"m"}}                            | missing_required_parameter | url
                    {"custom_id":"a","method":"POST","url":"/v1/embeddings","body":{"model":"m"}}     | invalid_value              | url
                    {"custom_id":"a","method":"POST","url":"$"}                                       | missing_required_parameter | body
                    {"custom_id":"a","method":"POST","url":"$","body":[]}                             | invalid_type               | body
                    {"custom_id":"a","method":"POST","url":"$","body":{}}                             | missing_required_parameter | body.model
                    {"custom_id":"a","method":"POST","url":"$","body":{"model":" "}}                  | missing_required_parameter | body.model
                    {"custom_id":"a","method":"POST","url":"$","body":{"model":"m","stream":true}}    | invalid_value              | body.stream
                    {"custom_id":"a","method":"POST","url":"$","body":{"model":"m","background":true}}| invalid_value              | body.background
                    {"custom_id":"a","method":"POST","url":"$","bodys":{}}                            | unknown_parameter          | bodys
                    """)
    void whatCannotBeAskedIsSaidWithItsLine(String line, String code, @Nullable String param) throws IOException {
        String input = line("first", CHAT, BODY) + "\n\n" + line.replace("$", CHAT) + "\n";

        List<BatchProblem> problems =
                plan(input.getBytes(StandardCharsets.UTF_8)).problems();

        assertThat(problems).singleElement().satisfies(problem -> {
            assertThat(problem.line()).isEqualTo(3);
            assertThat(problem.code()).isEqualTo(code);
            assertThat(problem.param()).isEqualTo(param);
            assertThat(problem.message()).matches("(?s).*[가-힣].*");
        });
    }

    @Test
    void aNameThatStandsTwiceIsSaidOfTheSecond() throws IOException {
        String input = line("a", CHAT, BODY) + "\n" + line("b", CHAT, BODY) + "\n" + line("a", CHAT, BODY);

        assertThat(plan(input.getBytes(StandardCharsets.UTF_8)).problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem)
                        .returns(3, BatchProblem::line)
                        .returns("duplicate_custom_id", BatchProblem::code));
    }

    @Test
    void aFileOfAnotherEncodingIsSaidToBeOne() throws IOException {
        byte[] input = line("민원", CHAT, BODY).getBytes(Charset.forName("x-windows-949"));

        assertThat(plan(input).problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.message()).contains("UTF-8"));
    }

    @Test
    void anEmptyInputAndOneWithTooManyLinesAreRefused() throws IOException {
        assertThat(plan(new byte[0]).problems()).extracting(BatchProblem::code).containsExactly("empty_batch");
        assertThat(plan(" \n\r\n".getBytes(StandardCharsets.UTF_8)).problems())
                .extracting(BatchProblem::code)
                .containsExactly("empty_batch");
        String many = IntStream.rangeClosed(0, BatchSettings.MOST_LINES)
                .mapToObj(i -> line("n" + i, CHAT, BODY))
                .collect(Collectors.joining("\n"));
        assertThat(plan(many.getBytes(StandardCharsets.UTF_8)).problems())
                .extracting(BatchProblem::code)
                .containsExactly("too_many_lines");
    }

    @Test
    void aLineThatIsTooLongIsPassedOverAndSaid() throws IOException {
        var input = new ByteArrayOutputStream();
        input.writeBytes((line("a", CHAT, BODY) + "\n").getBytes(StandardCharsets.UTF_8));
        byte[] endless = new byte[64 << 20];
        Arrays.fill(endless, (byte) 'x');
        input.writeBytes(endless);
        input.writeBytes(("\n" + line("a", CHAT, BODY)).getBytes(StandardCharsets.UTF_8));

        assertThat(plan(input.toByteArray()).problems())
                .extracting(problem -> problem.line() + " " + problem.code())
                .containsExactly("2 line_too_long", "3 duplicate_custom_id");
    }

    @Test
    void itDoesNotGoOnForEverAboutMistakes() throws IOException {
        assertThat(plan("x\n".repeat(1_000).getBytes(StandardCharsets.UTF_8)).problems())
                .hasSize(100);
    }

    private static String line(String name, String url, String body) {
        return "{\"custom_id\":\"" + name + "\",\"method\":\"POST\",\"url\":\"" + url + "\",\"body\":" + body + "}";
    }

    private static BatchPlan plan(byte[] input) throws IOException {
        return new BatchPlan.Reader(CHAT, Language.KOREAN).read(new ByteArrayInputStream(input));
    }

    private static List<String> namesIn(byte[] input, Segment segment) throws IOException {
        int from = Math.toIntExact(segment.position());
        var lines = new JsonLines(
                new ByteArrayInputStream(input, from, segment.bytes()), segment.firstLine(), segment.bytes());
        List<String> names = new ArrayList<>();
        for (JsonLines.Line line = lines.next(); line != null; line = lines.next()) {
            if (!line.isBlank()) {
                names.add(BatchLine.read(line, CHAT).customId());
            }
        }
        return names;
    }

    /** As a store gives it: some bytes at a time. */
    private static InputStream inPackets(byte[] bytes, Random random) {
        return new ByteArrayInputStream(bytes) {
            @Override
            public synchronized int read(byte[] into, int from, int length) {
                return super.read(into, from, Math.min(length, 1 + random.nextInt(5_000)));
            }
        };
    }
}
