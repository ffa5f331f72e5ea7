package cloud.hanok.content.object;

import cloud.hanok.platform.id.Ulid;

/** There is no such object. */
public final class ObjectMissingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ObjectMissingException(Ulid name) {
        super("there is no object " + name);
    }
}
