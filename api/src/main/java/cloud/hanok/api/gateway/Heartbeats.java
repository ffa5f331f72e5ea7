package cloud.hanok.api.gateway;

import cloud.hanok.api.error.ApiError;
import cloud.hanok.api.error.ErrorForm;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.AsciiString;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** How a streamed answer that is silent says that it lives: to whom asks for it, and as often as it is asked for. */
final class Heartbeats {
    /** The header by which a client asks: whole seconds; 0: none, also where the environment has some by default. */
    static final AsciiString HEADER = AsciiString.cached("x-hanok-heartbeat");

    /** Whoever stands between us and a client gives a silent connection up after a minute, many of them. */
    static final int MOST_SECONDS = 60;

    /** What a client asked for that is no number of seconds. */
    static final int MALFORMED = -1;

    /** A comment: every reader of an event stream has to pass it over. */
    private static final byte[] COMMENT = ": keep-alive\n\n".getBytes(StandardCharsets.US_ASCII);

    private static final byte[] PING =
            "event: ping\ndata: {\"type\": \"ping\"}\n\n".getBytes(StandardCharsets.US_ASCII);

    private Heartbeats() {}

    /** Seconds between two, 0 for none, or {@link #MALFORMED}. */
    static int seconds(HttpHeaders asked, Duration otherwise) {
        String said = asked.get(HEADER);
        if (said == null) {
            return Math.toIntExact(otherwise.toSeconds());
        }
        if (said.isEmpty() || said.length() > 2 || !said.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return MALFORMED;
        }
        int seconds = Integer.parseInt(said);
        return seconds > MOST_SECONDS ? MALFORMED : seconds;
    }

    /** The refusal of a header that says no number of seconds. */
    static ApiError malformed() {
        return ApiError.invalidValue(
                HEADER.toString(),
                "whole seconds from 1 to " + MOST_SECONDS + " were expected, or 0 for none",
                "1에서 " + MOST_SECONDS + "까지의 초 단위 정수 또는 사용하지 않음을 뜻하는 0이어야 합니다");
    }

    /** A whole event that says nothing else. */
    static byte[] event(ErrorForm protocol) {
        return switch (protocol) {
            case OPENAI -> COMMENT;
            case ANTHROPIC -> PING;
        };
    }
}
