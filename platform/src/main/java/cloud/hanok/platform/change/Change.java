package cloud.hanok.platform.change;

/**
 * An entity changed: whoever holds it in memory reads it again. It carries no content, so a repeated or late one does no
 * harm.
 *
 * @param kind of entity
 * @param entity its id as text, at most {@value #MAX_ENTITY_LENGTH} characters
 */
public record Change(ChangeKind kind, String entity) {
    /** Longer than any id, shorter than anything else. */
    public static final int MAX_ENTITY_LENGTH = 128;

    public Change {
        if (entity.isEmpty() || entity.length() > MAX_ENTITY_LENGTH) {
            throw new IllegalArgumentException("a change names an entity in 1 to " + MAX_ENTITY_LENGTH + " characters");
        }
    }
}
