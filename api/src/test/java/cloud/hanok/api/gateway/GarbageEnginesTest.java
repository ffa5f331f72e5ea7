package cloud.hanok.api.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.hanok.billing.usage.Outcome;
import cloud.hanok.cluster.serving.AnswerTimeouts;
import cloud.hanok.cluster.serving.EngineKind;
import cloud.hanok.platform.id.RequestId;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Engines that answer what is no answer: clients are told, and nothing is ended as if it were whole. */
class GarbageEnginesTest {
    private static final String SSE = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n";
    private static final String JSON = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n";
    private static final String CHUNKED = "transfer-encoding: chunked\r\n\r\n";
    private static final String EVENT =
            "data: {\"id\":\"x\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\","
                    + "\"choices\":[{\"index\":0,\"delta\":{\"content\":\"서울\"},\"finish_reason\":null}]}\n\n";

    /** Of three bytes, of four, and of one. */
    private static final String CHARACTERS = "서울😀!";

    private static final ObjectMapper READER = new ObjectMapper();
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @TempDir
    static Path folder;

    private static GatewayBed bed;
    private static ServerSocket engine;
    private static volatile byte[] answer = new byte[0];
    private static volatile boolean stays;

    /** What an engine says, whether it was asked for a stream, and whether its connection stays open. */
    private enum Garbage {
        NOT_HTTP("hello\r\n\r\n", true, false),
        NOTHING("", true, false),
        BAD_CHUNK_SIZE(SSE + CHUNKED + "zz\r\n" + EVENT + "\r\n", true, false),
        NO_JSON_IN_AN_EVENT(SSE + "connection: close\r\n\r\ndata: {\"choices\":[{]}}\n\n", true, false),
        NO_EVENTS(SSE + "connection: close\r\n\r\n<html>Bad gateway</html>", true, false),
        HALF_AN_EVENT(SSE + "connection: close\r\n\r\n" + EVENT.substring(0, 40), true, false),
        HALF_A_CHUNK(SSE + CHUNKED + "fff\r\n" + EVENT, true, false),
        ENDS_WITHOUT_DONE(SSE + "connection: close\r\n\r\n" + EVENT, true, false),
        LONGER_THAN_SENT(JSON + "content-length: 5000\r\n\r\n{\"choices\":[", false, false),
        SHORTER_THAN_SENT(JSON + "content-length: 9\r\n\r\n{\"choices\":[]}", false, false),
        NO_JSON(JSON + "content-length: 5\r\n\r\nhello", false, false),
        HEADS_WITHOUT_END("HTTP/1.1 200 OK\r\nx-long: " + "y".repeat(40_000), true, true),
        HEAD_AND_NO_TOKEN(SSE + CHUNKED, true, true),
        BODY_THAT_STOPS(JSON + "content-length: 5000\r\n\r\n{\"choices\":[", false, true),
        STREAM_THAT_STOPS(SSE + CHUNKED + chunk(EVENT), true, true);

        private final String bytes;
        private final boolean stream;
        private final boolean stays;

        Garbage(String bytes, boolean stream, boolean stays) {
            this.bytes = bytes;
            this.stream = stream;
            this.stays = stays;
        }
    }

    private static String chunk(String text) {
        return Integer.toHexString(text.getBytes(StandardCharsets.UTF_8).length) + "\r\n" + text + "\r\n";
    }

    @BeforeAll
    static void start() throws Exception {
        engine = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.startVirtualThread(GarbageEnginesTest::serve);
        bed = new GatewayBed(folder, GatewaySettings.DEFAULTS);
        bed.timeouts = new AnswerTimeouts(1, 1);
    }

    @AfterAll
    static void stop() throws Exception {
        bed.close();
        engine.close();
    }

    private static void serve() {
        while (!engine.isClosed()) {
            try {
                Socket client = engine.accept();
                Thread.startVirtualThread(() -> answer(client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private static void answer(Socket client) {
        try (client) {
            InputStream request = client.getInputStream();
            // All of a short request comes at once.
            assertThat(request.read(new byte[64 << 10])).isPositive();
            client.getOutputStream().write(answer);
            if (stays) {
                request.transferTo(OutputStream.nullOutputStream());
            }
        } catch (IOException left) {
            // The gateway has had enough.
            return;
        }
    }

    @ParameterizedTest
    @EnumSource
    void isToldAsAnErrorAndNeverEndedAsIfItWereWhole(Garbage garbage) throws Exception {
        // A new deployment each time: an engine that failed is not asked for a while.
        bed.serve(EngineKind.VLLM, engine.getLocalPort());
        HttpResponse<String> told = told(garbage.bytes, garbage.stream, garbage.stays);
        assertThat(told.body()).doesNotContain("[DONE]").contains("\"error\":{");
        if (told.statusCode() == 200) {
            assertThat(told.body()).contains("event: error\ndata: {\"error\":{");
            JournalEntry.Ending ending = settled(told);
            assertThat(ending.outcome()).isEqualTo(Outcome.ENGINE_FAILED);
            assertThat(ending.partial()).isTrue();
        } else {
            assertThat(told.statusCode()).as(told.body()).isBetween(502, 504);
            assertThat(settled(told).usage().totalTokens()).isZero();
        }
    }

    @Test
    void aStreamWhoseLastChunkNeverComesIsWhole() throws Exception {
        bed.serve(EngineKind.VLLM, engine.getLocalPort());
        HttpResponse<String> told = told(SSE + CHUNKED + chunk(EVENT) + chunk("data: [DONE]\n\n"), true, true);
        assertThat(told.statusCode()).isEqualTo(200);
        assertThat(told.body()).endsWith("data: [DONE]\n\n").doesNotContain("event: error");
    }

    @ParameterizedTest
    @EnumSource
    void aCharacterIsWholeWhereverTheEnginesBytesAreCut(Form form) throws Exception {
        bed.serve(EngineKind.VLLM, engine.getLocalPort());
        byte[] event = EVENT.replace("서울", CHARACTERS).getBytes(StandardCharsets.UTF_8);
        for (int cut = 1; cut < event.length; cut++) {
            assertThat(form.text(chunk(event, 0, cut), chunk(event, cut, event.length)))
                    .as("cut at %d", cut)
                    .isEqualTo(CHARACTERS);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aCharacterIsWholeWhereAnEngineWritesItsHalvesIntoTwoEvents(Form form) throws Exception {
        bed.serve(EngineKind.VLLM, engine.getLocalPort());
        byte[] first = EVENT.replace("서울", "서울\\ud83d").getBytes(StandardCharsets.UTF_8);
        byte[] second = EVENT.replace("서울", "\\ude00!").getBytes(StandardCharsets.UTF_8);
        assertThat(form.text(chunk(first, 0, first.length), chunk(second, 0, second.length)))
                .isEqualTo(CHARACTERS);
    }

    /** How the text of a stream is read by whom asked for it. */
    private enum Form {
        OPENAI(GatewayRoutes.CHAT_COMPLETIONS, "/choices/0/delta/content"),
        ANTHROPIC("/v1/messages", "/delta/text");

        private final String path;
        private final String piece;

        Form(String path, String piece) {
            this.path = path;
            this.piece = piece;
        }

        /** What a client reads, one that takes no byte that is not UTF-8, of an engine's stream with these chunks. */
        private String text(byte[]... chunks) throws Exception {
            var bytes = new ByteArrayOutputStream();
            bytes.writeBytes((SSE + CHUNKED).getBytes(StandardCharsets.UTF_8));
            for (byte[] chunk : chunks) {
                bytes.writeBytes(chunk);
            }
            bytes.writeBytes((chunk("data: [DONE]\n\n") + "0\r\n\r\n").getBytes(StandardCharsets.UTF_8));
            answer = bytes.toByteArray();
            stays = false;
            String told = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(
                            ask(path, true, BodyHandlers.ofByteArray()).body()))
                    .toString();
            var text = new StringBuilder();
            for (String line : told.lines().toList()) {
                if (line.startsWith("data: {")) {
                    text.append(READER.readTree(line.substring("data: ".length()))
                            .at(piece)
                            .asText(""));
                }
            }
            return text.toString();
        }
    }

    private static byte[] chunk(byte[] bytes, int from, int to) {
        var chunk = new ByteArrayOutputStream();
        chunk.writeBytes((Integer.toHexString(to - from) + "\r\n").getBytes(StandardCharsets.US_ASCII));
        chunk.write(bytes, from, to - from);
        chunk.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
        return chunk.toByteArray();
    }

    private static JournalEntry.Ending settled(HttpResponse<String> told) throws Exception {
        return bed.settled(RequestId.parse(
                        told.headers().firstValue("x-request-id").orElseThrow()))
                .ending();
    }

    private static HttpResponse<String> told(String bytes, boolean stream, boolean open) throws Exception {
        answer = bytes.getBytes(StandardCharsets.UTF_8);
        stays = open;
        return ask(stream);
    }

    private static HttpResponse<String> ask(boolean stream) throws Exception {
        return ask(GatewayRoutes.CHAT_COMPLETIONS, stream, BodyHandlers.ofString());
    }

    private static <T> HttpResponse<T> ask(String path, boolean stream, HttpResponse.BodyHandler<T> reader)
            throws Exception {
        return CLIENT.send(
                HttpRequest.newBuilder(URI.create(bed.url(path)))
                        .timeout(Duration.ofSeconds(15))
                        .header("content-type", "application/json")
                        .header("authorization", "Bearer " + GatewayBed.KEY)
                        .POST(BodyPublishers.ofString("{\"model\":\"" + GatewayBed.MODEL + "\",\"stream\":" + stream
                                + ",\"max_tokens\":50,\"messages\":[{\"role\":\"user\",\"content\":\"안녕\"}]}"))
                        .build(),
                reader);
    }
}
