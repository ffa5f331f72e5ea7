package cloud.hanok.content.response;

import cloud.hanok.platform.id.ResponseId;

/** Raised where something goes on from a response that is not there: what it would say without it is not what was asked. */
public final class NotAllKeptException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient ResponseId missing;

    public NotAllKeptException(ResponseId missing) {
        super(missing + " is not kept");
        this.missing = missing;
    }

    /** The first that is not there. */
    public ResponseId missing() {
        return missing;
    }
}
