package cloud.hanok.cluster.engine;

import java.nio.charset.StandardCharsets;

/** Names of members as bytes, for comparison without decoding. */
final class Names {
    static final byte[] DATA = ascii("data");
    static final byte[] CHOICES = ascii("choices");
    static final byte[] MODEL = ascii("model");
    static final byte[] ID = ascii("id");
    static final byte[] USAGE = ascii("usage");
    static final byte[] TIMINGS = ascii("timings");
    static final byte[] METADATA = ascii("metadata");
    static final byte[] SGLEXT = ascii("sglext");
    static final byte[] VERBOSE = ascii("__verbose");
    static final byte[] ERROR = ascii("error");
    static final byte[] MESSAGE = ascii("message");
    static final byte[] CODE = ascii("code");
    static final byte[] TYPE = ascii("type");
    static final byte[] PROMPT_TOKENS = ascii("prompt_tokens");
    static final byte[] COMPLETION_TOKENS = ascii("completion_tokens");
    static final byte[] PROMPT_TOKENS_DETAILS = ascii("prompt_tokens_details");
    static final byte[] CACHED_TOKENS = ascii("cached_tokens");
    static final byte[] IMAGE_TOKENS = ascii("image_tokens");
    static final byte[] COMPLETION_TOKENS_DETAILS = ascii("completion_tokens_details");
    static final byte[] REASONING_TOKENS = ascii("reasoning_tokens");
    static final byte[] PROMPT_N = ascii("prompt_n");
    static final byte[] CACHE_N = ascii("cache_n");
    static final byte[] PREDICTED_N = ascii("predicted_n");
    static final byte[] EMPTY_ARRAY = ascii("[]");
    static final byte[] NULL = ascii("null");

    private Names() {}

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
