package cloud.hanok.api.batches;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.hanok.api.error.ErrorCode;
import cloud.hanok.api.error.Language;
import cloud.hanok.content.batch.BatchUsage;
import cloud.hanok.platform.id.Ulid;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class LineResultTest {
    private static final Ulid ID = new Ulid(1, 2);

    @Test
    void anAnswerStandsOnOneLineAsItCame() throws IOException {
        var told = new LineResult.Told("req_1", 200, bytes("{\r\n \"n\": 1.50,\n \"text\": \"줄\\n바꿈\"}"));

        String line = new String(told.bytes(ID, "민원\"1"), StandardCharsets.UTF_8);

        assertThat(told.isAnswer()).isTrue();
        assertThat(line.indexOf('\n')).isEqualTo(line.length() - 1);
        assertThat(line).contains("\"n\": 1.50").doesNotContain("\r");
        JsonNode read = new ObjectMapper().readTree(line);
        assertThat(read.at("/id").asText()).isEqualTo("batch_req_" + ID);
        assertThat(read.at("/custom_id").asText()).isEqualTo("민원\"1");
        assertThat(read.at("/response/status_code").asInt()).isEqualTo(200);
        assertThat(read.at("/response/request_id").asText()).isEqualTo("req_1");
        assertThat(read.at("/response/body/text").asText()).isEqualTo("줄\n바꿈");
        assertThat(read.get("error").isNull()).isTrue();
    }

    @Test
    void whatWasNotAskedSaysWhy() throws IOException {
        var unasked = new LineResult.Unasked(ErrorCode.BATCH_EXPIRED, Language.KOREAN);

        JsonNode read = new ObjectMapper().readTree(unasked.bytes(ID, "a"));

        assertThat(unasked.isAnswer()).isFalse();
        assertThat(read.get("response").isNull()).isTrue();
        assertThat(read.at("/error/code").asText()).isEqualTo("batch_expired");
        assertThat(read.at("/error/message").asText()).contains("배치");
    }

    @Test
    void tokensAreReadInWhicheverFormTheAnswerHas() {
        assertThat(usage("{\"usage\":{\"prompt_tokens\":12,\"completion_tokens\":5,"
                        + "\"prompt_tokens_details\":{\"cached_tokens\":3},"
                        + "\"completion_tokens_details\":{\"reasoning_tokens\":2}}}"))
                .isEqualTo(new BatchUsage(12, 3, 5, 2));
        assertThat(
                        usage(
                                "{\"output\":[{\"usage\":7}],\"usage\":{\"input_tokens\":12,\"output_tokens\":5,"
                                        + "\"input_tokens_details\":{\"cached_tokens\":3},\"output_tokens_details\":{\"reasoning_tokens\":2}}}"))
                .isEqualTo(new BatchUsage(12, 3, 5, 2));
        assertThat(usage("{\"data\":[],\"usage\":{\"prompt_tokens\":9,\"total_tokens\":9}}"))
                .isEqualTo(new BatchUsage(9, 0, 0, 0));
        assertThat(usage("{}")).isEqualTo(BatchUsage.NONE);
        assertThat(usage("no json")).isEqualTo(BatchUsage.NONE);
    }

    private static BatchUsage usage(String body) {
        return new LineResult.Told("req_1", 200, bytes(body)).usage();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
