package cloud.hanok.content.chat;

import cloud.hanok.content.value.Words;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a chat completion can be looked for by.
 *
 * @param model that answered
 * @param metadata the client's own words, by name
 */
public record ChatDetails(String model, SortedMap<String, String> metadata) {
    private static final String MODEL = "";

    public ChatDetails {
        metadata = Collections.unmodifiableSortedMap(new TreeMap<>(metadata));
    }

    /** The same, with other words of the client. */
    public ChatDetails with(Map<String, String> other) {
        return new ChatDetails(model, new TreeMap<>(other));
    }

    /** As they are sealed: no word of a client has an empty name. */
    byte[] bytes() {
        SortedMap<String, String> words = new TreeMap<>(metadata);
        words.put(MODEL, model);
        return Words.bytes(words);
    }

    static ChatDetails of(byte[] bytes) {
        SortedMap<String, String> words = Words.of(bytes);
        String model = Objects.requireNonNull(words.remove(MODEL));
        return new ChatDetails(model, words);
    }

    /** How many words there are; they are the client's own. */
    @Override
    public String toString() {
        return "ChatDetails[" + model + ", " + metadata.size() + "]";
    }
}
