package cloud.hanok.api.clients;

import static cloud.hanok.api.clients.JavaMatrix.JSON;
import static cloud.hanok.api.clients.JavaMatrix.ask;
import static cloud.hanok.api.clients.JavaMatrix.facts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.openai.client.OpenAIClient;
import com.openai.core.MultipartField;
import com.openai.core.http.HttpResponse;
import com.openai.errors.UnexpectedStatusCodeException;
import com.openai.models.batches.Batch;
import com.openai.models.batches.BatchCreateParams;
import com.openai.models.batches.BatchListParams;
import com.openai.models.batches.BatchRequestCounts;
import com.openai.models.files.FileCreateParams;
import com.openai.models.files.FilePurpose;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/** A batch by OpenAI's client for Java, as its README shows it. */
final class JavaBatch {
    private static final Set<Batch.Status> UNDER_WAY =
            Set.of(Batch.Status.VALIDATING, Batch.Status.IN_PROGRESS, Batch.Status.FINALIZING);
    private static final Duration POLL = Duration.ofMillis(200);

    private final OpenAIClient client;
    private final String model;

    JavaBatch(OpenAIClient client, String model) {
        this.client = client;
        this.model = model;
    }

    ObjectNode found() {
        String id = made().id();
        Batch batch = client.batches().retrieve(id);
        while (UNDER_WAY.contains(batch.status())) {
            LockSupport.parkNanos(POLL.toNanos());
            batch = client.batches().retrieve(id);
        }
        List<JsonNode> answers = lines(batch.outputFileId().orElseThrow());
        BatchRequestCounts counts = batch.requestCounts().orElseThrow();
        boolean listed = client
                .batches()
                .list(BatchListParams.builder().limit(1).build())
                .autoPager()
                .stream()
                .anyMatch(each -> each.id().equals(id));
        ObjectNode found = facts().put("state", batch.status().asString())
                .put(
                        "text",
                        answers.getFirst()
                                .at("/response/body/choices/0/message/content")
                                .asText())
                .put("errors", batch.errorFileId().isPresent())
                .put("listed", listed)
                .put("cancel", cancelled(id));
        found.putArray("counts").add(counts.total()).add(counts.completed()).add(counts.failed());
        answers.stream().map(line -> line.path("custom_id").asText()).sorted().forEach(found.withArray("names")::add);
        return found;
    }

    private Batch made() {
        String lines = line("가") + "\n" + line("나");
        String file = client.files()
                .create(FileCreateParams.builder()
                        .file(MultipartField.<InputStream>builder()
                                .value(new ByteArrayInputStream(lines.getBytes(StandardCharsets.UTF_8)))
                                .filename("질문.jsonl")
                                .build())
                        .purpose(FilePurpose.BATCH)
                        .build())
                .id();
        return client.batches()
                .create(BatchCreateParams.builder()
                        .inputFileId(file)
                        .endpoint(BatchCreateParams.Endpoint.V1_CHAT_COMPLETIONS)
                        .completionWindow(BatchCreateParams.CompletionWindow._24H)
                        .build());
    }

    private String line(String name) {
        ObjectNode line = facts().put("custom_id", name).put("method", "POST").put("url", "/v1/chat/completions");
        ObjectNode body = line.putObject("body").put("model", model);
        body.putArray("messages").addObject().put("role", "user").put("content", ask("batch", "\"tokens\":2"));
        return line.toString();
    }

    private List<JsonNode> lines(String file) {
        try (HttpResponse content = client.files().content(file)) {
            List<JsonNode> lines = new ArrayList<>();
            for (String line : new String(content.body().readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
                lines.add(JSON.readTree(line));
            }
            return lines;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** The status of the refusal of what has ended. */
    private int cancelled(String id) {
        try {
            client.batches().cancel(id);
            return 0;
        } catch (UnexpectedStatusCodeException ended) {
            return ended.statusCode();
        }
    }
}
