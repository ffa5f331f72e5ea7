package cloud.hanok.platform.mail;

/**
 * A mail to one person, as plain text. Its {@code toString} says nothing: it is personal data.
 *
 * <p>Nothing of it reaches a header that could end one: who writes it brings names into a form without control characters.
 *
 * @param recipient an address, at most {@value #MAX_RECIPIENT_CHARS} characters
 * @param subject one line, at most {@value #MAX_SUBJECT_CHARS} characters
 * @param text at most {@value #MAX_TEXT_CHARS} characters; lines end with {@code \n}
 */
public record Mail(String recipient, String subject, String text) {
    /** RFC 5321 section 4.5.3.1.3. */
    public static final int MAX_RECIPIENT_CHARS = 254;

    public static final int MAX_SUBJECT_CHARS = 300;

    /** A letter, not a document. */
    public static final int MAX_TEXT_CHARS = 20_000;

    public Mail {
        if (recipient.length() > MAX_RECIPIENT_CHARS
                || recipient.indexOf('@') < 1
                || recipient
                        .codePoints()
                        .anyMatch(each -> each <= ' ' || breaks(each) || "<>,;:\"".indexOf(each) >= 0)) {
            throw new IllegalArgumentException("a mail's recipient is one address");
        }
        if (subject.isBlank()
                || subject.length() > MAX_SUBJECT_CHARS
                || subject.codePoints().anyMatch(Mail::breaks)) {
            throw new IllegalArgumentException("a mail's subject is one line of 1 to " + MAX_SUBJECT_CHARS
                    + " characters, without control characters");
        }
        if (text.length() > MAX_TEXT_CHARS) {
            throw new IllegalArgumentException("a mail has at most " + MAX_TEXT_CHARS + " characters");
        }
    }

    /** Whether a character ends a line somewhere, or is none that is seen. */
    private static boolean breaks(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL, Character.SURROGATE, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
                true;
            default -> false;
        };
    }

    @Override
    public String toString() {
        return "Mail";
    }
}
