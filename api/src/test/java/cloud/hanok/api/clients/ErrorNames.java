package cloud.hanok.api.clients;

/**
 * What a client calls its errors.
 *
 * @param broken of a stream that an error event ended
 */
record ErrorNames(String badRequest, String unauthorized, String notFound, String tooManyRequests, String broken) {
    /** The class names of OpenAI's own clients. */
    static final ErrorNames OPENAI =
            new ErrorNames("BadRequestError", "AuthenticationError", "NotFoundError", "RateLimitError", "APIError");

    /** Those of OpenAI's client for Java. */
    static final ErrorNames OPENAI_JAVA = new ErrorNames(
            "BadRequestException", "UnauthorizedException", "NotFoundException", "RateLimitException", "SseException");

    /** Those of Anthropic's. */
    static final ErrorNames ANTHROPIC = new ErrorNames(
            "BadRequestError", "AuthenticationError", "NotFoundError", "RateLimitError", "APIStatusError");

    /** LangChain's, which are OpenAI's with a meaning. */
    static final ErrorNames LANGCHAIN = new ErrorNames(
            "OpenAIInvalidRequestError",
            "OpenAIAuthenticationError",
            "OpenAIModelNotFoundError",
            "OpenAIRateLimitError",
            "APIError");

    /** Those of Vercel's. */
    static final ErrorNames VERCEL =
            new ErrorNames("APICallError", "APICallError", "APICallError", "RetryError", "StreamProviderError");

    /** The name that belongs to a status. */
    String of(int status) {
        return switch (status) {
            case 400 -> badRequest;
            case 401 -> unauthorized;
            case 404 -> notFound;
            case 429 -> tooManyRequests;
            default -> throw new IllegalArgumentException("no client is tried with " + status);
        };
    }
}
