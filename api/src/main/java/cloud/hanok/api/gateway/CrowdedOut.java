package cloud.hanok.api.gateway;

import cloud.hanok.api.error.ApiError;
import cloud.hanok.api.error.ErrorCode;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.util.ReferenceCountUtil;
import java.util.concurrent.TimeUnit;

/** A connection too many: its first request is told so, whatever it asks for, and one that asks nothing is closed soon. */
// In Netty a write or close that fails ends the channel, and channelInactive hears of it.
@SuppressWarnings("FutureReturnValueIgnored")
final class CrowdedOut extends ChannelInboundHandlerAdapter {
    private final GatewayDoor door;
    private final GatewaySettings settings;
    private boolean told;

    CrowdedOut(GatewayDoor door, GatewaySettings settings) {
        this.door = door;
        this.settings = settings;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        ctx.executor().schedule((Runnable) ctx::close, settings.headTimeout().toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (message instanceof HttpRequest head && !told) {
            told = true;
            ClosingAnswer.write(ctx, ApiError.of(ErrorCode.SERVER_OVERLOADED), head.uri(), door.nextId());
        }
        ReferenceCountUtil.release(message);
    }
}
