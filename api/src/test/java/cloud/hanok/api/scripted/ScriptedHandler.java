package cloud.hanok.api.scripted;

import cloud.hanok.api.scripted.ScriptedRequest.Outcome;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One connection to the scripted engine: answers by script, and the record of what came. */
// A write that fails closes the connection, and its end is what is recorded.
@SuppressWarnings("FutureReturnValueIgnored")
final class ScriptedHandler extends SimpleChannelInboundHandler<FullHttpRequest> {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Answers kept; a long run asks with more scripts than there is memory for. */
    private static final int MOST_ANSWERS = 1_000;

    private final ScriptedRequests requests;
    private final Map<AnswerKey, List<byte[]>> answers;
    private final Function<JsonNode, ObjectNode> otherwise;
    private @Nullable ScriptedExchange exchange;

    /** Answers are the same for the same script, so a bench does not make them again. */
    record AnswerKey(Script script, Asked asked) {}

    ScriptedHandler(
            ScriptedRequests requests, Map<AnswerKey, List<byte[]>> answers, Function<JsonNode, ObjectNode> otherwise) {
        this.requests = requests;
        this.answers = answers;
        this.otherwise = otherwise;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) throws Exception {
        String path = request.uri();
        Asked.Kind kind = Asked.Kind.at(path);
        if (kind != null && request.method().equals(HttpMethod.POST)) {
            answer(context, kind, request);
        } else if (path.equals("/script/requests") && request.method().equals(HttpMethod.GET)) {
            answer(context, HttpResponseStatus.OK, JSON.writeValueAsString(requests.all()));
        } else if (path.equals("/script/requests") && request.method().equals(HttpMethod.DELETE)) {
            requests.clear();
            answer(context, HttpResponseStatus.OK, "{}");
        } else if (path.equals("/script/connections")) {
            answer(context, HttpResponseStatus.OK, Integer.toString(requests.connections()));
        } else if (path.equals("/health")) {
            answer(context, HttpResponseStatus.OK, "{\"status\":\"ok\"}");
        } else if (path.equals("/v1/models")) {
            answer(
                    context,
                    HttpResponseStatus.OK,
                    "{\"object\":\"list\",\"data\":[{\"id\":\"script\",\"object\":\"model\",\"created\":1767225600,"
                            + "\"owned_by\":\"hanok\"}]}");
        } else {
            answer(context, HttpResponseStatus.NOT_FOUND, error("no such route: " + path));
        }
    }

    private void answer(ChannelHandlerContext context, Asked.Kind kind, FullHttpRequest request) {
        String body = request.content().toString(StandardCharsets.UTF_8);
        if (exchange != null) {
            // Two requests at once on one connection: the caller mixes up answers.
            requests.begin("pipelined", request.headers(), body).end(Outcome.REFUSED);
            context.close();
            return;
        }
        Script script;
        Asked asked;
        try {
            JsonNode json = JSON.readTree(body);
            script = Script.of(json, otherwise, requests::named);
            asked = Asked.of(kind, json);
        } catch (JsonProcessingException | IllegalArgumentException e) {
            requests.begin("", request.headers(), body).end(Outcome.REFUSED);
            answer(context, HttpResponseStatus.BAD_REQUEST, error("the script is wrong: " + e.getMessage()));
            return;
        }
        if (answers.size() >= MOST_ANSWERS) {
            answers.clear();
        }
        ScriptedExchange begun = new ScriptedExchange(
                context,
                script,
                asked.stream() && script.status() == HttpResponseStatus.OK.code(),
                answers.computeIfAbsent(new AnswerKey(script, asked), ScriptedHandler::parts),
                requests.begin(script.name(), request.headers(), body),
                () -> exchange = null);
        exchange = begun;
        begun.begin();
    }

    private static List<byte[]> parts(AnswerKey key) {
        ScriptedAnswer answer = new ScriptedAnswer(key.script(), key.asked());
        if (key.script().status() != HttpResponseStatus.OK.code()) {
            return List.of(answer.error());
        }
        return key.asked().stream() ? answer.events() : List.of(answer.body());
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        requests.connected();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (exchange != null) {
            exchange.proceed();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        requests.disconnected();
        if (exchange != null) {
            exchange.aborted();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        // A reset by the other side is what many tests are about; the record says aborted.
        context.close();
    }

    private static void answer(ChannelHandlerContext context, HttpResponseStatus status, String json) {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        DefaultFullHttpResponse response =
                new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, Unpooled.wrappedBuffer(body));
        response.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.APPLICATION_JSON)
                .set(HttpHeaderNames.CONTENT_LENGTH, body.length);
        context.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
    }

    private static String error(String message) {
        return "{\"error\":{\"message\":" + JSON.getNodeFactory().textNode(message)
                + ",\"type\":\"invalid_request_error\",\"code\":400}}";
    }
}
