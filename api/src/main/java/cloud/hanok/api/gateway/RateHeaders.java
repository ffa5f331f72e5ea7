package cloud.hanok.api.gateway;

import cloud.hanok.tenant.limit.RateHold;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.AsciiString;

/** Tells a limited caller how its tightest limits stand, as OpenAI does: {@code x-ratelimit-remaining-requests: 59}. */
final class RateHeaders {
    private static final AsciiString LIMIT_REQUESTS = AsciiString.cached("x-ratelimit-limit-requests");
    private static final AsciiString REMAINING_REQUESTS = AsciiString.cached("x-ratelimit-remaining-requests");
    private static final AsciiString RESET_REQUESTS = AsciiString.cached("x-ratelimit-reset-requests");
    private static final AsciiString LIMIT_TOKENS = AsciiString.cached("x-ratelimit-limit-tokens");
    private static final AsciiString REMAINING_TOKENS = AsciiString.cached("x-ratelimit-remaining-tokens");
    private static final AsciiString RESET_TOKENS = AsciiString.cached("x-ratelimit-reset-tokens");

    private RateHeaders() {}

    static void set(HttpHeaders headers, RateHold hold, long nowMillis) {
        RateHold.Standing requests = hold.tightest(false, nowMillis);
        if (requests != null) {
            headers.set(LIMIT_REQUESTS, Long.toString(requests.limit().amount()));
            headers.set(REMAINING_REQUESTS, Long.toString(requests.remaining()));
            headers.set(RESET_REQUESTS, duration(requests.resetMillis()));
        }
        RateHold.Standing tokens = hold.tightest(true, nowMillis);
        if (tokens != null) {
            headers.set(LIMIT_TOKENS, Long.toString(tokens.limit().amount()));
            headers.set(REMAINING_TOKENS, Long.toString(tokens.remaining()));
            headers.set(RESET_TOKENS, duration(tokens.resetMillis()));
        }
    }

    /** As OpenAI writes it: {@code 12ms}, {@code 1.5s}, {@code 6m0s}, {@code 2h3m4s}. */
    static String duration(long millis) {
        if (millis < 1_000) {
            return millis + "ms";
        }
        if (millis < 60_000) {
            long part = millis % 1_000;
            return millis / 1_000 + (part == 0 ? "" : "." + ("%03d".formatted(part)).replaceAll("0+$", "")) + "s";
        }
        long seconds = (millis + 999) / 1_000;
        String minutes = seconds / 60 % 60 + "m" + seconds % 60 + "s";
        return seconds < 3_600 ? minutes : seconds / 3_600 + "h" + minutes;
    }
}
