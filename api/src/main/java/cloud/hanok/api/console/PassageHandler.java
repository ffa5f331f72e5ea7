package cloud.hanok.api.console;

import cloud.hanok.api.error.ErrorCode;
import cloud.hanok.api.http.Errors;
import cloud.hanok.tenant.session.ConsoleSession;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The console's place on a client's connection, in front of everything that answers: a request to {@code /console/{organization}/api/...} becomes
 * the request that it stands for, with the token of the session that its cookie names, and whatever the browser itself put there is taken away. One
 * that may not pass is led to {@link ConsoleApiController}, which says why. While a session is looked up, nothing more is read of the connection.
 */
// In Netty a close that fails ends the channel, and what a stage comes to is settled by the stage itself.
@SuppressWarnings("FutureReturnValueIgnored")
final class PassageHandler extends ChannelDuplexHandler {
    /** Messages of one read of the connection, which were decoded before reading could stop. */
    private static final int MAX_HELD_MESSAGES = 4_096;

    private final Function<Knock, CompletionStage<ConsoleSession>> door;
    private final Errors errors;
    private final ArrayDeque<Object> held = new ArrayDeque<>();
    private boolean holding;
    private boolean readWanted;
    private boolean readEnded;
    /** Whether the rest of a refused body is thrown away. */
    private boolean dropping;

    private boolean gone;

    /** @param door lets a request in, or completes with why not; it does not block */
    PassageHandler(Function<Knock, CompletionStage<ConsoleSession>> door, Errors errors) {
        this.door = door;
        this.errors = errors;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (!holding) {
            take(ctx, message);
        } else if (held.size() < MAX_HELD_MESSAGES) {
            held.add(message);
        } else {
            ReferenceCountUtil.release(message);
            ctx.close();
        }
    }

    private void take(ChannelHandlerContext ctx, Object message) {
        if (message instanceof HttpRequest head) {
            dropping = false;
            Passage passage = head.decoderResult().isFailure() ? null : Passage.of(head.uri());
            if (passage != null) {
                knock(ctx, head, passage);
                return;
            }
        } else if (dropping) {
            dropping = !(message instanceof LastHttpContent);
            ReferenceCountUtil.release(message);
            return;
        }
        ctx.fireChannelRead(message);
    }

    private void knock(ChannelHandlerContext ctx, HttpRequest head, Passage passage) {
        Knock knock = Knock.of(passage.organization(), head.method().name(), head.headers()::getAll);
        CompletableFuture<ConsoleSession> answer = door.apply(knock).toCompletableFuture();
        BiConsumer<@Nullable ConsoleSession, @Nullable Throwable> settle =
                (session, refused) -> settle(ctx, head, passage, session, refused);
        if (answer.isDone()) {
            answer.whenComplete(settle);
            return;
        }
        holding = true;
        answer.whenComplete((session, refused) -> ctx.executor().execute(() -> {
            if (gone) {
                ReferenceCountUtil.release(head);
                return;
            }
            holding = false;
            settle.accept(session, refused);
            goOn(ctx);
        }));
    }

    private void settle(
            ChannelHandlerContext ctx,
            HttpRequest head,
            Passage passage,
            @Nullable ConsoleSession session,
            @Nullable Throwable refused) {
        HttpHeaders headers = head.headers();
        Passage.OF_BROWSERS.forEach(headers::remove);
        if (session != null) {
            headers.set(
                    HttpHeaderNames.AUTHORIZATION,
                    "Bearer " + session.tokens().access().reveal());
            ctx.fireChannelRead(head.setUri(passage.target()));
        } else {
            ErrorCode code = refused == null
                    ? ErrorCode.INTERNAL_ERROR
                    : errors.of(refused).code();
            refuse(ctx, head, code);
        }
    }

    /** The request goes on without its body, which is thrown away: what answers it is not to wait for that. */
    private void refuse(ChannelHandlerContext ctx, HttpRequest head, ErrorCode code) {
        HttpMethod method = head.method().equals(HttpMethod.HEAD) ? HttpMethod.HEAD : HttpMethod.GET;
        var question = new DefaultFullHttpRequest(head.protocolVersion(), method, head.uri());
        question.headers().set(head.headers());
        if (HttpUtil.is100ContinueExpected(head)) {
            // Whether its body comes is not known then.
            question.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        }
        for (CharSequence ofAnother : List.of(
                HttpHeaderNames.ACCEPT,
                HttpHeaderNames.CONTENT_LENGTH,
                HttpHeaderNames.TRANSFER_ENCODING,
                HttpHeaderNames.CONTENT_TYPE,
                HttpHeaderNames.EXPECT)) {
            question.headers().remove(ofAnother);
        }
        question.headers().set(Passage.REFUSAL, code.code());
        dropping = !(head instanceof LastHttpContent);
        if (head instanceof HttpContent whole) {
            whole.release();
        }
        ctx.fireChannelRead(question);
    }

    private void goOn(ChannelHandlerContext ctx) {
        while (!holding && !held.isEmpty()) {
            take(ctx, held.remove());
        }
        if (holding) {
            return;
        }
        if (readEnded) {
            readEnded = false;
            ctx.fireChannelReadComplete();
        }
        if (readWanted) {
            readWanted = false;
            ctx.read();
        }
    }

    /** Whoever is behind must not take what is held for the beginning of a head. */
    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (holding) {
            readEnded = true;
        } else {
            ctx.fireChannelReadComplete();
        }
    }

    @Override
    public void read(ChannelHandlerContext ctx) {
        if (holding) {
            readWanted = true;
        } else {
            ctx.read();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        letGo();
        ctx.fireChannelInactive();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        letGo();
    }

    private void letGo() {
        gone = true;
        held.forEach(ReferenceCountUtil::release);
        held.clear();
    }
}
