package cloud.hanok.platform.id;

/**
 * Names a response that is kept, by the request that it answers.
 *
 * @param ulid the request's unique part
 */
public record ResponseId(Ulid ulid) implements Id {
    /** Before every one. */
    public static final String PREFIX = "resp_";

    /**
     * Reads its text.
     *
     * @throws IllegalArgumentException when it is not one
     */
    public static ResponseId parse(String text) {
        return new ResponseId(Id.parse(PREFIX, text));
    }

    /** The answer of a request. */
    public static ResponseId of(RequestId request) {
        return new ResponseId(request.ulid());
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
