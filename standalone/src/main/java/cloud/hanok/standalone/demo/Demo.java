package cloud.hanok.standalone.demo;

import cloud.hanok.standalone.StandaloneException;
import cloud.hanok.standalone.house.House;
import cloud.hanok.standalone.parts.PythonParts;
import cloud.hanok.standalone.parts.Tool;
import cloud.hanok.standalone.screen.Screen;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * A site, a model that serves, a tenant with a project and a key. What exists is found again and left alone, so that keys and addresses stay
 * the same; what is missing is made.
 */
public final class Demo {
    /** The name users ask for. */
    public static final String MODEL = "qwen2.5-coder-0.5b-instruct";

    private static final Duration DEPLOYMENT_LIMIT = Duration.ofMinutes(3);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final long CREDIT_LIMIT_WON = 1_000_000;
    private static final int CONTEXT_TOKENS = 4096;

    /** About what a small model costs in public price lists: 100, 50 and 400 won for a million tokens. */
    private static final Map<String, Long> PRICE =
            Map.of("inputNanoWon", 100_000L, "cachedNanoWon", 50_000L, "outputNanoWon", 400_000L);

    private final House house;
    private final URI address;
    private final DemoRecord record;

    /** @param address of the control plane, ready */
    public Demo(House house, URI address) {
        this.house = house;
        this.address = address;
        this.record = new DemoRecord(house.state());
    }

    /**
     * Makes what is missing and waits until the model serves.
     *
     * @throws StandaloneException with the API's reason when something is refused or does not become ready
     */
    public DemoRecord ensure() {
        try (PlatformApi api =
                new PlatformApi(address, house.keycloak(), house.machine().clock())) {
            String site = step(
                    "site",
                    () -> named(
                            api,
                            "site",
                            "/platform/v1/sites",
                            Map.of("name", "seoul-1", "country", "KR", "operator", "Hanok demo")));
            String model = named(
                    api,
                    "model",
                    "/platform/v1/models",
                    Map.of("name", MODEL, "publisher", "Qwen", "licence", "Apache-2.0"));
            String version = step("model import", () -> version(api, model));
            step("deployment", () -> deployment(api, version, site));
            String tenant = step("tenant", () -> tenant(api));
            String project =
                    named(api, "project", "/platform/v1/tenants/" + tenant + "/projects", Map.of("name", "demo"));
            key(api, project);
            log(api, tenant);
            return record;
        }
    }

    private String version(PlatformApi api, String model) {
        String path = "/platform/v1/models/" + model + "/versions";
        return existing(api, "version", path).orElseGet(() -> {
            Path weights = new PythonParts(
                            house.machine().parts(), Tool.python(house.machine().environment()))
                    .demoWeights();
            PlatformApi.Answer answer =
                    api.post(path, Map.of("kind", "stored", "version", "q4_k_m", "path", weights.toString()));
            return remembered(api, "version", path, "version", "q4_k_m", answer);
        });
    }

    private String deployment(PlatformApi api, String version, String site) {
        String path = "/platform/v1/deployments";
        String id = named(
                api,
                "deployment",
                path,
                Map.of(
                        "name",
                        MODEL,
                        "modelVersion",
                        version,
                        "driver",
                        "local",
                        "site",
                        site,
                        "engine",
                        "llama.cpp",
                        "contextTokens",
                        CONTEXT_TOKENS,
                        "price",
                        PRICE));
        Instant end = Instant.now(house.machine().clock()).plus(DEPLOYMENT_LIMIT);
        while (true) {
            JsonNode deployment = api.get(path + "/" + id).body();
            String status = deployment.path("status").asText();
            if (status.equals("ready")) {
                return id;
            }
            if (status.equals("failed") || Instant.now(house.machine().clock()).isAfter(end)) {
                throw new StandaloneException(
                        "The deployment of " + MODEL + " is " + status + ": "
                                + deployment.path("reason").asText("no reason given") + ".",
                        "Read ./hanok logs engine and ./hanok logs control-plane.");
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
    }

    private String tenant(PlatformApi api) {
        String path = "/platform/v1/tenants";
        return existing(api, "tenant", path).orElseGet(() -> {
            JsonNode tenant = api.create(
                    path,
                    Map.of(
                            "name",
                            "demo",
                            "isolation",
                            "SHARED",
                            "allowedJurisdictions",
                            List.of("KR"),
                            "creditLimitWon",
                            CREDIT_LIMIT_WON));
            record.rememberAdminKey(tenant.path("adminKey").asText());
            record.remember("tenant", tenant.path("id").asText());
            return tenant.path("id").asText();
        });
    }

    private void key(PlatformApi api, String project) {
        String path = "/platform/v1/projects/" + project + "/api_keys";
        if (existing(api, "key", path).isEmpty()) {
            JsonNode key = api.create(path, Map.of("name", "demo"));
            record.rememberKey(key.path("value").asText());
            record.remember("key", key.path("id").asText());
        }
    }

    private void log(PlatformApi api, String tenant) {
        JsonNode log = api.get("/platform/v1/tenants/" + tenant).body().path("log");
        if (log.hasNonNull("vkey")) {
            record.rememberLog(
                    log.path("origin").asText(),
                    log.path("url").asText(),
                    log.path("vkey").asText());
        }
    }

    /** A thing with a name: the remembered one, else a new one, else the one that already has the name. */
    private String named(PlatformApi api, String thing, String path, Map<String, ?> body) {
        return existing(api, thing, path)
                .orElseGet(() ->
                        remembered(api, thing, path, "name", String.valueOf(body.get("name")), api.post(path, body)));
    }

    private String remembered(
            PlatformApi api, String thing, String path, String field, String value, PlatformApi.Answer answer) {
        String id = answer.status() == 409
                ? inList(api, path, field, value)
                        .orElseThrow(() -> PlatformApi.refused("POST " + path, answer))
                        .path("id")
                        .asText()
                : answer.body().path("id").asText();
        if (id.isEmpty()) {
            throw PlatformApi.refused("POST " + path, answer);
        }
        record.remember(thing, id);
        return id;
    }

    private Optional<String> existing(PlatformApi api, String thing, String path) {
        return record.id(thing).filter(id -> inList(api, path, "id", id).isPresent());
    }

    private static Optional<JsonNode> inList(PlatformApi api, String path, String field, String value) {
        PlatformApi.Answer answer = api.get(path);
        if (!answer.ok()) {
            throw PlatformApi.refused("GET " + path, answer);
        }
        return answer.body()
                .path("data")
                .valueStream()
                .filter(each -> each.path(field).asText().equals(value))
                .findFirst();
    }

    private String step(String name, Supplier<String> work) {
        Instant start = Instant.now(house.machine().clock());
        String id = work.get();
        house.machine()
                .screen()
                .part(
                        name,
                        id + " in "
                                + Screen.seconds(Duration.between(
                                        start, Instant.now(house.machine().clock()))));
        return id;
    }
}
