package cloud.hanok.standalone.demo;

import cloud.hanok.standalone.process.StateDirectory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;

/** What was made for the demo, remembered in the state folder: ids in {@code demo.json}, each secret in a file of its own. */
public final class DemoRecord {
    private static final String FILE = "demo.json";
    private static final String KEY = "demo.key";
    private static final String ADMIN_KEY = "demo-admin.key";
    private static final String OWNER_PASSWORD = "demo-owner.password";
    private static final String LOG_KEY = "demo-log.vkey";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final StateDirectory state;
    private final ObjectNode ids;

    /** Reads what is remembered. */
    public DemoRecord(StateDirectory state) {
        this.state = state;
        this.ids = state.read(FILE).map(DemoRecord::parse).orElseGet(JSON::createObjectNode);
    }

    /** The id of a thing, if it was made. */
    public Optional<String> id(String thing) {
        return Optional.of(ids.path(thing).asText()).filter(value -> !value.isEmpty());
    }

    /** The file with the project's key. */
    public Path keyFile() {
        return state.file(KEY);
    }

    /** The file with the tenant's admin key. */
    public Path adminKeyFile() {
        return state.file(ADMIN_KEY);
    }

    /** Under which the tenant's owner signs in to the console; empty when there is none. */
    public String ownerUser() {
        return id("owner").map(member -> DemoOwner.EMAIL).orElse("");
    }

    /** The file with the owner's password. */
    public Path ownerPasswordFile() {
        return state.file(OWNER_PASSWORD);
    }

    /** Whether the operator was named who can sign in to the console. */
    public boolean hasOperator() {
        return id("operator").isPresent();
    }

    /** The file with the verification key of the tenant's log. */
    public Path logKeyFile() {
        return state.file(LOG_KEY);
    }

    /** Whether everything a user needs was made. */
    public boolean complete() {
        return id("deployment").isPresent()
                && id("embeddingDeployment").isPresent()
                && id("key").isPresent()
                && state.read(KEY).isPresent();
    }

    void remember(String thing, String id) {
        ids.put(thing, id);
        state.write(FILE, ids.toPrettyString() + "\n");
    }

    void rememberKey(String value) {
        state.write(KEY, value);
    }

    void rememberAdminKey(String value) {
        state.write(ADMIN_KEY, value);
    }

    /** The owner's password, drawn when it is first asked for. */
    String ownerPassword(SecureRandom random) {
        return state.secret(OWNER_PASSWORD, random);
    }

    void rememberLog(String origin, String url, String verificationKey) {
        state.write(LOG_KEY, verificationKey + "\n");
        remember("logOrigin", origin);
        remember("logUrl", url);
    }

    private static ObjectNode parse(String text) {
        try {
            return JSON.readTree(text) instanceof ObjectNode object ? object : JSON.createObjectNode();
        } catch (JsonProcessingException damaged) {
            return JSON.createObjectNode();
        }
    }
}
