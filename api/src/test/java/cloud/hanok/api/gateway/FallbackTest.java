package cloud.hanok.api.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.hanok.api.FreePort;
import cloud.hanok.api.scripted.ScriptedEngine;
import cloud.hanok.billing.usage.Outcome;
import cloud.hanok.cluster.naming.AliasSet;
import cloud.hanok.cluster.naming.ModelAlias;
import cloud.hanok.cluster.serving.EngineKind;
import cloud.hanok.cluster.serving.ServingDeployment;
import cloud.hanok.platform.journal.JournalRecord;
import cloud.hanok.platform.journal.RecordKind;
import cloud.hanok.tenant.limit.Limit;
import cloud.hanok.tenant.limit.LimitKind;
import cloud.hanok.tenant.limit.LimitScope;
import cloud.hanok.tenant.limit.TenantLimits;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names that stand for others, and what becomes of a request whose first engine cannot. */
class FallbackTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    @TempDir
    Path folder;

    private GatewayBed bed;
    private ScriptedEngine first;
    private ScriptedEngine second;

    @BeforeEach
    void start() throws Exception {
        first = ScriptedEngine.start(0);
        second = ScriptedEngine.start(0);
        bed = new GatewayBed(folder, GatewaySettings.DEFAULTS);
        publish(deployment("solar", first.port()), deployment("exaone", second.port()));
    }

    @AfterEach
    void stop() throws Exception {
        bed.close();
        first.close();
        second.close();
    }

    @Test
    void aTenantsAliasLeadsToItsTargetWhichTheAnswerAndTheBillName() throws Exception {
        bed.aliases = aliases("default", "exaone");
        HttpResponse<String> answer = ask("default", "");

        assertThat(json(answer, 200).path("model").asText()).isEqualTo("exaone");
        assertThat(answer.headers().firstValue("x-served-by").orElseThrow()).startsWith("dep_");
        assertThat(first.requests()).isEmpty();
        assertThat(entries(2).getLast().facts().model()).isEqualTo("exaone");
    }

    @Test
    void aTenantsAliasComesBeforeADeploymentAndThatBeforeTheOperators() throws Exception {
        bed.offeredAliases = aliases("solar", "exaone");
        assertThat(json(ask("solar", ""), 200).path("model").asText()).isEqualTo("solar");
        bed.offeredAliases = aliases("latest", "exaone");
        assertThat(json(ask("latest", ""), 200).path("model").asText()).isEqualTo("exaone");
        bed.aliases = aliases("solar", "exaone");
        assertThat(json(ask("solar", ""), 200).path("model").asText()).isEqualTo("exaone");
    }

    @Test
    void whereNoEngineIsReachedTheNextNameAnswers() throws Exception {
        publish(deployment("solar", FreePort.find()), deployment("exaone", second.port()));
        bed.aliases = aliases("chain", "gone", "solar", "exaone");

        assertThat(json(ask("chain", ""), 200).path("model").asText()).isEqualTo("exaone");
        List<JournalEntry> entries = entries(4);
        assertThat(entries.get(1).ending().outcome()).isEqualTo(Outcome.ENGINE_FAILED);
        assertThat(entries.get(1).ending().usage().totalTokens()).isZero();
        assertThat(entries.getLast().facts().model()).isEqualTo("exaone");
    }

    @Test
    void whereNoEngineIsHealthyTheNextNameAnswersWithoutAnAttempt() throws Exception {
        publish(deployment("solar"), deployment("exaone", second.port()));
        bed.aliases = aliases("chain", "solar", "exaone");

        assertThat(json(ask("chain", ""), 200).path("model").asText()).isEqualTo("exaone");
        assertThat(entries(2)).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 503, 429})
    void anEngineThatFailsOrIsFullIsFollowedByTheNextName(int status) throws Exception {
        bed.aliases = aliases("chain", "solar", "exaone");
        // The script is in the message, so it says the same to both: only the first one is told to fail by its name.
        bed.directory.publish(
                List.of(named("solar", "script;status=" + status, first.port()), deployment("exaone", second.port())));

        assertThat(json(ask("chain", ""), 200).path("model").asText()).isEqualTo("exaone");
        assertThat(first.requests()).isNotEmpty();
    }

    @Test
    void aPromptThatIsTooLongGoesToALongerContextOnly() throws Exception {
        ServingDeployment full = named("solar", "script;status=400", first.port());
        bed.aliases = aliases("chain", "solar", "exaone");

        bed.directory.publish(List.of(
                full,
                bed.deployment("exaone", EngineKind.LLAMA_CPP, 2 * GatewayBed.CONTEXT_TOKENS, "KR", second.port())));
        assertThat(json(ask("chain", ""), 200).path("model").asText()).isEqualTo("exaone");
        bed.directory.publish(List.of(full, deployment("exaone", second.port())));
        assertThat(json(ask("chain", ""), 400).at("/error/code").asText()).isEqualTo("context_length_exceeded");
    }

    @Test
    void whatBeganIsNotBegunAgainElsewhere() throws Exception {
        bed.aliases = aliases("chain", "solar", "exaone");
        String answer = ask("chain", ",\"stream\":true", "\"tokens\":9,\"dieAfterTokens\":4")
                .body();
        assertThat(answer).contains("event: error").doesNotContain("[DONE]");
        assertThat(second.requests()).isEmpty();
    }

    @Test
    void noAliasLeadsOutOfTheCountry() throws Exception {
        ServingDeployment abroad = bed.deployment("solar", EngineKind.LLAMA_CPP, 4096, "DE", first.port());
        bed.directory.publish(List.of(abroad, deployment("exaone", second.port())));
        bed.aliases = aliases("chain", "solar", "exaone");
        assertThat(json(ask("chain", ""), 200).path("model").asText()).isEqualTo("exaone");

        bed.directory.publish(List.of(abroad));
        JsonNode refused = json(ask("chain", ""), 403);
        assertThat(refused.at("/error/code").asText()).isEqualTo("data_residency_mismatch");
        assertThat(first.requests()).isEmpty();
    }

    @Test
    void anAliasOfNothingIsAnUnknownModelByItsOwnName() throws Exception {
        bed.aliases = aliases("chain", "gone");
        assertThat(json(ask("chain", ""), 404).at("/error/message").asText())
                .contains("chain")
                .doesNotContain("gone");
    }

    @Test
    void aLimitOfTheModelThatIsComeToHoldsThereToo() throws Exception {
        publish(deployment("solar"), deployment("exaone", second.port()));
        bed.aliases = aliases("chain", "solar", "exaone");
        bed.limits = new TenantLimits(
                List.of(new Limit(LimitScope.TENANT, "exaone", LimitKind.REQUESTS_PER_MINUTE, 1, Limit.SetBy.TENANT)));

        json(ask("chain", ""), 200);
        assertThat(json(ask("chain", ""), 503).at("/error/code").asText()).isEqualTo("engine_unavailable");
        assertThat(second.requests()).hasSize(1);
    }

    @Test
    void afterTheLastNameTheFirstErrorIsTold() throws Exception {
        publish(deployment("solar", FreePort.find()), deployment("exaone", FreePort.find()));
        bed.aliases = aliases("chain", "solar", "exaone");
        assertThat(json(ask("chain", ""), 503).at("/error/code").asText()).isEqualTo("engine_unavailable");
        assertThat(entries(4))
                .extracting(entry -> entry.ending().usage().totalTokens())
                .containsOnly(0L);
    }

    private static AliasSet aliases(String name, String... targets) {
        return new AliasSet(List.of(new ModelAlias(name, List.of(targets), Instant.EPOCH)));
    }

    private void publish(ServingDeployment... deployments) {
        bed.directory.publish(List.of(deployments));
    }

    private ServingDeployment deployment(String name, int... ports) {
        return bed.deployment(name, EngineKind.LLAMA_CPP, GatewayBed.CONTEXT_TOKENS, "KR", ports);
    }

    /** One whose engine knows the model by another name. */
    private ServingDeployment named(String name, String upstream, int port) {
        return GatewayBed.named(name, upstream, deployment(name, port));
    }

    private HttpResponse<String> ask(String model, String more) throws Exception {
        return ask(model, more, "\"tokens\":2");
    }

    private HttpResponse<String> ask(String model, String more, String script) throws Exception {
        String message =
                JSON.getNodeFactory().textNode("{\"script\":{" + script + "}}").toString();
        String body = "{\"model\":\"" + model + "\",\"messages\":[{\"role\":\"user\",\"content\":" + message + "}]"
                + more + "}";
        return client.send(
                HttpRequest.newBuilder(URI.create(bed.url()))
                        .timeout(Duration.ofSeconds(20))
                        .header("content-type", "application/json")
                        .header("authorization", "Bearer " + GatewayBed.KEY)
                        .POST(BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }

    private static JsonNode json(HttpResponse<String> answer, int status) throws Exception {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        return JSON.readTree(answer.body());
    }

    /** What the journal's first records say: OPEN and SETTLE of each attempt. */
    private List<JournalEntry> entries(int count) throws Exception {
        List<JournalRecord> records = bed.records(count);
        assertThat(records.getFirst().kind()).isEqualTo(RecordKind.OPEN);
        return records.stream()
                .map(record -> JournalEntry.decode(record.payload()))
                .toList();
    }
}
