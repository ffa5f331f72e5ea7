package cloud.hanok.api.gateway;

import cloud.hanok.cluster.engine.EngineRoute;
import cloud.hanok.cluster.serving.EngineEndpoint;
import cloud.hanok.platform.id.RequestId;
import cloud.hanok.platform.secret.Secret;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A request to an engine as it goes over the wire: HTTP/1.1, head and body in one buffer, so that it is one write. It is
 * always a POST, so its answer always has a body.
 */
final class EngineRequest {
    private static final byte[] POST = ascii("POST ");
    private static final byte[] HOST = ascii(" HTTP/1.1\r\nhost: ");
    private static final byte[] REQUEST_ID = ascii("\r\ncontent-type: application/json\r\nx-request-id: ");
    private static final byte[] AUTHORIZATION = ascii("\r\nauthorization: Bearer ");
    private static final byte[] LENGTH = ascii("\r\ncontent-length: ");
    private static final byte[] END_OF_HEAD = ascii("\r\n\r\n");
    private static final int FIXED_BYTES =
            POST.length + HOST.length + REQUEST_ID.length + AUTHORIZATION.length + LENGTH.length + END_OF_HEAD.length;
    private static final int LENGTH_DIGITS = 10;

    private EngineRequest() {}

    /**
     * @param route of the engine
     * @param id tells the engine's log which request it was
     * @throws IllegalArgumentException when a text would end its header
     */
    static ByteBuf encode(
            ByteBufAllocator allocator,
            EngineEndpoint endpoint,
            EngineRoute route,
            RequestId id,
            @Nullable Secret credential,
            byte[] body) {
        String base = route.base(endpoint.basePath());
        String authority = endpoint.authority();
        String request = id.text();
        String bearer = credential == null ? "" : credential.reveal();
        int headBytes = FIXED_BYTES
                + LENGTH_DIGITS
                + base.length()
                + route.path().length()
                + authority.length()
                + request.length()
                + bearer.length();
        ByteBuf out = allocator.ioBuffer(headBytes + body.length);
        try {
            out.writeBytes(POST);
            add(out, base);
            add(out, route.path());
            add(out.writeBytes(HOST), authority);
            add(out.writeBytes(REQUEST_ID), request);
            if (!bearer.isEmpty()) {
                add(out.writeBytes(AUTHORIZATION), bearer);
            }
            add(out.writeBytes(LENGTH), Integer.toString(body.length));
            return out.writeBytes(END_OF_HEAD).writeBytes(body);
        } catch (RuntimeException e) {
            out.release();
            throw e;
        }
    }

    private static void add(ByteBuf out, String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < ' ' || text.charAt(i) > '~') {
                throw new IllegalArgumentException(
                        "an engine's address or credential has a character no header carries");
            }
        }
        ByteBufUtil.writeAscii(out, text);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
