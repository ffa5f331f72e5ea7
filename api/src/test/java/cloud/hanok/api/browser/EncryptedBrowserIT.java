package cloud.hanok.api.browser;

import static cloud.hanok.api.OperatedServer.await;
import static cloud.hanok.api.OperatedServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import cloud.hanok.api.FreePort;
import cloud.hanok.api.OperatedServer;
import cloud.hanok.api.fault.CutProxy;
import cloud.hanok.api.scripted.ScriptedEngine;
import cloud.hanok.api.tls.TestIdentity;
import cloud.hanok.standalone.keycloak.KeycloakAdministrator;
import cloud.hanok.standalone.testing.KeycloakForTests;
import cloud.hanok.standalone.testing.KeycloakForTests.Person;
import cloud.hanok.standalone.testing.OpenBaoForTests;
import cloud.hanok.standalone.testing.ProvisionerForTests;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The console in Chromium as an installation has it that makes dedicated tenants: behind TLS, with its key store behind a line that can
 * be cut.
 */
class EncryptedBrowserIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final String MODEL = "encrypted-scripted";
    private static final KeycloakForTests KEYCLOAK = KeycloakForTests.get();
    private static final String RUN = Long.toString(System.nanoTime(), Character.MAX_RADIX);

    @TempDir
    private static Path folder;

    private static OperatedServer house;
    private static CutProxy keys;
    private static HttpServer lever;
    private static ScriptedEngine engine;
    private static BrowserScripts scripts;
    private static String redirect;

    @BeforeAll
    static void start() throws Exception {
        int port = FreePort.find();
        redirect = "https://127.0.0.1:" + port + "/console/*";
        TestIdentity identity = TestIdentity.make(folder, "console");
        var openBao = OpenBaoForTests.get().address();
        keys = new CutProxy(new InetSocketAddress(openBao.getHost(), openBao.getPort()));
        Map<String, Object> settings = new HashMap<>(ProvisionerForTests.get().settings());
        settings.put("micronaut.server.port", port);
        settings.put("hanok.public-url", "https://127.0.0.1:" + port);
        settings.put(
                "hanok.tls.certificate-file",
                identity.folder().resolve("tls.crt").toString());
        settings.put("hanok.tls.key-file", identity.folder().resolve("tls.key").toString());
        settings.put("hanok.vault.address", openBao.getScheme() + "://127.0.0.1:" + keys.port());
        settings.put(
                "hanok.console.client-secret-file",
                Files.writeString(folder.resolve("console-secret"), KEYCLOAK.consoleClientSecret())
                        .toString());
        settings.put("hanok.keycloak.member-clients", KeycloakForTests.TEST_CLIENT + ",hanok-console");
        mayReturnTo(redirect, true);
        house = OperatedServer.start(folder, settings);
        engine = ScriptedEngine.start(0);
        lever = lever();
        scripts = new BrowserScripts(bed(identity.pin()));
    }

    @AfterAll
    static void stop() throws InterruptedException {
        scripts.close();
        lever.stop(0);
        house.close();
        keys.close();
        engine.close();
        mayReturnTo(redirect, false);
    }

    @Test
    void whateverComesFromTheConsoleComesByHttp2() {
        scripts.run("http2", Language.KO, LIMIT);
    }

    @Test
    void anOperatorMakesADedicatedTenantThoughAStepFailsAtFirst() {
        String at = "http://127.0.0.1:" + lever.getAddress().getPort();
        try {
            scripts.run("dedicated", Language.KO, LIMIT, Map.of("cut", at + "/cut", "mend", at + "/mend"));
        } finally {
            keys.cut();
            keys.mend();
        }
        JsonNode made =
                json(house.get("/platform/v1/tenants", house.operator()), 200).get("data");
        assertThat(made)
                .filteredOn(tenant -> tenant.get("name").asText().equals(dedicatedName()))
                .singleElement()
                .satisfies(tenant -> {
                    assertThat(tenant.get("state").asText()).isEqualTo("active");
                    assertThat(tenant.get("isolation").asText()).isEqualTo("DEDICATED");
                    assertThat(tenant.get("n2sf").asText()).isEqualTo("S");
                });
    }

    private static String dedicatedName() {
        return "새터기관 " + RUN;
    }

    /** By which the scripts cut the line to the key store, and mend it. */
    private static HttpServer lever() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        Map.<String, Runnable>of("/cut", keys::cut, "/mend", keys::mend)
                .forEach((path, pull) -> server.createContext(path, exchange -> {
                    pull.run();
                    exchange.sendResponseHeaders(204, -1);
                    exchange.close();
                }));
        server.start();
        return server;
    }

    private static ObjectNode bed(String pin) {
        ObjectNode bed = JSON.createObjectNode()
                .put("console", house.server().address())
                .put("keycloak", KEYCLOAK.url().toString())
                .put("scripted", MODEL)
                .put("pin", pin);
        ObjectNode people = bed.putObject("people");
        Person operator = person(people, "operator");
        person(people, "clerk");
        bed.putObject("beginning").put("tenant", dedicatedName()).put("owner", "clerk");
        json(
                house.send(
                        "/platform/v1/operators/" + operator.id(),
                        "PUT",
                        "{\"role\":\"platform_operator\",\"name\":\"야간\"}",
                        house.operator(),
                        null),
                200);
        String name = "암호기업 " + RUN;
        String tenant = house.created(
                        "/platform/v1/tenants",
                        "{\"name\":\"" + name
                                + "\",\"isolation\":\"SHARED\",\"allowedJurisdictions\":[\"KR\"],\"creditLimitWon\":1000000}")
                .get("id")
                .asText();
        bed.putObject("organization").put("id", tenant).put("name", name);
        house.created("/platform/v1/tenants/" + tenant + "/projects", "{\"name\":\"상담\"}");
        Person owner = person(people, "owner");
        String invitation = house.created(
                        "/platform/v1/tenants/" + tenant + "/invites",
                        "{\"email\":\"" + owner.email() + "\",\"role\":\"owner\"}")
                .get("token")
                .asText();
        json(
                house.send(
                        "/platform/v1/invitations/accept",
                        "POST",
                        "{\"token\":\"" + invitation + "\"}",
                        "Bearer " + KEYCLOAK.token(owner, "openid"),
                        null),
                200);
        offer();
        return bed;
    }

    private static Person person(ObjectNode people, String name) {
        Person person = KEYCLOAK.newPerson(name + "-" + RUN + "@encrypted.example", "새", "터");
        people.putObject(name).put("email", person.email()).put("password", person.password());
        return person;
    }

    private static void offer() {
        String site = id(house.created(
                "/platform/v1/sites", "{\"name\":\"encrypted-1\",\"country\":\"KR\",\"operator\":\"춘천\"}"));
        String model = id(house.created(
                "/platform/v1/models", "{\"name\":\"encrypted\",\"publisher\":\"수정\",\"licence\":\"Apache-2.0\"}"));
        String version = id(house.created(
                "/platform/v1/models/" + model + "/versions",
                "{\"version\":\"v1\",\"kind\":\"declared\",\"contextTokens\":4096}"));
        String deployment = id(json(
                house.post(
                        "/platform/v1/deployments",
                        "{\"name\":\"" + MODEL + "\",\"modelVersion\":\"" + version
                                + "\",\"driver\":\"external\",\"site\":\"" + site + "\",\"engine\":\"vllm\",\"url\":\""
                                + engine.url() + "\",\"upstreamModel\":\"script\",\"contextTokens\":4096,\"price\":"
                                + "{\"inputNanoWon\":1000,\"cachedNanoWon\":1000,\"outputNanoWon\":1000}}"),
                202));
        await(() -> json(house.get("/platform/v1/deployments/" + deployment, house.operator()), 200)
                .get("state")
                .asText()
                .equals("ready"));
    }

    private static String id(JsonNode thing) {
        return thing.get("id").asText();
    }

    /** Keycloak sends browsers back to plain loopback without asking for its port, and to TLS only where it is told. */
    private static void mayReturnTo(String address, boolean allowed) {
        try (KeycloakAdministrator administrator = KEYCLOAK.administrator()) {
            String clients = "/realms/" + KEYCLOAK.realm() + "/clients";
            JsonNode client =
                    administrator.get(clients + "?clientId=hanok-console").path(0);
            ObjectNode changed = JSON.createObjectNode().put("clientId", "hanok-console");
            ArrayNode uris = changed.putArray("redirectUris");
            client.path("redirectUris").forEach(uri -> {
                if (!uri.asText().equals(address)) {
                    uris.add(uri);
                }
            });
            if (allowed) {
                uris.add(address);
            }
            administrator.update(clients + "/" + client.path("id").asText(), changed.toString());
        }
    }
}
