package cloud.hanok.api.slice;

import static cloud.hanok.api.OperatedServer.await;
import static cloud.hanok.api.OperatedServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.openai.client.OpenAIClient;
import com.openai.core.JsonValue;
import com.openai.models.batches.Batch;
import com.openai.models.batches.BatchCreateParams;
import com.openai.models.batches.BatchCreateParams.Endpoint;
import com.openai.models.files.FilePurpose;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Batches as OpenAI's Java client asks for them, of lines whose answers go by scripts. */
final class AskedBatches {
    static final Duration PATIENCE = Duration.ofSeconds(60);
    static final String CHAT = "/v1/chat/completions";

    private AskedBatches() {}

    /** Sends an input, and returns its id. */
    static String upload(OpenAIClient with, String lines) {
        return with.files()
                .create(SentFiles.params("질문.jsonl", lines.getBytes(StandardCharsets.UTF_8)).toBuilder()
                        .purpose(FilePurpose.BATCH)
                        .build())
                .id();
    }

    static Batch create(OpenAIClient with, String file, Endpoint endpoint) {
        return with.batches()
                .create(BatchCreateParams.builder()
                        .inputFileId(file)
                        .endpoint(endpoint)
                        .completionWindow(BatchCreateParams.CompletionWindow._24H)
                        .metadata(BatchCreateParams.Metadata.builder()
                                .putAdditionalProperty("부서", JsonValue.from("민원실"))
                                .build())
                        .build());
    }

    /** How it stands in the end. */
    static Batch ended(OpenAIClient with, String id) {
        List<Batch> found = new ArrayList<>();
        await("the end of " + id, PATIENCE, () -> {
            found.add(with.batches().retrieve(id));
            return Optional.of(found.getLast().status())
                    .filter(
                            Set.of(
                                    Batch.Status.COMPLETED,
                                    Batch.Status.FAILED,
                                    Batch.Status.EXPIRED,
                                    Batch.Status.CANCELLED)::contains)
                    .isPresent();
        });
        return found.getLast();
    }

    /** The lines of a file by their names, each of which is there once. */
    static Map<String, JsonNode> lines(OpenAIClient with, String file) {
        Map<String, JsonNode> lines = new HashMap<>();
        for (String line : new String(SentFiles.content(with, file), StandardCharsets.UTF_8).split("\n")) {
            JsonNode read = json(line);
            assertThat(lines.put(read.get("custom_id").asText(), read))
                    .as("once")
                    .isNull();
        }
        return lines;
    }

    /** A line that asks for a chat by a script. */
    static String chat(String name, String script, String settings) {
        String message =
                Slice.message("batch-" + script, settings).replace("\\", "\\\\").replace("\"", "\\\"");
        return line(
                name,
                CHAT,
                "{\"model\":\"" + Slice.MODEL + "\",\"messages\":[{\"role\":\"user\",\"content\":\"" + message
                        + "\"}]}");
    }

    static String line(String name, String url, String body) {
        return "{\"custom_id\":\"" + name + "\",\"method\":\"POST\",\"url\":\"" + url + "\",\"body\":" + body + "}";
    }
}
