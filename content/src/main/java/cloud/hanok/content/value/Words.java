package cloud.hanok.content.value;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** A client's own words about a thing, by name, as they are sealed. */
public final class Words {
    private Words() {}

    /** As they are sealed. */
    public static byte[] bytes(Map<String, String> words) {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            for (Map.Entry<String, String> pair : words.entrySet()) {
                out.writeUTF(pair.getKey());
                out.writeUTF(pair.getValue());
            }
        } catch (IOException tooLong) {
            throw new UncheckedIOException("a name or a value is longer than anybody's may be", tooLong);
        }
        return bytes.toByteArray();
    }

    /** The same again. */
    public static SortedMap<String, String> of(byte[] bytes) {
        SortedMap<String, String> words = new TreeMap<>();
        try (var in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            while (in.available() > 0) {
                String name = in.readUTF();
                words.put(name, in.readUTF());
            }
        } catch (IOException cut) {
            throw new UncheckedIOException("what was sealed are no words", cut);
        }
        return words;
    }
}
