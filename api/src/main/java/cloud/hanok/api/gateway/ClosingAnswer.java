package cloud.hanok.api.gateway;

import cloud.hanok.api.error.ApiError;
import cloud.hanok.api.error.ErrorBody;
import cloud.hanok.api.error.ErrorForm;
import cloud.hanok.api.error.Language;
import cloud.hanok.platform.id.RequestId;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;

/** An error for a connection that ends with it, whatever was to be asked there. */
// In Netty a write or close that fails ends the channel, and channelInactive hears of it.
@SuppressWarnings("FutureReturnValueIgnored")
final class ClosingAnswer {
    private ClosingAnswer() {}

    /** @param path that was asked for, as far as it is known, which says the form; else empty */
    static void write(ChannelHandlerContext ctx, ApiError error, String path, RequestId id) {
        byte[] body = ErrorForm.at(path).bytes(error, Language.preferred(null), id.text());
        var response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(error.code().status()), Unpooled.wrappedBuffer(body));
        ErrorBody.headers(error, Language.preferred(null)).forEach(response.headers()::set);
        response.headers()
                .set("x-request-id", id.text())
                .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE)
                .setInt(HttpHeaderNames.CONTENT_LENGTH, body.length);
        ctx.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
    }
}
