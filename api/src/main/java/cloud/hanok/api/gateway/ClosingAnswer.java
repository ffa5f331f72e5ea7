package cloud.hanok.api.gateway;

import cloud.hanok.api.error.ApiError;
import cloud.hanok.api.error.ErrorForm;
import cloud.hanok.api.error.Language;
import cloud.hanok.platform.id.RequestId;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;

/** An error for a connection that ends with it, whatever was to be asked there. */
// In Netty a write or close that fails ends the channel, and channelInactive hears of it.
@SuppressWarnings("FutureReturnValueIgnored")
final class ClosingAnswer {
    private ClosingAnswer() {}

    /** @param path that was asked for, as far as it is known, which says the form; else empty */
    static void write(ChannelHandlerContext ctx, ApiError error, String path, RequestId id) {
        FullHttpResponse response = ClientAnswer.errorResponse(error, ErrorForm.at(path), Language.preferred(null), id);
        response.headers()
                .set(ClientAnswer.X_REQUEST_ID, id.text())
                .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        ctx.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
    }
}
