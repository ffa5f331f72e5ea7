package cloud.hanok.standalone.house;

import cloud.hanok.standalone.StandaloneException;
import cloud.hanok.standalone.process.StateDirectory;
import java.io.IOException;
import java.io.StringReader;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;

/**
 * What a person set: {@code hanok.properties} in the state folder, and above it environment variables ({@code hanok.vault.address} is
 * {@code HANOK_VAULT_ADDRESS}).
 */
public final class Settings {
    /** The file, inside the state folder. */
    public static final String FILE = "hanok.properties";

    private final Map<String, String> environment;
    private final TreeMap<String, String> file = new TreeMap<>();

    /** Reads the file, if there is one. */
    public Settings(StateDirectory state, Map<String, String> environment) {
        this.environment = environment;
        Properties read = new Properties();
        try {
            read.load(new StringReader(state.read(FILE).orElse("")));
        } catch (IOException | IllegalArgumentException damaged) {
            throw new StandaloneException(
                    state.file(FILE) + " cannot be read: " + damaged.getMessage() + ".",
                    "Write one key=value a line.",
                    damaged);
        }
        read.forEach((key, value) -> file.put(key.toString(), value.toString().strip()));
    }

    /** The value of a key; blank counts as not set. */
    public Optional<String> value(String key) {
        String variable = key.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT);
        String value = environment.getOrDefault(variable, file.getOrDefault(key, ""));
        return Optional.of(value).filter(each -> !each.isBlank());
    }

    /**
     * The value of a key that another one asks for.
     *
     * @throws StandaloneException naming both
     */
    public String required(String key, String because) {
        return value(key)
                .orElseThrow(() -> new StandaloneException(
                        key + " is not set, but " + because + " is.",
                        "Set it in " + FILE + " of the state folder, or take " + because + " away."));
    }

    /** All keys of the file. */
    public Map<String, String> ofFile() {
        return new TreeMap<>(file);
    }
}
