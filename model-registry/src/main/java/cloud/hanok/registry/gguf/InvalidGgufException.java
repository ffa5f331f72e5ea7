package cloud.hanok.registry.gguf;

/** A file is no GGUF file that can be trusted: cut off, damaged, hostile, or of a form that is not read here. */
public final class InvalidGgufException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String detail;

    /** @param detail what is wrong, where in the file, and what was expected */
    public InvalidGgufException(String detail) {
        super(detail);
        this.detail = detail;
    }

    /** What is wrong, where in the file, and what was expected. */
    public String detail() {
        return detail;
    }
}
