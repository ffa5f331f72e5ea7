package cloud.hanok.api.docs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The contract files that travel in this program, read once. */
@Singleton
public final class Contracts {
    /** What each is called. */
    public static final List<String> NAMES = List.of("inference", "platform");

    private final Map<String, byte[]> files = new HashMap<>();

    public Contracts() {
        ObjectMapper mapper = new ObjectMapper();
        for (String name : NAMES) {
            byte[] yaml = resource("/openapi/" + name + ".yaml");
            files.put(name + ".yaml", yaml);
            files.put(name + ".json", json(mapper, yaml));
        }
    }

    /** The bytes of {@code inference.yaml}, {@code platform.json} and so on. */
    public Optional<byte[]> file(String name) {
        return Optional.ofNullable(files.get(name));
    }

    /** A contract as a tree. */
    public JsonNode tree(String name) {
        try {
            return new ObjectMapper().readTree(files.get(name + ".json"));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static byte[] json(ObjectMapper mapper, byte[] yaml) {
        try {
            Object tree = new Yaml(new SafeConstructor(new LoaderOptions()))
                    .load(new String(yaml, java.nio.charset.StandardCharsets.UTF_8));
            return mapper.writeValueAsBytes(tree);
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static byte[] resource(String path) {
        try (InputStream stream = Contracts.class.getResourceAsStream(path)) {
            if (stream == null) {
                throw new IllegalStateException(path + " is not in this program's jar; build it again");
            }
            return stream.readAllBytes();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
