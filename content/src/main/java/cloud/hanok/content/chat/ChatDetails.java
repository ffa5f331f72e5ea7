package cloud.hanok.content.chat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a chat completion can be looked for by.
 *
 * @param model that answered
 * @param metadata the client's own words, by name
 */
public record ChatDetails(String model, SortedMap<String, String> metadata) {
    public ChatDetails {
        metadata = Collections.unmodifiableSortedMap(new TreeMap<>(metadata));
    }

    /** The same, with other words of the client. */
    public ChatDetails with(Map<String, String> other) {
        return new ChatDetails(model, new TreeMap<>(other));
    }

    /** As they are sealed. */
    byte[] bytes() {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            out.writeUTF(model);
            for (Map.Entry<String, String> pair : metadata.entrySet()) {
                out.writeUTF(pair.getKey());
                out.writeUTF(pair.getValue());
            }
        } catch (IOException tooLong) {
            throw new UncheckedIOException("a name or a value is longer than anybody's may be", tooLong);
        }
        return bytes.toByteArray();
    }

    static ChatDetails of(byte[] bytes) {
        try (var in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            String model = in.readUTF();
            SortedMap<String, String> metadata = new TreeMap<>();
            while (in.available() > 0) {
                String name = in.readUTF();
                metadata.put(name, in.readUTF());
            }
            return new ChatDetails(model, metadata);
        } catch (IOException cut) {
            throw new UncheckedIOException("details of a chat completion are no details", cut);
        }
    }

    /** How many words there are; they are the client's own. */
    @Override
    public String toString() {
        return "ChatDetails[" + model + ", " + metadata.size() + "]";
    }
}
