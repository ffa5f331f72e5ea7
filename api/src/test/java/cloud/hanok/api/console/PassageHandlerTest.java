package cloud.hanok.api.console;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.hanok.api.error.ApiError;
import cloud.hanok.api.error.ApiException;
import cloud.hanok.api.error.ErrorCode;
import cloud.hanok.api.http.Errors;
import cloud.hanok.platform.secret.Secret;
import cloud.hanok.tenant.session.ConsoleSession;
import cloud.hanok.tenant.session.SessionId;
import cloud.hanok.tenant.session.SessionTokens;
import io.micronaut.http.server.HttpServerConfiguration;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PassageHandlerTest {
    private static final String TENANT = "ten_x";
    private static final String CHAT = "/console/ten_x/api/v1/chat/completions?a=b";

    private final List<Knock> knocks = new ArrayList<>();
    private CompletableFuture<ConsoleSession> answer = CompletableFuture.completedFuture(session());
    private final EmbeddedChannel channel = new EmbeddedChannel(new PassageHandler(
            knock -> {
                knocks.add(knock);
                return answer;
            },
            new Errors(new HttpServerConfiguration())));

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
    }

    @Test
    void aRequestBecomesTheOneThatItStandsForAndNothingOfTheBrowserPasses() {
        HttpRequest head = head(HttpMethod.POST, CHAT);
        head.headers()
                .add("Authorization", "Bearer smuggled")
                .add("authorization", "Bearer smuggled twice")
                .add("Proxy-Authorization", "Basic x")
                .add("X-Api-Key", "hk_smuggled")
                .add("Cookie", "hanok_console=value")
                .add("Origin", "https://console.example.kr")
                .add("Referer", "https://console.example.kr/console/ten_x/")
                .add("X-Hanok-Csrf", "csrf")
                .add("X-Hanok-Background", "1")
                .add("X-Hanok-Refusal", "internal_error")
                .add("OpenAI-Project", "proj_1");
        channel.writeInbound(head, new DefaultLastHttpContent(Unpooled.copiedBuffer("{}", StandardCharsets.UTF_8)));

        HttpRequest passed = channel.readInbound();
        assertThat(passed.uri()).isEqualTo("/v1/chat/completions?a=b");
        assertThat(passed.headers().getAll("authorization")).containsExactly("Bearer access");
        assertThat(passed.headers().names().stream().map(name -> name.toLowerCase(Locale.ROOT)))
                .containsExactlyInAnyOrder("authorization", "openai-project", "content-length");
        assertThat(body()).isEqualTo("{}");
        assertThat(knocks)
                .containsExactly(new Knock(
                        TENANT,
                        true,
                        List.of("hanok_console=value"),
                        List.of("csrf"),
                        List.of("https://console.example.kr"),
                        List.of(),
                        true));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/models",
                "/console/",
                "/console/ten_x/session",
                "/console/ten_x/api",
                "/console/ten_x/api/prometheus",
                "/console/ten_x/api/console/ten_y/api/v1/models",
                "/console/ten_x/api/v1",
                "/console/ten_x/apiv1/models",
                "/console/ten%5fx/api/v1/models",
                "/console/a/b/api/v1/models",
                "//console/ten_x/api/v1/models"
            })
    void everyOtherPathIsLeftAlone(String uri) {
        HttpRequest head = head(HttpMethod.GET, uri);
        head.headers().set("Authorization", "Bearer own");
        channel.writeInbound(head, LastHttpContent.EMPTY_LAST_CONTENT);
        HttpRequest passed = channel.readInbound();
        assertThat(passed.uri()).isEqualTo(uri);
        assertThat(passed.headers().get("Authorization")).isEqualTo("Bearer own");
        assertThat(knocks).isEmpty();
    }

    @Test
    void whatMayNotPassIsAnsweredWithoutItsBodyAndTheNextRequestIsWhole() {
        answer = CompletableFuture.failedFuture(new ApiException(ApiError.of(ErrorCode.SESSION_ENDED)));
        HttpRequest head = head(HttpMethod.POST, CHAT);
        head.headers().set("Authorization", "Bearer smuggled").set("Transfer-Encoding", "chunked");
        channel.writeInbound(head, content("a"), content("b"), new DefaultLastHttpContent());
        FullHttpRequest question = channel.readInbound();
        assertThat(question.method()).isEqualTo(HttpMethod.GET);
        assertThat(question.uri()).isEqualTo(CHAT);
        assertThat(question.headers().get(Passage.REFUSAL)).isEqualTo("session_ended");
        assertThat(question.headers().contains("Authorization")).isFalse();
        assertThat(question.headers().contains("Transfer-Encoding")).isFalse();
        assertThat(question.headers().contains("Connection")).isFalse();
        question.release();
        assertThat((Object) channel.readInbound()).as("its body").isNull();

        answer = CompletableFuture.completedFuture(session());
        channel.writeInbound(head(HttpMethod.POST, CHAT), content("c"), new DefaultLastHttpContent());
        HttpRequest next = channel.readInbound();
        assertThat(next.uri()).isEqualTo("/v1/chat/completions?a=b");
        assertThat(body()).isEqualTo("c");
    }

    @Test
    void whoWaitsToBeToldToGoOnIsClosedUponWhenRefused() {
        answer = CompletableFuture.failedFuture(new ApiException(ApiError.of(ErrorCode.NO_SESSION)));
        HttpRequest head = head(HttpMethod.POST, CHAT);
        head.headers().set("Expect", "100-continue");
        channel.writeInbound(head);
        FullHttpRequest question = channel.readInbound();
        assertThat(question.headers().get("Connection")).isEqualTo("close");
        assertThat(question.headers().contains("Expect")).isFalse();
        question.release();
    }

    @Test
    void aRequestOfHttp2WithoutABodyPassesAndIsRefusedAsOneMessage() {
        channel.writeInbound(new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, CHAT));
        FullHttpRequest passed = channel.readInbound();
        assertThat(passed.uri()).isEqualTo("/v1/chat/completions?a=b");
        passed.release();

        answer = CompletableFuture.failedFuture(new ApiException(ApiError.of(ErrorCode.NO_SESSION)));
        channel.writeInbound(new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.HEAD, CHAT));
        FullHttpRequest question = channel.readInbound();
        assertThat(question.method()).isEqualTo(HttpMethod.HEAD);
        question.release();
        answer = CompletableFuture.completedFuture(session());
        channel.writeInbound(new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, CHAT));
        FullHttpRequest next = channel.readInbound();
        assertThat(next.headers().get("Authorization")).isEqualTo("Bearer access");
        next.release();
    }

    @Test
    void whatComesWhileASessionIsLookedUpFollowsInOrder() {
        answer = new CompletableFuture<>();
        channel.writeInbound(head(HttpMethod.POST, CHAT), content("a"), content("b"), new DefaultLastHttpContent());
        channel.writeInbound(head(HttpMethod.GET, "/v1/models"), LastHttpContent.EMPTY_LAST_CONTENT);
        assertThat((Object) channel.readInbound()).isNull();

        answer.complete(session());
        channel.runPendingTasks();
        HttpRequest first = channel.readInbound();
        assertThat(first.uri()).isEqualTo("/v1/chat/completions?a=b");
        assertThat(body() + body() + body()).isEqualTo("ab");
        HttpRequest second = channel.readInbound();
        assertThat(second.uri()).isEqualTo("/v1/models");
        assertThat(second.headers().contains("Authorization")).isFalse();
    }

    @Test
    void aClientThatIsGoneMeanwhileLeavesNothingBehind() {
        answer = new CompletableFuture<>();
        HttpContent content = content("a");
        channel.writeInbound(head(HttpMethod.POST, CHAT), content);
        assertThat(channel.finish()).as("anything passed").isFalse();
        answer.complete(session());
        channel.runPendingTasks();
        assertThat(content.refCnt()).isZero();
        assertThat((Object) channel.readInbound()).isNull();
    }

    private String body() {
        HttpContent content = channel.readInbound();
        String text = content.content().toString(StandardCharsets.UTF_8);
        content.release();
        return text;
    }

    private static HttpContent content(String text) {
        return new DefaultHttpContent(Unpooled.copiedBuffer(text, StandardCharsets.UTF_8));
    }

    private static HttpRequest head(HttpMethod method, String uri) {
        var head = new DefaultHttpRequest(HttpVersion.HTTP_1_1, method, uri);
        head.headers().set("Content-Length", "2");
        return head;
    }

    private static ConsoleSession session() {
        return new ConsoleSession(
                new SessionId("00"),
                TENANT,
                "subject",
                "realm/sid",
                new Secret("csrf"),
                new SessionTokens(new Secret("access"), Instant.MAX, new Secret("refresh")),
                Instant.EPOCH,
                Instant.EPOCH,
                Instant.MAX);
    }
}
