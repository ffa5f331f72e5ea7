package cloud.hanok.api.slice;

import static cloud.hanok.api.OperatedServer.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import cloud.hanok.api.scripted.ScriptedRequest.Outcome;
import com.openai.client.OpenAIClient;
import com.openai.core.JsonValue;
import com.openai.core.http.HttpResponseFor;
import com.openai.core.http.StreamResponse;
import com.openai.errors.NotFoundException;
import com.openai.errors.OpenAIServiceException;
import com.openai.errors.UnauthorizedException;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.models.completions.CompletionUsage;
import com.openai.models.models.Model;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** OpenAI's own Java client against the whole program. */
@ExtendWith(Slice.Shared.class)
class OfficialClientIT {
    private static final String TEN_TOKENS = "대한민국의 수도는 서울이며, 한강이 가운데로 흐릅니다. 대한민국의 수도는 ";

    private static Slice slice;
    private static OpenAIClient client;

    @BeforeAll
    static void start(Slice shared) {
        slice = shared;
        client = slice.client(slice.customer("공식 클라이언트", "KR").key());
    }

    @AfterAll
    static void stop() {
        client.close();
    }

    @Test
    void aWholeAnswerArrivesWithItsUsageItsPlaceAndItsReceipt() {
        ChatCompletionCreateParams question = Slice.ask(
                        "sdk-whole", "\"tokens\":10,\"promptTokens\":12,\"cachedTokens\":5")
                .build();
        try (HttpResponseFor<ChatCompletion> answer =
                client.chat().completions().withRawResponse().create(question)) {
            ChatCompletion completion = answer.parse();
            completion.validate();
            assertThat(completion.choices().getFirst().message().content()).hasValue(TEN_TOKENS);
            CompletionUsage usage = completion.usage().orElseThrow();
            assertThat(usage.promptTokens()).isEqualTo(12);
            assertThat(usage.completionTokens()).isEqualTo(10);
            assertThat(usage.promptTokensDetails().orElseThrow().cachedTokens()).hasValue(5L);
            assertThat(answer.requestId())
                    .hasValueSatisfying(id -> assertThat(id).startsWith("req_"));
            assertThat(answer.headers().values("x-receipt-id"))
                    .containsExactly(answer.requestId().orElseThrow());
            assertThat(answer.headers().values("x-residency")).containsExactly("kr");
        }
    }

    @Test
    void aStreamArrivesTokenByTokenWithItsUsageLastWhenThatIsAsked() {
        ChatCompletionCreateParams question = Slice.ask(
                        "sdk-stream", "\"tokens\":10,\"promptTokens\":12,\"split\":true")
                .streamOptions(
                        ChatCompletionStreamOptions.builder().includeUsage(true).build())
                .build();
        List<ChatCompletionChunk> chunks = stream(question);
        assertThat(text(chunks)).isEqualTo(TEN_TOKENS);
        assertThat(chunks.stream().filter(chunk -> chunk.usage().isPresent()).toList())
                .containsExactly(chunks.getLast());
        CompletionUsage usage = chunks.getLast().usage().orElseThrow();
        assertThat(usage.promptTokens()).isEqualTo(12);
        assertThat(usage.completionTokens()).isEqualTo(10);
        assertThat(usage.totalTokens()).isEqualTo(22);
    }

    @Test
    void aStreamSaysNothingOfUsageToWhomDidNotAsk() {
        List<ChatCompletionChunk> chunks =
                stream(Slice.ask("sdk-quiet", "\"tokens\":10").build());
        assertThat(text(chunks)).isEqualTo(TEN_TOKENS);
        assertThat(chunks).allSatisfy(chunk -> {
            assertThat(chunk.usage()).isEmpty();
            assertThat(chunk.choices()).hasSize(1);
        });
    }

    @Test
    void modelsAreListedAndFound() {
        assertThat(client.models().list().data()).extracting(Model::id).contains(Slice.MODEL);
        Model found = client.models().retrieve(Slice.MODEL);
        found.validate();
        assertThat(found.ownedBy()).isEqualTo("수정");
        assertThat(found._additionalProperties().get("license")).isEqualTo(JsonValue.from("Apache-2.0"));
    }

    @Test
    void anUnknownModelIsTheClientsNotFoundWithItsCodeAndTheRequestsId() {
        ChatCompletionCreateParams question =
                Slice.ask("sdk-unknown", "\"tokens\":1").model("no-such-model").build();
        assertNotFound(catchThrowableOfType(
                NotFoundException.class, () -> client.chat().completions().create(question)));
        assertNotFound(catchThrowableOfType(NotFoundException.class, () -> stream(question)));
        assertNotFound(catchThrowableOfType(
                NotFoundException.class, () -> client.models().retrieve("no-such-model")));
        assertThat(slice.seen("sdk-unknown")).isEmpty();
    }

    @Test
    void aWrongKeyIsTheClientsUnauthorized() {
        OpenAIClient stranger = slice.client("hk_nobody");
        UnauthorizedException refused = catchThrowableOfType(
                UnauthorizedException.class,
                () -> stranger.chat()
                        .completions()
                        .create(Slice.ask("sdk-stranger", "\"tokens\":1").build()));
        assertThat(refused.code()).hasValue("invalid_api_key");
        assertThat(requestId(refused)).startsWith("req_");
        assertThat(catchThrowableOfType(
                                UnauthorizedException.class,
                                () -> stranger.models().list())
                        .code())
                .hasValue("invalid_api_key");
        stranger.close();
        assertThat(slice.seen("sdk-stranger")).isEmpty();
    }

    @Test
    void closingAStreamEarlyStopsTheEngine() {
        ChatCompletionCreateParams question =
                Slice.ask("sdk-leaves", "\"tokens\":2000,\"gapMillis\":5").build();
        try (StreamResponse<ChatCompletionChunk> stream =
                client.chat().completions().createStreaming(question)) {
            assertThat(stream.stream().limit(4).count()).isEqualTo(4);
        }
        await(
                "the engine's end",
                Duration.ofSeconds(3),
                () -> slice.seen("sdk-leaves").stream().anyMatch(request -> request.outcome() != Outcome.RUNNING));
        assertThat(slice.seen("sdk-leaves")).singleElement().satisfies(request -> {
            assertThat(request.outcome()).isEqualTo(Outcome.ABORTED);
            assertThat(request.tokens()).isBetween(3, 1_000);
        });
    }

    private static List<ChatCompletionChunk> stream(ChatCompletionCreateParams question) {
        try (StreamResponse<ChatCompletionChunk> stream =
                client.chat().completions().createStreaming(question)) {
            return stream.stream().map(ChatCompletionChunk::validate).toList();
        }
    }

    private static String text(List<ChatCompletionChunk> chunks) {
        var text = new StringBuilder();
        chunks.stream()
                .flatMap(chunk -> chunk.choices().stream())
                .forEach(choice -> text.append(choice.delta().content().orElse("")));
        return text.toString();
    }

    private static void assertNotFound(NotFoundException refused) {
        assertThat(refused.code()).hasValue("model_not_found");
        assertThat(refused.param()).hasValue("model");
        assertThat(requestId(refused)).startsWith("req_");
    }

    private static String requestId(OpenAIServiceException refused) {
        return refused.headers().values("x-request-id").getFirst();
    }
}
