package cloud.hanok.api.clients;

/**
 * What a client calls its errors.
 *
 * @param otherStatus of a status without a class of its own
 * @param broken of a stream that an error event ended
 */
record ErrorNames(
        String badRequest,
        String unauthorized,
        String forbidden,
        String notFound,
        String tooLarge,
        String tooManyRequests,
        String otherStatus,
        String broken) {
    /** The class names of OpenAI's own clients. */
    static final ErrorNames OPENAI = openAi("APIStatusError");

    /** Those of the one for Node.js. */
    static final ErrorNames OPENAI_NODE = openAi("APIError");

    /** Those of OpenAI's client for Java. */
    static final ErrorNames OPENAI_JAVA = new ErrorNames(
            "BadRequestException",
            "UnauthorizedException",
            "PermissionDeniedException",
            "NotFoundException",
            "UnexpectedStatusCodeException",
            "RateLimitException",
            "UnexpectedStatusCodeException",
            "SseException");

    /** Those of Anthropic's. */
    static final ErrorNames ANTHROPIC = new ErrorNames(
            "BadRequestError",
            "AuthenticationError",
            "PermissionDeniedError",
            "NotFoundError",
            "ContentTooLargeError",
            "RateLimitError",
            "APIStatusError",
            "APIStatusError");

    /** LangChain's, which are OpenAI's with a meaning. */
    static final ErrorNames LANGCHAIN = new ErrorNames(
            "OpenAIInvalidRequestError",
            "OpenAIAuthenticationError",
            "OpenAIPermissionDeniedError",
            "OpenAIModelNotFoundError",
            "APIStatusError",
            "OpenAIRateLimitError",
            "APIStatusError",
            "APIError");

    /** Those of Vercel's. */
    static final ErrorNames VERCEL = new ErrorNames(
            "APICallError",
            "APICallError",
            "APICallError",
            "APICallError",
            "APICallError",
            "RetryError",
            "APICallError",
            "StreamProviderError");

    private static ErrorNames openAi(String otherStatus) {
        return new ErrorNames(
                "BadRequestError",
                "AuthenticationError",
                "PermissionDeniedError",
                "NotFoundError",
                otherStatus,
                "RateLimitError",
                otherStatus,
                "APIError");
    }

    /** The name that belongs to a status. */
    String of(int status) {
        return switch (status) {
            case 400 -> badRequest;
            case 401 -> unauthorized;
            case 403 -> forbidden;
            case 404 -> notFound;
            case 405, 415 -> otherStatus;
            case 413 -> tooLarge;
            case 429 -> tooManyRequests;
            default -> throw new IllegalArgumentException("no client is tried with " + status);
        };
    }
}
