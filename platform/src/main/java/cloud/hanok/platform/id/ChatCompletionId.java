package cloud.hanok.platform.id;

/**
 * Names a chat completion, by the request that it answers.
 *
 * @param ulid the request's unique part
 */
public record ChatCompletionId(Ulid ulid) implements Id {
    /** Before every one. */
    public static final String PREFIX = "chatcmpl-";

    /**
     * Reads its text.
     *
     * @throws IllegalArgumentException when it is not one
     */
    public static ChatCompletionId parse(String text) {
        return new ChatCompletionId(Id.parse(PREFIX, text));
    }

    /** The answer of a request. */
    public static ChatCompletionId of(RequestId request) {
        return new ChatCompletionId(request.ulid());
    }

    /** The request that it answers: its receipt and its usage have this id. */
    public RequestId request() {
        return new RequestId(ulid);
    }

    @Override
    public String prefix() {
        return PREFIX;
    }

    @Override
    public String toString() {
        return text();
    }
}
