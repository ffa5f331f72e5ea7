package cloud.hanok.api.responses;

import cloud.hanok.api.error.ApiError;
import cloud.hanok.api.error.ApiException;
import cloud.hanok.api.error.ErrorCode;
import cloud.hanok.api.gateway.GatewaySettings;
import cloud.hanok.api.gateway.InferenceRequest;
import cloud.hanok.api.gateway.KeptContext;
import cloud.hanok.api.gateway.Needs;
import cloud.hanok.api.http.PathIds.Thing;
import cloud.hanok.api.openai.ChatMessage;
import cloud.hanok.api.openai.Fields;
import cloud.hanok.api.openai.PromptLength;
import cloud.hanok.api.openai.Refusals;
import cloud.hanok.api.openai.Refusals.Expected;
import cloud.hanok.billing.usage.RequestMetadata;
import cloud.hanok.cluster.engine.EngineOperation;
import cloud.hanok.cluster.engine.OpenAiRequest;
import cloud.hanok.cluster.serving.Capability;
import cloud.hanok.content.conversation.Conversations;
import cloud.hanok.content.conversation.Item;
import cloud.hanok.content.response.StoredResponse;
import cloud.hanok.platform.id.ConversationId;
import cloud.hanok.platform.id.ResponseId;
import cloud.hanok.tenant.key.Caller;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A response that is asked for, checked as far as it can be without what is kept. The chat that engines take is made of what it goes on
 * from and of its own items.
 *
 * @param id names it
 * @param received its body, byte for byte
 * @param request its body
 * @param own its items
 * @param previous what it goes on from, or null
 * @param conversation that it is of, or null
 * @param begun what is said of it before anything is answered; null where only its length is asked for
 */
record AskedResponse(
        ResponseId id,
        byte[] received,
        Fields request,
        InputItems own,
        @Nullable ResponseId previous,
        @Nullable ConversationId conversation,
        @Nullable ObjectNode begun,
        Clock clock)
        implements KeptContext {
    static final int MAX_TOP_LOGPROBS = 20;

    private static final String CONVERSATION = "conversation";
    private static final String LOGPROBS = "message.output_text.logprobs";

    /** What engines know beside OpenAI's parameters, and is handed on as it is. */
    private static final List<String> OF_ENGINES =
            List.of("seed", "stop", "top_k", "min_p", "repetition_penalty", "chat_template_kwargs");

    /** An answer that is asked for. */
    static InferenceRequest toAnswer(ResponseId id, byte[] received, Clock clock) {
        return read(id, received, clock, AskedResponse::begun);
    }

    /** A question of how long it would be. */
    static InferenceRequest toCount(ResponseId id, byte[] received, Clock clock) {
        return read(id, received, clock, (_, _) -> null);
    }

    private static InferenceRequest read(
            ResponseId id, byte[] received, Clock clock, BiFunction<ResponseId, Fields, @Nullable ObjectNode> begun) {
        Fields request = Fields.of(received);
        ResponseId previous = request.text("previous_response_id")
                .map(AskedResponse::previous)
                .orElse(null);
        ConversationId conversation = conversation(request);
        if (previous != null && conversation != null) {
            throw Refusals.value(
                    CONVERSATION,
                    "it cannot be sent together with previous_response_id",
                    "previous_response_id와 함께 보낼 수 없습니다");
        }
        InputItems own = InputItems.of(id, request);
        return new AskedResponse(id, received, request, own, previous, conversation, begun.apply(id, request), clock)
                .made(List.of(), null);
    }

    private static @Nullable ConversationId conversation(Fields request) {
        JsonNode given = request.node(CONVERSATION);
        if (given.isMissingNode()) {
            return null;
        }
        if (!given.isTextual() && !given.isObject()) {
            throw Refusals.type(CONVERSATION, Expected.STRING_OR_ID);
        }
        String text = given.isTextual()
                ? given.asText()
                : Fields.of(CONVERSATION, given).requiredText("id");
        try {
            return ConversationId.parse(text);
        } catch (IllegalArgumentException noId) {
            throw new ApiException(Thing.CONVERSATION.absent(text).withParam(CONVERSATION), noId);
        }
    }

    private static ObjectNode begun(ResponseId id, Fields request) {
        requireOffered(request);
        return ResponseObject.begun(id, request);
    }

    private static ResponseId previous(String text) {
        try {
            return ResponseId.parse(text);
        } catch (IllegalArgumentException noId) {
            throw new ApiException(
                    ApiError.of(ErrorCode.PREVIOUS_RESPONSE_NOT_FOUND, text).withParam("previous_response_id"), noId);
        }
    }

    private static void requireOffered(Fields request) {
        request.refuse("prompt");
        request.bool("background");
        request.text("truncation").filter(way -> !way.equals("disabled")).ifPresent(way -> {
            throw Refusals.value(
                    "truncation",
                    "only 'disabled' is offered: nothing of a conversation is left out unsaid",
                    "'disabled'만 제공합니다. 대화의 일부를 임의로 생략하지 않습니다");
        });
        if (!request.node("stream_options").isMissingNode() && !request.bool("stream")) {
            throw Refusals.value(
                    "stream_options", "it is only allowed with stream: true", "stream: true 일 때만 사용할 수 있습니다");
        }
        request.bool("store");
    }

    @Override
    public boolean isEmpty() {
        return previous == null && conversation == null && own.referenced().isEmpty();
    }

    @Override
    public InferenceRequest with(
            InferenceRequest asked, Caller caller, List<StoredResponse> before, List<Item> said, Others others) {
        if (said.size() + own.items().size() > Conversations.MOST_ITEMS && conversation != null) {
            throw new ApiException(ApiError.of(
                            ErrorCode.CONVERSATION_TOO_LONG,
                            conversation.text(),
                            Integer.toString(Conversations.MOST_ITEMS))
                    .withParam(CONVERSATION));
        }
        var context = new ContextItems(own, before, said);
        Function<String, Optional<JsonNode>> items = isEmpty() ? null : context.finder(others);
        InferenceRequest whole = items == null ? asked : made(context.all(), items);
        if (begun == null) {
            return whole;
        }
        boolean wanted = request.node("store").isMissingNode() ? caller.pool() == null : request.bool("store");
        boolean store = wanted && caller.keepsResponses();
        if (wanted && !store && (request.bool("background") || conversation != null)) {
            throw Refusals.value(
                    conversation == null ? "background" : CONVERSATION,
                    "this organization keeps no responses (data retention)",
                    "이 조직은 응답을 보관하지 않습니다(데이터 보관 설정)");
        }
        if (!store && request.bool("background")) {
            throw Refusals.value(
                    "background",
                    "what nobody waits for has to be kept: send store: true",
                    "백그라운드 응답은 보관해야 합니다. store: true 를 보내 주세요");
        }
        if (!store && conversation != null) {
            throw Refusals.value(
                    CONVERSATION,
                    "what is said in a conversation has to be kept: send store: true",
                    "대화에 속한 응답은 보관해야 합니다. store: true 를 보내 주세요");
        }
        if (store && before.size() > StoredResponse.MOST_BEFORE) {
            throw Refusals.value(
                    "previous_response_id",
                    "a conversation of stored responses has at most " + StoredResponse.MOST_BEFORE + " of them",
                    "저장된 응답은 최대 " + StoredResponse.MOST_BEFORE + "개까지 이어 갈 수 있습니다");
        }
        return whole.with(
                answer(begun, store, before.stream().map(StoredResponse::id).toList(), addition(items)));
    }

    /** What its conversation gets once it is answered. */
    private @Nullable ConversationAddition addition(@Nullable Function<String, Optional<JsonNode>> items) {
        if (conversation == null || items == null) {
            return null;
        }
        ArrayNode asked = ResponsesReader.JSON.createArrayNode();
        for (JsonNode item : own.items()) {
            JsonNode whole = InputItems.isReference(item)
                    ? items.apply(item.path("id").asText()).orElse(item)
                    : item;
            asked.add(own.owned(whole, asked.size()));
        }
        return new ConversationAddition(conversation, asked);
    }

    /** @param items finds one that is only named; null while nothing that is kept was brought */
    private InferenceRequest made(List<JsonNode> before, @Nullable Function<String, Optional<JsonNode>> items) {
        ObjectNode chat = conversation(before, items);
        boolean stream = begun != null && (request.bool("stream") || request.bool("background"));
        if (stream) {
            chat.put("stream", true);
        }
        byte[] json = bytes(chat);
        int most = GatewaySettings.DEFAULTS.maxBodyBytes();
        if (json.length > most) {
            throw new ApiException(ApiError.of(ErrorCode.REQUEST_TOO_LARGE, Integer.toString(most)));
        }
        if (begun == null) {
            return new InferenceRequest(
                    OpenAiRequest.of(EngineOperation.COUNT, json, false, false),
                    received,
                    request.model(),
                    0,
                    1,
                    1,
                    needs(chat, Needs.NONE),
                    RequestMetadata.NONE,
                    new PromptLength("{\"object\":\"response.input_tokens\",\"input_tokens\":"),
                    this);
        }
        return new InferenceRequest(
                OpenAiRequest.of(EngineOperation.CHAT, json, stream, false),
                received,
                request.model(),
                request.integer("max_output_tokens", 1, Integer.MAX_VALUE).orElse(InferenceRequest.UNSET),
                1,
                1,
                needs(chat, Needs.CHAT),
                request.metadata("metadata"),
                answer(begun, false, List.of(), null),
                this);
    }

    private ResponseAnswer answer(
            ObjectNode beginning, boolean store, List<ResponseId> before, @Nullable ConversationAddition addition) {
        return new ResponseAnswer(
                id,
                beginning,
                store,
                request.bool("background"),
                request.bool("stream"),
                own.items(),
                before,
                addition,
                clock);
    }

    private ObjectNode conversation(List<JsonNode> before, @Nullable Function<String, Optional<JsonNode>> items) {
        ObjectNode chat = ResponsesReader.JSON.createObjectNode();
        var conversation = new ItemConversation(chat.putArray("messages"));
        request.text("instructions").ifPresent(conversation::instructions);
        for (JsonNode item : before) {
            add(item, "previous_response_id", items, conversation);
        }
        for (int i = 0; i < own.items().size(); i++) {
            add(own.items().get(i), "input[" + i + "].id", items, conversation);
        }
        ResponseTools.add(request, chat);
        ResponseTools.addFormat(request, chat);
        sampling(chat);
        return chat;
    }

    private static void add(
            JsonNode item,
            String param,
            @Nullable Function<String, Optional<JsonNode>> items,
            ItemConversation conversation) {
        if (!InputItems.isReference(item)) {
            conversation.add(item);
        } else if (items != null) {
            String named = item.path("id").asText();
            conversation.add(items.apply(named).orElseThrow(() -> InputItems.unknown(param, named)));
        }
    }

    private void sampling(ObjectNode chat) {
        for (SamplingNumber each : SamplingNumber.values()) {
            each.in(request).ifPresent(value -> chat.put(each.member(), value));
        }
        request.object("reasoning")
                .flatMap(reasoning -> reasoning.text("effort"))
                .ifPresent(effort -> chat.put("reasoning_effort", effort));
        request.text("safety_identifier").or(() -> request.text("user")).ifPresent(user -> chat.put("user", user));
        Optional<Long> likely = request.integer("top_logprobs", 0, MAX_TOP_LOGPROBS);
        boolean included = request.texts("include", Integer.MAX_VALUE)
                .valueStream()
                .anyMatch(each -> each.asText().equals(LOGPROBS));
        if (included || likely.orElse(0L) > 0) {
            chat.put("logprobs", true);
            likely.filter(count -> count > 0).ifPresent(count -> chat.put("top_logprobs", count));
        }
        for (String name : OF_ENGINES) {
            JsonNode value = request.node(name);
            if (!value.isMissingNode()) {
                chat.set(name, value);
            }
        }
    }

    private static Needs needs(ObjectNode chat, Needs least) {
        return least.and(chat.has("tools"), Capability.TOOLS, "tools")
                .and(ChatMessage.imageUrls(chat).findAny().isPresent(), Capability.IMAGES, "input")
                .and(
                        chat.at("/response_format/type").asText().equals("json_schema"),
                        Capability.JSON_SCHEMA,
                        "text.format")
                .and(chat.has("logprobs"), Capability.LOGPROBS, "top_logprobs")
                .withRemoteImages(ChatMessage.hasRemoteImages(chat));
    }

    private static byte[] bytes(ObjectNode chat) {
        try {
            return ResponsesReader.JSON.writeValueAsBytes(chat);
        } catch (IOException loneSurrogate) {
            throw Refusals.unreadable();
        }
    }
}
