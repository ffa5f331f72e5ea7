package cloud.hanok.api.organization;

/**
 * What is left of a thing, as OpenAI writes it.
 *
 * @param deleted always true
 */
public record Deleted(String object, String id, boolean deleted) {}
