package cloud.hanok.api.error;

/** The wire forms of an error. */
public enum ErrorForm {
    /** {@code {"error": {...}}}. */
    OPENAI {
        @Override
        public byte[] bytes(ApiError error, Language language, String requestId) {
            return ErrorBody.bytes(error, language, requestId);
        }
    },
    /** {@code {"type": "error", "error": {...}}}. */
    ANTHROPIC {
        @Override
        public byte[] bytes(ApiError error, Language language, String requestId) {
            return AnthropicErrorBody.bytes(error, language, requestId);
        }
    };

    private static final String MESSAGES = "/v1/messages";

    /** The body, in UTF-8. */
    public abstract byte[] bytes(ApiError error, Language language, String requestId);

    /** The form that is spoken at a path. */
    public static ErrorForm at(String path) {
        boolean anthropic = path.startsWith(MESSAGES)
                && (path.length() == MESSAGES.length() || path.charAt(MESSAGES.length()) == '/');
        return anthropic ? ANTHROPIC : OPENAI;
    }
}
