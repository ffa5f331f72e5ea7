package cloud.hanok.api.clients;

import static cloud.hanok.api.clients.JavaMatrix.JSON;
import static cloud.hanok.api.clients.JavaMatrix.ask;
import static cloud.hanok.api.clients.JavaMatrix.facts;
import static cloud.hanok.api.clients.JavaMatrix.rounded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.core.MultipartField;
import com.openai.core.http.Headers;
import com.openai.core.http.HttpResponse;
import com.openai.core.http.HttpResponseFor;
import com.openai.core.http.StreamResponse;
import com.openai.errors.InvalidWebhookSignatureException;
import com.openai.errors.NotFoundException;
import com.openai.errors.OpenAIException;
import com.openai.errors.OpenAIServiceException;
import com.openai.helpers.ChatCompletionAccumulator;
import com.openai.helpers.ResponseAccumulator;
import com.openai.models.FunctionDefinition;
import com.openai.models.FunctionParameters;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionListParams;
import com.openai.models.chat.completions.ChatCompletionMessage;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.models.chat.completions.ChatCompletionUpdateParams;
import com.openai.models.chat.completions.messages.MessageListParams;
import com.openai.models.completions.Completion;
import com.openai.models.completions.CompletionCreateParams;
import com.openai.models.completions.CompletionUsage;
import com.openai.models.conversations.ConversationCreateParams;
import com.openai.models.conversations.ConversationUpdateParams;
import com.openai.models.conversations.items.ItemCreateParams;
import com.openai.models.conversations.items.ItemDeleteParams;
import com.openai.models.conversations.items.ItemListParams;
import com.openai.models.conversations.items.ItemRetrieveParams;
import com.openai.models.embeddings.CreateEmbeddingResponse;
import com.openai.models.embeddings.EmbeddingCreateParams;
import com.openai.models.files.FileCreateParams;
import com.openai.models.files.FileListParams;
import com.openai.models.files.FileObject;
import com.openai.models.files.FilePurpose;
import com.openai.models.moderations.ModerationCreateParams;
import com.openai.models.responses.EasyInputMessage;
import com.openai.models.responses.FunctionTool;
import com.openai.models.responses.Response;
import com.openai.models.responses.ResponseConversationParam;
import com.openai.models.responses.ResponseCreateParams;
import com.openai.models.responses.ResponseFunctionToolCall;
import com.openai.models.responses.ResponseInputItem;
import com.openai.models.responses.ResponseOutputItem;
import com.openai.models.responses.ResponseRetrieveParams;
import com.openai.models.responses.ResponseStatus;
import com.openai.models.responses.ResponseStreamEvent;
import com.openai.models.responses.ResponseUsage;
import com.openai.models.responses.inputitems.InputItemListParams;
import com.openai.models.uploads.Upload;
import com.openai.models.uploads.UploadCompleteParams;
import com.openai.models.uploads.UploadCreateParams;
import com.openai.models.uploads.parts.PartCreateParams;
import com.openai.models.webhooks.UnwrapWebhookEvent;
import com.openai.models.webhooks.WebhookCreateParams;
import com.openai.models.webhooks.WebhookEndpointWithSecret;
import com.openai.models.webhooks.WebhookRotateSecretParams;
import com.openai.models.webhooks.WebhookTestParams;
import com.openai.models.webhooks.WebhookUpdateParams;
import com.openai.models.webhooks.WebhookVerificationParams;
import com.openai.services.blocking.ConversationService;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** OpenAI's client for Java. */
final class OpenAiJava implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(100);
    private final ClientBed bed;
    private final JavaMatrix matrix;
    private final OpenAIClient client;
    private final OpenAIClient limited;
    private final OpenAIClient spent;
    private final OpenAIClient stranger;
    private final OpenAIClient administrator;

    OpenAiJava(ClientBed bed) {
        this.bed = bed;
        this.matrix = new JavaMatrix(bed);
        client = client(bed.of("HANOK_KEY"));
        limited = client(bed.of("HANOK_LIMITED_KEY"));
        spent = client(bed.of("HANOK_SPENT_KEY"));
        stranger = client("hk_nobody");
        administrator = client(bed.of("HANOK_ADMIN_KEY"));
    }

    private OpenAIClient client(String key) {
        return OpenAIOkHttpClient.builder()
                .baseUrl(bed.of("HANOK_BASE_URL"))
                .apiKey(key)
                .timeout(Duration.ofSeconds(20))
                .build();
    }

    List<Found> run() {
        matrix.behaviour(Behaviour.CHAT, this::chat);
        matrix.behaviour(Behaviour.CHAT_STREAM, this::chatStream);
        matrix.behaviour(Behaviour.STREAM_USAGE, this::streamUsage);
        matrix.behaviour(Behaviour.STREAM_NO_USAGE, this::streamNoUsage);
        matrix.behaviour(Behaviour.HEARTBEAT, this::heartbeat);
        matrix.behaviour(Behaviour.LENGTH, this::length);
        matrix.behaviour(
                Behaviour.TOOL_CALL,
                () -> tools(create(withTools(params("tool_call", "\"tokens\":0,\"calls\":1"))
                        .build())));
        matrix.behaviour(
                Behaviour.TOOL_STREAM,
                () -> tools(whole(withTools(params("tool_stream", "\"tokens\":2,\"calls\":2"))
                        .build())));
        matrix.behaviour(Behaviour.REASONING, this::reasoning);
        matrix.behaviour(Behaviour.REASONING_STREAM, this::reasoningStream);
        matrix.behaviour(Behaviour.COMPLETION, this::completion);
        matrix.behaviour(Behaviour.COMPLETION_STREAM, this::completionStream);
        matrix.behaviour(Behaviour.EMBEDDINGS, () -> embeddings(null));
        matrix.behaviour(Behaviour.EMBEDDINGS_FLOAT, () -> embeddings(EmbeddingCreateParams.EncodingFormat.FLOAT));
        matrix.behaviour(Behaviour.EMBEDDING_TOKENS, this::embeddingTokens);
        matrix.behaviour(Behaviour.MODELS, this::models);
        matrix.behaviour(
                Behaviour.UNAUTHORIZED,
                () -> refused(() -> stranger.chat()
                        .completions()
                        .create(params("unauthorized", "").build())));
        matrix.behaviour(
                Behaviour.UNKNOWN_MODEL,
                () -> refused(() -> create(
                        params("unknown_model", "").model("no-such-model").build())));
        matrix.behaviour(
                Behaviour.BAD_PARAMETER,
                () -> refused(
                        () -> create(params("bad_parameter", "").temperature(9).build())));
        matrix.behaviour(
                Behaviour.TOO_LONG,
                () -> refused(() -> create(params("too_long", "\"status\":400").build())));
        matrix.behaviour(
                Behaviour.UNSUPPORTED,
                () -> refused(() -> client.moderations()
                        .create(ModerationCreateParams.builder().input("안녕").build())));
        matrix.behaviour(
                Behaviour.FORBIDDEN,
                () -> refused(() -> administrator
                        .chat()
                        .completions()
                        .create(params("forbidden", "").build())));
        matrix.behaviour(
                Behaviour.BAD_METHOD, () -> refused(() -> client.responses().retrieve("input_tokens")));
        matrix.behaviour(
                Behaviour.TOO_LARGE,
                () -> refused(() -> create(params("too_large", "")
                        .addUserMessage(JavaMatrix.tooLong())
                        .build())));
        matrix.behaviour(
                Behaviour.RATE, () -> matrix.holdingTheSlot(() -> retried(limited, params("rate", "\"tokens\":1"))));
        matrix.behaviour(
                Behaviour.QUOTA,
                () -> refused(() ->
                        spent.chat().completions().create(params("quota", "").build())));
        matrix.behaviour(
                Behaviour.OVERLOAD,
                () -> retried(client, params("overload", "\"tokens\":1,\"status\":503,\"failures\":1")));
        matrix.behaviour(Behaviour.REPLAY, this::replay);
        matrix.behaviour(Behaviour.LEAVES, this::leaves);
        matrix.behaviour(Behaviour.DIES, this::dies);
        matrix.behaviour(Behaviour.RESPONSE, this::response);
        matrix.behaviour(Behaviour.RESPONSE_STREAM, this::responseStream);
        matrix.behaviour(Behaviour.RESPONSE_TOOLS, this::responseTools);
        matrix.behaviour(Behaviour.RESPONSE_KEPT, this::responseKept);
        matrix.behaviour(Behaviour.RESPONSE_BACKGROUND, this::responseInBackground);
        matrix.behaviour(Behaviour.RESPONSE_FAILS, this::responseFails);
        matrix.behaviour(Behaviour.CONVERSATION, this::conversation);
        matrix.behaviour(Behaviour.CHAT_KEPT, this::chatKept);
        matrix.behaviour(Behaviour.FILES, this::files);
        matrix.behaviour(Behaviour.UPLOAD, this::upload);
        matrix.behaviour(Behaviour.BATCH, () -> new JavaBatch(client, bed.model()).found());
        matrix.behaviour(Behaviour.WEBHOOK, this::webhook);
        return matrix.found();
    }

    private ObjectNode chat() {
        ChatCompletion answer = create(params("chat", "\"tokens\":10,\"promptTokens\":12,\"cachedTokens\":5")
                .build());
        CompletionUsage usage = answer.usage().orElseThrow();
        return facts().put("text", text(answer))
                .put("finish", finish(answer))
                .put("model", answer.model())
                .put("prompt", usage.promptTokens())
                .put("completion", usage.completionTokens())
                .put(
                        "cached",
                        usage.promptTokensDetails().orElseThrow().cachedTokens().orElseThrow());
    }

    private ObjectNode chatStream() {
        List<ChatCompletionChunk> chunks =
                stream(params("chat_stream", "\"tokens\":10,\"split\":true").build());
        return facts().put("text", text(chunks))
                .put(
                        "finish",
                        chunks.getLast()
                                .choices()
                                .getFirst()
                                .finishReason()
                                .orElseThrow()
                                .toString())
                .put("pieces", pieces(chunks).size());
    }

    private ObjectNode streamUsage() {
        List<ChatCompletionChunk> chunks = stream(params("stream_usage", "\"tokens\":10")
                .streamOptions(
                        ChatCompletionStreamOptions.builder().includeUsage(true).build())
                .build());
        CompletionUsage usage = chunks.getLast().usage().orElseThrow();
        return facts().put("text", text(chunks))
                .put("prompt", usage.promptTokens())
                .put("completion", usage.completionTokens());
    }

    private ObjectNode streamNoUsage() {
        List<ChatCompletionChunk> chunks =
                stream(params("stream_no_usage", "\"tokens\":10").build());
        return facts().put("text", text(chunks))
                .put(
                        "usage",
                        chunks.stream()
                                .anyMatch(chunk -> chunk.usage().isPresent()
                                        || chunk.choices().isEmpty()));
    }

    private ObjectNode heartbeat() {
        return facts().put(
                        "text",
                        text(stream(params("heartbeat", "\"tokens\":1,\"firstMillis\":1400")
                                .putAdditionalHeader("x-hanok-heartbeat", "1")
                                .build())));
    }

    private ObjectNode length() {
        return facts().put(
                        "finish",
                        finish(create(params("length", "\"tokens\":2,\"finish\":\"length\"")
                                .maxCompletionTokens(2)
                                .build())));
    }

    private ObjectNode tools(ChatCompletion answer) throws Exception {
        ArrayNode tools = JSON.createArrayNode();
        for (var call : answer.choices().getFirst().message().toolCalls().orElseThrow()) {
            var function = call.asFunction();
            tools.add(JSON.createArrayNode()
                    .add(function.id())
                    .add(function.function().name())
                    .add(JSON.readTree(function.function().arguments())));
        }
        return facts().put("finish", finish(answer)).set("tools", tools);
    }

    private ObjectNode reasoning() {
        ChatCompletionMessage message = create(
                        params("reasoning", "\"tokens\":2,\"thoughts\":3").build())
                .choices()
                .getFirst()
                .message();
        return facts().put("text", message.content().orElseThrow())
                .put("thoughts", thought(message._additionalProperties()));
    }

    private ObjectNode reasoningStream() {
        List<ChatCompletionChunk> chunks =
                stream(params("reasoning_stream", "\"tokens\":2,\"thoughts\":3").build());
        var thoughts = new StringBuilder();
        chunks.forEach(chunk ->
                thoughts.append(thought(chunk.choices().getFirst().delta()._additionalProperties())));
        return facts().put("text", text(chunks)).put("thoughts", thoughts.toString());
    }

    private static String thought(Map<String, JsonValue> more) {
        JsonValue thought = more.get("reasoning_content");
        return thought == null ? "" : Objects.requireNonNull(thought.convert(String.class));
    }

    private ObjectNode completion() {
        Completion answer = client.completions().create(prompt("completion"));
        return facts().put("text", answer.choices().getFirst().text())
                .put("finish", answer.choices().getFirst().finishReason().toString())
                .put("completion", answer.usage().orElseThrow().completionTokens());
    }

    private ObjectNode completionStream() {
        try (StreamResponse<Completion> stream = client.completions().createStreaming(prompt("completion_stream"))) {
            var text = new StringBuilder();
            var finish = new ArrayList<String>();
            stream.stream().map(chunk -> chunk.choices().getFirst()).forEach(choice -> {
                text.append(choice.text());
                if (!choice._finishReason().isNull()) {
                    finish.add(choice.finishReason().toString());
                }
            });
            return facts().put("text", text.toString()).put("finish", String.join(",", finish));
        }
    }

    private CompletionCreateParams prompt(String name) {
        return CompletionCreateParams.builder()
                .model(bed.model())
                .prompt(ask(name, "\"tokens\":4"))
                .build();
    }

    private ObjectNode embeddings(EmbeddingCreateParams.@Nullable EncodingFormat format) {
        EmbeddingCreateParams.Builder asked = EmbeddingCreateParams.builder()
                .model(bed.model())
                .inputOfArrayOfStrings(List.of(ask("embeddings", ""), "둘"));
        if (format != null) {
            asked.encodingFormat(format);
        }
        CreateEmbeddingResponse answer = client.embeddings().create(asked.build());
        ArrayNode vectors = JSON.createArrayNode();
        answer.data().forEach(item -> vectors.add(rounded(item.embedding())));
        ObjectNode facts = facts().put("prompt", answer.usage().promptTokens());
        facts.set("vectors", vectors);
        return facts;
    }

    private ObjectNode embeddingTokens() {
        ObjectNode facts = facts();
        facts.setAll(refused(() -> {
            try {
                client.embeddings()
                        .create(EmbeddingCreateParams.builder()
                                .model(bed.model())
                                .inputOfArrayOfTokenArrays(List.of(List.of(1L, 2L, 3L)))
                                .build());
            } catch (OpenAIServiceException refusal) {
                facts.put("helped", String.valueOf(refusal.getMessage()).contains("check_embedding_ctx_length=False"));
                throw refusal;
            }
        }));
        return facts;
    }

    private ObjectNode models() {
        return facts().put(
                        "listed",
                        client.models().list().data().stream()
                                .anyMatch(model -> model.id().equals(bed.model())))
                .put("found", client.models().retrieve(bed.model()).id().equals(bed.model()));
    }

    private static ObjectNode retried(OpenAIClient who, ChatCompletionCreateParams.Builder params) {
        String text = text(who.chat().completions().create(params.build()));
        return facts().put("calls", 0).put("text", text);
    }

    private ObjectNode replay() {
        ChatCompletionCreateParams asked = params("replay", "\"tokens\":2")
                .putAdditionalHeader("Idempotency-Key", bed.model())
                .build();
        try (HttpResponseFor<ChatCompletion> first =
                        client.chat().completions().withRawResponse().create(asked);
                HttpResponseFor<ChatCompletion> again =
                        client.chat().completions().withRawResponse().create(asked)) {
            ObjectNode facts = facts().put("calls", 0)
                    .put("same", first.parse().equals(again.parse()))
                    .put(
                            "replayed",
                            again.headers().values("x-idempotent-replay").contains("true"))
                    .put("computed", matrix.computed("replay"));
            facts.putArray("ids")
                    .add(first.requestId().orElse(""))
                    .add(again.requestId().orElse(""));
            return facts;
        }
    }

    private ObjectNode leaves() {
        ChatCompletionCreateParams params =
                params("leaves", "\"tokens\":2000,\"gapMillis\":5").build();
        try (StreamResponse<ChatCompletionChunk> stream =
                client.chat().completions().createStreaming(params)) {
            stream.stream().limit(4).forEach(chunk -> {});
        }
        return matrix.left("leaves");
    }

    private ObjectNode dies() {
        List<ChatCompletionChunk> before = new ArrayList<>();
        ChatCompletionCreateParams params = params("dies", "\"tokens\":9,\"dieAfterTokens\":4,\"gapMillis\":40")
                .build();
        ObjectNode facts = facts().put("calls", 0);
        try (StreamResponse<ChatCompletionChunk> stream =
                client.chat().completions().createStreaming(params)) {
            stream.stream().forEach(before::add);
            facts.putNull("error");
        } catch (OpenAIServiceException failure) {
            facts.put("error", failure.getClass().getSimpleName())
                    .put("code", failure.code().orElse(""));
        }
        return facts.put("text", text(before));
    }

    private ObjectNode response() {
        Response answer = client.responses()
                .create(responseParams("response", "\"tokens\":10,\"promptTokens\":12,\"cachedTokens\":5")
                        .build())
                .validate();
        ResponseUsage usage = answer.usage().orElseThrow();
        return facts().put("text", text(answer))
                .put("finish", answer.status().orElseThrow().toString())
                .put("model", answer.model().asString())
                .put("prompt", usage.inputTokens())
                .put("completion", usage.outputTokens())
                .put("cached", usage.inputTokensDetails().cachedTokens());
    }

    private ObjectNode responseStream() {
        var accumulator = ResponseAccumulator.create();
        List<String> pieces = new ArrayList<>();
        try (StreamResponse<ResponseStreamEvent> stream = client.responses()
                .createStreaming(responseParams("response_stream", "\"tokens\":10,\"split\":true")
                        .build())) {
            stream.stream()
                    .map(ResponseStreamEvent::validate)
                    .map(accumulator::accumulate)
                    .flatMap(event -> event.outputTextDelta().stream())
                    .forEach(piece -> pieces.add(piece.delta()));
        }
        String text = text(accumulator.response());
        return facts().put("text", text)
                .put("pieces", pieces.size())
                .put("same", String.join("", pieces).equals(text));
    }

    private ObjectNode responseTools() throws Exception {
        ResponseCreateParams.Builder params = responseParams("response_tools", "\"tokens\":0,\"calls\":1");
        for (int number = 0; number < 2; number++) {
            params.addTool(FunctionTool.builder()
                    .name("get_weather_" + number)
                    .description("도시의 날씨")
                    .parameters(FunctionTool.Parameters.builder()
                            .putAdditionalProperty("type", JsonValue.from("object"))
                            .putAdditionalProperty("properties", JsonValue.from(Map.of("도시", Map.of("type", "string"))))
                            .build())
                    .strict(false)
                    .build());
        }
        Response answer = client.responses().create(params.build()).validate();
        ArrayNode tools = JSON.createArrayNode();
        List<ResponseInputItem> next = new ArrayList<>();
        for (ResponseOutputItem item : answer.output()) {
            if (item.isFunctionCall()) {
                ResponseFunctionToolCall call = item.asFunctionCall();
                tools.add(JSON.createArrayNode()
                        .add(call.callId())
                        .add(call.name())
                        .add(JSON.readTree(call.arguments())));
                next.add(ResponseInputItem.ofFunctionCallOutput(ResponseInputItem.FunctionCallOutput.builder()
                        .callId(call.callId())
                        .output("맑음")
                        .build()));
            }
        }
        next.add(user(ask("response_result", "\"tokens\":1")));
        Response after = client.responses()
                .create(ResponseCreateParams.builder()
                        .model(bed.model())
                        .previousResponseId(answer.id())
                        .inputOfResponse(next)
                        .build());
        ObjectNode facts = facts().put("text", text(after));
        facts.set("tools", tools);
        facts.set("asked", JSON.valueToTree(bed.roles("response_result")));
        return facts;
    }

    private ObjectNode conversation() {
        ConversationService service = client.conversations();
        String id = service.create(ConversationCreateParams.builder()
                        .addItem(said(EasyInputMessage.Role.USER, "하나"))
                        .addItem(said(EasyInputMessage.Role.ASSISTANT, "둘"))
                        .metadata(ConversationCreateParams.Metadata.builder()
                                .putAdditionalProperty("표", JsonValue.from("첫째"))
                                .build())
                        .build())
                .id();
        Response first = client.responses()
                .create(ResponseCreateParams.builder()
                        .model(bed.model())
                        .input(ask("conversation_first", "\"tokens\":3"))
                        .conversation(id)
                        .build());
        client.responses().delete(first.id());
        client.responses()
                .create(ResponseCreateParams.builder()
                        .model(bed.model())
                        .input(ask("conversation_second", "\"tokens\":1"))
                        .conversation(ResponseConversationParam.builder().id(id).build())
                        .build());
        List<String> items = service
                .items()
                .list(
                        id,
                        ItemListParams.builder()
                                .limit(2)
                                .order(ItemListParams.Order.ASC)
                                .build())
                .autoPager()
                .stream()
                .map(item -> item.message().orElseThrow().id())
                .toList();
        String last = items.getLast();
        String found = service.items()
                .retrieve(ItemRetrieveParams.builder()
                        .conversationId(id)
                        .itemId(last)
                        .build())
                .message()
                .orElseThrow()
                .id();
        String added = service.items()
                .create(ItemCreateParams.builder()
                        .conversationId(id)
                        .addItem(said(EasyInputMessage.Role.USER, "끝"))
                        .build())
                .data()
                .getFirst()
                .message()
                .orElseThrow()
                .id();
        for (String item : List.of(last, added, items.getFirst())) {
            service.items()
                    .delete(ItemDeleteParams.builder()
                            .conversationId(id)
                            .itemId(item)
                            .build());
        }
        JsonValue words = service.update(
                        id,
                        ConversationUpdateParams.builder()
                                .metadata(ConversationUpdateParams.Metadata.builder()
                                        .putAdditionalProperty("표", JsonValue.from("둘째"))
                                        .build())
                                .build())
                ._metadata();
        long left = service.items().list(id, ItemListParams.builder().limit(3).build()).autoPager().stream()
                .count();
        service.delete(id);
        int status = 0;
        try {
            service.retrieve(id);
        } catch (NotFoundException gone) {
            status = gone.statusCode();
        }
        ObjectNode facts = facts().put("items", items.size() - 1)
                .put("listed", found.equals(last))
                .put(
                        "words",
                        Objects.requireNonNull(words.convert(ObjectNode.class))
                                .path("표")
                                .asText())
                .put("left", left)
                .put("gone", status);
        facts.set("asked", JSON.valueToTree(bed.roles("conversation_second")));
        return facts;
    }

    private static EasyInputMessage said(EasyInputMessage.Role role, String text) {
        return EasyInputMessage.builder().role(role).content(text).build();
    }

    private ObjectNode chatKept() {
        List<ChatCompletion> made = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            made.add(create(ChatCompletionCreateParams.builder()
                    .model(bed.model())
                    .addUserMessage("하나")
                    .addUserMessage("둘")
                    .addUserMessage(ask("chat_kept", "\"tokens\":3"))
                    .store(true)
                    .metadata(ChatCompletionCreateParams.Metadata.builder()
                            .putAdditionalProperty("표", JsonValue.from(bed.model()))
                            .build())
                    .build()));
        }
        ChatCompletion first = made.getFirst();
        List<String> listed = client
                .chat()
                .completions()
                .list(ChatCompletionListParams.builder()
                        .metadata(ChatCompletionListParams.Metadata.builder()
                                .putAdditionalProperty("표", bed.model())
                                .build())
                        .limit(2)
                        .build())
                .autoPager()
                .stream()
                .map(ChatCompletion::id)
                .toList();
        ChatCompletion again = client.chat().completions().retrieve(first.id());
        List<String> texts = client
                .chat()
                .completions()
                .messages()
                .list(first.id(), MessageListParams.builder().limit(2).build())
                .autoPager()
                .stream()
                .map(message -> message.content().orElse(""))
                .toList();
        ChatCompletion changed = client.chat()
                .completions()
                .update(
                        first.id(),
                        ChatCompletionUpdateParams.builder()
                                .metadata(ChatCompletionUpdateParams.Metadata.builder()
                                        .putAdditionalProperty("표", JsonValue.from("둘째"))
                                        .build())
                                .build());
        List<ChatCompletionChunk> chunks =
                stream(params("chat_kept", "\"tokens\":6").store(true).build());
        ChatCompletion whole =
                client.chat().completions().retrieve(chunks.getFirst().id());
        boolean deleted = made.stream()
                .allMatch(chat -> client.chat().completions().delete(chat.id()).deleted());
        int status = 0;
        try {
            client.chat().completions().retrieve(first.id());
        } catch (NotFoundException gone) {
            status = gone.statusCode();
        }
        ObjectNode facts = facts().put(
                        "listed",
                        listed.equals(made.stream().map(ChatCompletion::id).toList()))
                .put(
                        "same",
                        again.choices().equals(first.choices()) && again.usage().equals(first.usage()))
                .put(
                        "changed",
                        Objects.requireNonNull(changed.metadata()
                                        .orElseThrow()
                                        ._additionalProperties()
                                        .get("표"))
                                .asStringOrThrow())
                .put("summed", text(whole).equals(text(chunks)))
                .put("deleted", deleted)
                .put("gone", status);
        ArrayNode shown = facts.putArray("texts");
        texts.subList(0, texts.size() - 1).forEach(shown::add);
        return facts;
    }

    private ObjectNode files() {
        List<FileObject> made = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            made.add(client.files()
                    .create(FileCreateParams.builder()
                            .file(MultipartField.<InputStream>builder()
                                    .value(new ByteArrayInputStream(
                                            ("{\"가\":" + i + "}").getBytes(StandardCharsets.UTF_8)))
                                    .filename("질문 " + i + ".jsonl")
                                    .build())
                            .purpose(FilePurpose.EVALS)
                            .build()));
        }
        List<String> listed =
                client
                        .files()
                        .list(FileListParams.builder().purpose("evals").limit(2).build())
                        .autoPager()
                        .stream()
                        .map(FileObject::id)
                        .toList();
        FileObject first = made.getFirst();
        boolean same = client.files().retrieve(first.id()).equals(first);
        String content = new String(content(first.id()), StandardCharsets.UTF_8);
        boolean deleted =
                made.stream().allMatch(file -> client.files().delete(file.id()).deleted());
        int status = 0;
        try {
            client.files().retrieve(first.id());
        } catch (NotFoundException gone) {
            status = gone.statusCode();
        }
        return facts().put("name", first.filename())
                .put(
                        "listed",
                        listed.containsAll(made.stream().map(FileObject::id).toList()))
                .put("same", same)
                .put("content", content)
                .put("deleted", deleted)
                .put("gone", status);
    }

    private byte[] content(String file) {
        try (HttpResponse answer = client.files().content(file)) {
            return answer.body().readAllBytes();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private ObjectNode webhook() throws IOException {
        WebhookEndpointWithSecret hook = client.webhooks()
                .create(WebhookCreateParams.builder()
                        .name("이름")
                        .url(bed.of("HANOK_HOOK"))
                        .addEventType(WebhookCreateParams.EventType.RESPONSE_COMPLETED)
                        .addEventType(WebhookCreateParams.EventType.BATCH_FAILED)
                        .build());
        boolean listed = client.webhooks().list().autoPager().stream()
                .anyMatch(each -> each.id().equals(hook.id()));
        String named = client.webhooks()
                .update(hook.id(), WebhookUpdateParams.builder().name("새 이름").build())
                .name();
        long status = test(hook, WebhookTestParams.EventType.RESPONSE_COMPLETED);
        JsonNode came = hooked();
        UnwrapWebhookEvent event = client.webhooks().unwrap(message(came, hook.signingSecret(), ""));
        boolean forged = false;
        try {
            client.webhooks().verifySignature(message(came, hook.signingSecret(), " "));
        } catch (InvalidWebhookSignatureException refused) {
            forged = true;
        }
        WebhookEndpointWithSecret again = client.webhooks()
                .rotateSecret(
                        hook.id(),
                        WebhookRotateSecretParams.builder()
                                .keepOldSecretActiveFor24Hours(true)
                                .build());
        test(hook, WebhookTestParams.EventType.BATCH_FAILED);
        JsonNode both = hooked();
        boolean rotated = Stream.of(hook, again)
                .allMatch(each -> client.webhooks()
                        .unwrap(message(both, each.signingSecret(), ""))
                        .isBatchFailed());
        boolean deleted = client.webhooks().delete(hook.id()).deleted();
        int gone = 0;
        try {
            client.webhooks().retrieve(hook.id());
        } catch (NotFoundException failure) {
            gone = failure.statusCode();
        }
        return facts().put("made", hook.isValid())
                .put("listed", listed)
                .put("name", named)
                .put("answered", status)
                .put("type", event.asResponseCompleted()._type().convert(String.class))
                .put(
                        "same",
                        event.asResponseCompleted()
                                .id()
                                .equals(came.at("/headers/webhook-id").asText()))
                .put("rotated", rotated)
                .put("forged", forged)
                .put("deleted", deleted)
                .put("gone", gone);
    }

    private long test(WebhookEndpointWithSecret hook, WebhookTestParams.EventType type) {
        return client.webhooks()
                .test(hook.id(), WebhookTestParams.builder().eventType(type).build())
                .statusCode();
    }

    /** What came to its endpoint last. */
    private JsonNode hooked() throws IOException {
        try (InputStream answer = URI.create(bed.of("HANOK_HOOKED")).toURL().openStream()) {
            return JavaMatrix.JSON.readTree(answer);
        }
    }

    private static WebhookVerificationParams message(JsonNode came, String secret, String more) {
        Headers.Builder headers = Headers.builder();
        came.path("headers")
                .properties()
                .forEach(each -> headers.put(each.getKey(), each.getValue().asText()));
        return WebhookVerificationParams.builder()
                .payload(came.path("body").asText() + more)
                .headers(headers.build())
                .secret(secret)
                .build();
    }

    private ObjectNode upload() {
        byte[] content = new byte[250_000];
        for (int i = 0; i < content.length; i++) {
            content[i] = (byte) (i % 251);
        }
        Upload begun = client.uploads()
                .create(UploadCreateParams.builder()
                        .filename("큰 파일.bin")
                        .bytes(content.length)
                        .mimeType("application/octet-stream")
                        .purpose(FilePurpose.USER_DATA)
                        .build());
        List<String> parts = Stream.of(0, 100_000, 200_000)
                .parallel()
                .map(from -> client.uploads()
                        .parts()
                        .create(PartCreateParams.builder()
                                .uploadId(begun.id())
                                .data(new ByteArrayInputStream(content, from, 100_000))
                                .build())
                        .id())
                .toList();
        Upload done = client.uploads()
                .complete(UploadCompleteParams.builder()
                        .uploadId(begun.id())
                        .partIds(parts)
                        .build());
        FileObject file = done.file().orElseThrow();
        boolean same = Arrays.equals(content(file.id()), content);
        return facts().put("state", done.status().asString())
                .put("bytes", file.bytes())
                .put("same", same);
    }

    private ObjectNode responseKept() {
        Response answer = client.responses()
                .create(ResponseCreateParams.builder()
                        .model(bed.model())
                        .inputOfResponse(List.of(user("하나"), user("둘"), user(ask("response_kept", "\"tokens\":2"))))
                        .build());
        boolean same = client.responses().retrieve(answer.id()).equals(answer);
        ArrayNode items = JSON.createArrayNode();
        client
                .responses()
                .inputItems()
                .list(
                        answer.id(),
                        InputItemListParams.builder()
                                .limit(2)
                                .order(InputItemListParams.Order.ASC)
                                .build())
                .autoPager()
                .stream()
                .map(item -> item.asResponseInputMessageItem()
                        .content()
                        .getFirst()
                        .asInputText()
                        .text())
                .forEach(items::add);
        items.remove(items.size() - 1);
        client.responses().delete(answer.id());
        ObjectNode facts =
                refused(() -> client.responses().retrieve(answer.id())).put("same", same);
        facts.set("items", items);
        return facts;
    }

    private ObjectNode responseInBackground() {
        Response queued = inBackground("response_polled", "\"tokens\":10,\"firstMillis\":200");
        Response answer = queued;
        while (answer.status()
                .filter(status -> status.equals(ResponseStatus.QUEUED) || status.equals(ResponseStatus.IN_PROGRESS))
                .isPresent()) {
            LockSupport.parkNanos(POLL.toNanos());
            answer = client.responses().retrieve(queued.id());
        }
        List<ResponseStreamEvent> seen;
        try (StreamResponse<ResponseStreamEvent> stream = client.responses()
                .createStreaming(responseParams("response_resumed", "\"tokens\":10,\"gapMillis\":20")
                        .background(true)
                        .build())) {
            seen = stream.stream().limit(4).toList();
        }
        String id = seen.getFirst().created().orElseThrow().response().id();
        List<ResponseStreamEvent> rest;
        try (StreamResponse<ResponseStreamEvent> stream = client.responses()
                .retrieveStreaming(ResponseRetrieveParams.builder()
                        .responseId(id)
                        .startingAfter(seen.size() - 1)
                        .build())) {
            rest = stream.stream().toList();
        }
        var whole = ResponseAccumulator.create();
        seen.forEach(whole::accumulate);
        rest.forEach(whole::accumulate);
        Response unwanted = inBackground("response_cancelled", "\"tokens\":800,\"gapMillis\":10");
        return facts().put("first", queued.status().orElseThrow().toString())
                .put("end", answer.status().orElseThrow().toString())
                .put("text", text(answer))
                .put("resumed", rest.getFirst().contentPartAdded().orElseThrow().sequenceNumber())
                .put("last", rest.getLast().isCompleted() ? "response.completed" : "")
                .put(
                        "same",
                        whole.response()
                                .equals(rest.getLast().completed().orElseThrow().response()))
                .put(
                        "cancelled",
                        client.responses()
                                .cancel(unwanted.id())
                                .status()
                                .orElseThrow()
                                .toString());
    }

    private Response inBackground(String name, String script) {
        return client.responses()
                .create(responseParams(name, script).background(true).build());
    }

    private ObjectNode responseFails() {
        var accumulator = ResponseAccumulator.create();
        var text = new StringBuilder();
        ObjectNode facts = facts().put("calls", 0);
        try (StreamResponse<ResponseStreamEvent> stream = client.responses()
                .createStreaming(responseParams("response_fails", "\"tokens\":9,\"dieAfterTokens\":4,\"gapMillis\":40")
                        .build())) {
            stream.stream().forEach(event -> {
                event.outputTextDelta().ifPresent(piece -> text.append(piece.delta()));
                event.failed()
                        .flatMap(failed -> failed.response().error())
                        .ifPresent(error -> facts.put("failed", error.code().toString()));
                accumulator.accumulate(event);
            });
            facts.put("end", accumulator.response().status().orElseThrow().toString());
        } catch (OpenAIException failure) {
            facts.put("end", failure.getClass().getSimpleName());
        }
        return facts.put("text", text.toString());
    }

    private ResponseCreateParams.Builder responseParams(String name, String script) {
        return ResponseCreateParams.builder().model(bed.model()).input(ask(name, script));
    }

    private static ResponseInputItem user(String text) {
        return ResponseInputItem.ofEasyInputMessage(EasyInputMessage.builder()
                .role(EasyInputMessage.Role.USER)
                .content(text)
                .build());
    }

    private static String text(Response answer) {
        var text = new StringBuilder();
        answer.output().stream()
                .flatMap(item -> item.message().stream())
                .flatMap(message -> message.content().stream())
                .forEach(part -> text.append(part.asOutputText().text()));
        return text.toString();
    }

    private static ObjectNode refused(Runnable run) {
        try {
            run.run();
            return facts().putNull("error");
        } catch (OpenAIServiceException refusal) {
            return facts().put("error", refusal.getClass().getSimpleName())
                    .put("status", refusal.statusCode())
                    .put("code", refusal.code().orElse(null))
                    .put("param", refusal.param().orElse(null))
                    .put(
                            "request",
                            refusal.headers().values("x-request-id").getFirst().startsWith("req_"))
                    .put("calls", 0);
        }
    }

    private ChatCompletionCreateParams.Builder params(String name, String script) {
        return ChatCompletionCreateParams.builder().model(bed.model()).addUserMessage(ask(name, script));
    }

    private static ChatCompletionCreateParams.Builder withTools(ChatCompletionCreateParams.Builder params) {
        for (int number = 0; number < 2; number++) {
            params.addFunctionTool(FunctionDefinition.builder()
                    .name("get_weather_" + number)
                    .description("도시의 날씨")
                    .parameters(FunctionParameters.builder()
                            .putAdditionalProperty("type", JsonValue.from("object"))
                            .putAdditionalProperty("properties", JsonValue.from(Map.of("도시", Map.of("type", "string"))))
                            .build())
                    .build());
        }
        return params;
    }

    private ChatCompletion create(ChatCompletionCreateParams params) {
        ChatCompletion answer = client.chat().completions().create(params);
        answer.validate();
        return answer;
    }

    private List<ChatCompletionChunk> stream(ChatCompletionCreateParams params) {
        try (StreamResponse<ChatCompletionChunk> stream =
                client.chat().completions().createStreaming(params)) {
            return stream.stream().map(ChatCompletionChunk::validate).toList();
        }
    }

    /** A stream as the client puts it together itself. */
    private ChatCompletion whole(ChatCompletionCreateParams params) {
        ChatCompletionAccumulator accumulator = ChatCompletionAccumulator.create();
        stream(params).forEach(accumulator::accumulate);
        return accumulator.chatCompletion();
    }

    private static String text(ChatCompletion answer) {
        return answer.choices().getFirst().message().content().orElse("");
    }

    private static String finish(ChatCompletion answer) {
        return answer.choices().getFirst().finishReason().toString();
    }

    private static String text(List<ChatCompletionChunk> chunks) {
        return String.join("", pieces(chunks));
    }

    private static List<String> pieces(List<ChatCompletionChunk> chunks) {
        return chunks.stream()
                .flatMap(chunk -> chunk.choices().stream())
                .flatMap(choice -> choice.delta().content().stream())
                .filter(piece -> !piece.isEmpty())
                .toList();
    }

    @Override
    public void close() {
        client.close();
        limited.close();
        spent.close();
        stranger.close();
        administrator.close();
    }
}
