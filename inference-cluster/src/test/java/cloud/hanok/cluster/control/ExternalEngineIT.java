package cloud.hanok.cluster.control;

import static cloud.hanok.cluster.control.ClusterFixture.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.hanok.cluster.control.ClusterFixture.Running;
import cloud.hanok.cluster.deployment.CredentialRemovals;
import cloud.hanok.cluster.deployment.Deployment;
import cloud.hanok.cluster.deployment.DeploymentState;
import cloud.hanok.cluster.deployment.Deployments;
import cloud.hanok.cluster.deployment.DriverKind;
import cloud.hanok.cluster.deployment.NewDeployment;
import cloud.hanok.cluster.deployment.OfferedModel;
import cloud.hanok.cluster.pool.Pool;
import cloud.hanok.cluster.problem.ClusterException;
import cloud.hanok.cluster.serving.AnswerTimeouts;
import cloud.hanok.cluster.serving.Capabilities;
import cloud.hanok.cluster.serving.EngineKind;
import cloud.hanok.cluster.serving.ServingDeployment;
import cloud.hanok.cluster.serving.ServingReplica;
import cloud.hanok.cluster.site.Site;
import cloud.hanok.platform.cassandra.FaultInjectingSession;
import cloud.hanok.platform.cassandra.StoreUnavailableException;
import cloud.hanok.platform.claim.IdempotencyKeyRefusedException;
import cloud.hanok.platform.claim.NameClaims;
import cloud.hanok.platform.id.DeploymentId;
import cloud.hanok.platform.id.ModelVersionId;
import cloud.hanok.platform.id.PriceId;
import cloud.hanok.platform.id.SiteId;
import cloud.hanok.platform.secret.Secret;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(Lifecycle.PER_CLASS)
class ExternalEngineIT {
    @TempDir
    private Path folder;

    private ClusterFixture cluster;
    private Site site;

    @BeforeAll
    void prepare() {
        cluster = new ClusterFixture();
        site = cluster.site();
    }

    @AfterAll
    void close() {
        cluster.close();
    }

    @Test
    void engineOfAnotherIsWatchedAndItsOutageAndReturnAreSeen() throws IOException {
        try (ModelsStub stub = new ModelsStub("Bearer secret-1");
                Running running = cluster.start(cluster.engines(List.of(), folder.resolve("none")))) {
            Deployment asked = cluster.deployments.create(external(name(), stub.url(), new Secret("secret-1"), 4096));

            cluster.awaitState(asked.id(), DeploymentState.READY);
            ServingDeployment serving = Objects.requireNonNull(running.directory.find(asked.name()));
            assertThat(serving.modelDigestOrEmpty()).isEmpty();
            assertThat(serving.upstreamModel()).isEqualTo("their-model");
            assertThat(serving.contextTokens()).isEqualTo(4096);
            ServingReplica replica = Objects.requireNonNull(serving.leastBusy(null));

            stub.status.set(500);
            Deployment down = cluster.awaitState(asked.id(), DeploymentState.FAILED);
            assertThat(down.status().reason()).isNotNull().extracting("code").isEqualTo("engine_unexpected_answer");
            assertThat(serving.leastBusy(null)).isNull();
            assertThat(running.directory.find(asked.name())).isNotNull();

            stub.status.set(200);
            cluster.awaitState(asked.id(), DeploymentState.READY);

            replica.reportFailure();
            await("a probe that heals what the gateway reported", replica::isHealthy);

            cluster.deployments.delete(asked.id());
            cluster.awaitState(asked.id(), DeploymentState.DELETED);
            assertThat(running.directory.find(asked.name())).isNull();
            int asks = stub.asked.get();
            assertThat(asks).isPositive();
            Deployment next = cluster.deployments.create(external(asked.name(), stub.url(), null, 4096));
            assertThat(next.id()).isNotEqualTo(asked.id());
            await("refused credential", () -> {
                var reason = cluster.deployments
                        .find(next.id())
                        .orElseThrow()
                        .status()
                        .reason();
                return reason != null && reason.code().equals("engine_credential_refused");
            });
            cluster.deployments.delete(next.id());
            cluster.awaitState(next.id(), DeploymentState.DELETED);
        }
    }

    @Test
    void whatIsKnownGoesOnBeingServedWhileCassandraIsAway() throws IOException {
        try (ModelsStub stub = new ModelsStub("Bearer k");
                Running running = cluster.start(cluster.engines(List.of(), folder.resolve("none")))) {
            Deployment asked = cluster.deployments.create(external(name(), stub.url(), new Secret("k"), 4096));
            cluster.awaitState(asked.id(), DeploymentState.READY);
            ServingReplica replica = Objects.requireNonNull(
                    Objects.requireNonNull(running.directory.find(asked.name())).leastBusy(null));

            cluster.cassandraFaults.refuseEverything();
            try {
                replica.reportFailure();
                await("healing", replica::isHealthy);
                stub.status.set(503);
                await("outage", () -> !replica.isHealthy());
                assertThat(running.directory.find(asked.name())).isNotNull();
            } finally {
                cluster.cassandraFaults.heal();
            }

            cluster.awaitState(asked.id(), DeploymentState.FAILED);
            cluster.deployments.delete(asked.id());
            cluster.awaitState(asked.id(), DeploymentState.DELETED);
        }
    }

    @Test
    void howManyRequestsAnEngineTakesAtOnceIsChangedWhileItServes() throws IOException {
        try (ModelsStub stub = new ModelsStub("Bearer k");
                Running running = cluster.start(cluster.engines(List.of(), folder.resolve("none")))) {
            Deployment asked = cluster.deployments.create(external(name(), stub.url(), new Secret("k"), 4096));
            cluster.awaitState(asked.id(), DeploymentState.READY);
            ServingReplica replica = Objects.requireNonNull(
                    Objects.requireNonNull(running.directory.find(asked.name())).leastBusy(null));
            assertThat(replica.concurrency()).isEqualTo(ServingReplica.UNKNOWN_CONCURRENCY);
            assertThat(replica.begin()).isTrue();

            assertThat(cluster.deployments.setConcurrency(asked.id(), 64).concurrency())
                    .isEqualTo(64);
            await("the new number", () -> replica.concurrency() == 64);
            assertThat(Objects.requireNonNull(running.directory.find(asked.name()))
                            .leastBusy(null))
                    .isSameAs(replica);
            assertThat(replica.inFlight()).isEqualTo(1);
            replica.end();

            Deployment atOnce = cluster.deployments.create(external(name(), stub.url(), new Secret("k"), 4096));
            cluster.deployments.setConcurrency(atOnce.id(), 32);
            await("the number said while the engine was opened", () -> {
                ServingDeployment serving = running.directory.find(atOnce.name());
                ServingReplica opened = serving == null ? null : serving.leastBusy(null);
                return opened != null && opened.concurrency() == 32;
            });
            cluster.deployments.delete(atOnce.id());

            refused(() -> cluster.deployments.setConcurrency(asked.id(), -1), "invalid_concurrency", "concurrency");
            cluster.deployments.delete(asked.id());
            cluster.awaitState(asked.id(), DeploymentState.DELETED);
        }
    }

    @Test
    void engineThatIsNotThereFailsWithAReasonAndNeverServes() {
        try (Running running = cluster.start(cluster.engines(List.of(), folder.resolve("none")))) {
            Deployment asked = cluster.deployments.create(external(name(), "http://127.0.0.1:1/v1", null, 4096));

            Deployment failed = cluster.awaitState(asked.id(), DeploymentState.FAILED);

            assertThat(failed.status().reason()).isNotNull().extracting("code").isEqualTo("engine_unreachable");
            assertThat(running.directory.find(asked.name())).isNull();
            cluster.deployments.delete(asked.id());
            cluster.awaitState(asked.id(), DeploymentState.DELETED);
        }
    }

    @Test
    void credentialsAreNowhereInTheDatabase() {
        Deployment asked = cluster.deployments.create(
                external(name(), "http://127.0.0.1:1/v1", new Secret("very-secret-credential"), 4096));

        assertThat(cluster.credentials.find(asked.id())).contains(new Secret("very-secret-credential"));
        String row = cluster.keyspaces
                .platform()
                .rows(
                        cloud.hanok.platform.cassandra.CqlStatement.read("SELECT JSON * FROM deployments WHERE id = ?"),
                        asked.id().text())
                .getFirst()
                .getString(0);
        assertThat(row).contains("\"has_credential\": true").doesNotContain("very-secret");
        assertThat(asked.toString()).doesNotContain("very-secret");
    }

    @Test
    void aDeploymentsCredentialEndsWithItAlsoWhenTheKeyStoreIsAwayAtThatTime() throws IOException {
        try (ModelsStub stub = new ModelsStub("Bearer s");
                Running running = cluster.start(cluster.engines(List.of(), folder.resolve("none")))) {
            Deployment one = cluster.deployments.create(external(name(), stub.url(), new Secret("s"), 4096));
            Deployment other = cluster.deployments.create(external(name(), stub.url(), new Secret("s"), 4096));
            cluster.awaitState(one.id(), DeploymentState.READY);
            cluster.awaitState(other.id(), DeploymentState.READY);

            cluster.deployments.delete(one.id());
            await(
                    "the credential's end",
                    () -> cluster.credentials.find(one.id()).isEmpty());
            assertThat(cluster.credentials.find(other.id())).isPresent();

            cluster.credentials.setAway(true);
            try {
                cluster.deployments.delete(other.id());
                cluster.awaitState(other.id(), DeploymentState.DELETED);
                assertThat(cluster.credentials.find(other.id())).isPresent();
            } finally {
                cluster.credentials.setAway(false);
            }
            await(
                    "the other credential's end",
                    () -> cluster.credentials.find(other.id()).isEmpty());
            assertThat(running.directory.find(other.name())).isNull();
        }
    }

    @Test
    void aCredentialThatAProcessDidNotRemoveIsRemovedByTheNextOne() {
        Deployments before = cluster.deployments(cluster.removals(), cluster.clock);
        Deployment asked = before.create(external(name(), "http://127.0.0.1:1/v1", new Secret("left"), 4096));
        before.delete(asked.id());
        before.ended(asked);
        assertThat(cluster.credentials.find(asked.id())).isPresent();

        try (CredentialRemovals next = cluster.removals()) {
            next.start();
            await(
                    "the credential's end",
                    () -> cluster.credentials.find(asked.id()).isEmpty());
        }
    }

    @Test
    void aDeploymentThatCouldNotBeRecordedLeavesNoCredentialBehind() {
        Secret given = new Secret("given-up");
        cluster.cassandraFaults.fail(
                cql -> cql.startsWith("INSERT INTO deployments"), FaultInjectingSession.Fault.REFUSED, 1);
        assertThatThrownBy(() -> cluster.deployments.create(external(name(), "http://127.0.0.1:1/v1", given, 4096)))
                .isInstanceOf(StoreUnavailableException.class);

        await("the credential's end", () -> !cluster.credentials.hold(given));
    }

    @Test
    void nameIsOneLiveDeploymentsAndIsFreedFromAClaimThatDied() {
        String name = name();
        cluster.deployments.create(external(name, "http://127.0.0.1:1/v1", null, 4096));
        refused(
                () -> cluster.deployments.create(external(name, "http://127.0.0.1:1/v1", null, 4096)),
                "deployment_name_taken",
                "name");

        String abandoned = name();
        new NameClaims(cluster.keyspaces.platform(), "cluster_names", cluster.clock)
                .claim("deployments", abandoned, new DeploymentId(cluster.ulids.next()).text());
        NewDeployment asked = external(abandoned, "http://127.0.0.1:1/v1", null, 4096);
        refused(() -> cluster.deployments.create(asked), "deployment_name_taken", "name");
        Deployments later = cluster.deploymentsAt(Clock.offset(cluster.clock, Duration.ofMinutes(2)));
        assertThat(later.create(asked).name()).isEqualTo(abandoned);
    }

    @Test
    void wrongRequestsAreRefusedByFieldAndLeaveNoTrace() {
        int before = cluster.deployments.list().size();
        refused(() -> create("Bad Name", "http://127.0.0.1:1/v1", 4096), "invalid_name", "name");
        refused(() -> create(name(), "http://127.0.0.1:1", 4096), "invalid_url", "url");
        refused(() -> create(name(), "https://10.0.0.1/v1", 4096), "forbidden_url", "url");
        refused(() -> create(name(), "http://127.0.0.1:1/v1", -1), "invalid_context_tokens", "contextTokens");
        refused(() -> create(name(), "http://127.0.0.1:1/v1", 200_000), "invalid_context_tokens", "contextTokens");
        refused(
                () -> cluster.deployments.create(new NewDeployment(
                        name(),
                        Pool.SHARED,
                        model(),
                        DriverKind.EXTERNAL,
                        new SiteId(cluster.ulids.next()),
                        EngineKind.VLLM,
                        "http://127.0.0.1:1/v1",
                        null,
                        null,
                        4096,
                        new PriceId(cluster.ulids.next()),
                        AnswerTimeouts.DEFAULTS,
                        ServingReplica.UNKNOWN_CONCURRENCY)),
                "site_not_found",
                "site");
        refused(
                () -> cluster.deployments.create(new NewDeployment(
                        name(),
                        Pool.SHARED,
                        model(),
                        DriverKind.LOCAL,
                        site.id(),
                        EngineKind.LLAMA_CPP,
                        null,
                        null,
                        null,
                        4096,
                        new PriceId(cluster.ulids.next()),
                        AnswerTimeouts.DEFAULTS,
                        ServingReplica.UNKNOWN_CONCURRENCY)),
                "invalid_model_version",
                "modelVersion");
        refused(() -> cluster.deployments.delete(new DeploymentId(cluster.ulids.next())), "deployment_not_found", null);
        assertThat(cluster.deployments.list()).hasSize(before);
    }

    @Test
    void sitesHaveACountryAndAUniqueName() {
        assertThat(cluster.sites.find(site.id())).map(Site::country).contains("KR");
        assertThat(cluster.sites.findByName(site.name())).map(Site::id).contains(site.id());
        assertThat(cluster.sites.list()).extracting(Site::id).contains(site.id());
        refused(() -> cluster.sites.create(site.name(), "KR", "x", null), "site_name_taken", "name");
        refused(() -> cluster.sites.create(name(), "kr", "x", null), "invalid_country", "country");
        refused(() -> cluster.sites.create(name(), "ZZ", "x", null), "invalid_country", "country");
        refused(() -> cluster.sites.create(name(), "KR", " ", null), "invalid_operator", "operator");
    }

    @Test
    void aRepeatedRequestForASiteMakesOneAlsoAfterACrashAtAnyWrite() {
        for (String table : List.of("idempotency_claims", "cluster_names", "sites", "changes")) {
            String name = name();
            cluster.cassandraFaults.fail(
                    cql -> cql.startsWith("INSERT INTO " + table + " "),
                    FaultInjectingSession.Fault.REFUSED,
                    Integer.MAX_VALUE);
            assertThatThrownBy(() -> cluster.sites.create(name, "KR", "x", name))
                    .as(table)
                    .isInstanceOf(StoreUnavailableException.class);
            cluster.cassandraFaults.heal();

            Site made = cluster.sites.create(name, "KR", "x", name);

            assertThat(cluster.sites.create(name, "KR", "x", name)).isEqualTo(made);
            assertThat(cluster.sites.find(made.id())).contains(made);
        }
        String name = name();
        cluster.sites.create(name, "KR", "x", name);
        assertThatThrownBy(() -> cluster.sites.create(name, "JP", "x", name))
                .isInstanceOf(IdempotencyKeyRefusedException.class);
    }

    @Test
    void aRepeatedRequestForADeploymentIsComparedWithTheCredentialThatIsKept() {
        String name = name();
        NewDeployment asked = external(name, "http://127.0.0.1:1/v1", new Secret("first"), 4096);
        DeploymentId id = cluster.deployments.claim(name, List.of(name));
        cluster.cassandraFaults.fail(
                cql -> cql.startsWith("INSERT INTO deployments"), FaultInjectingSession.Fault.REFUSED, 1);
        assertThatThrownBy(() -> cluster.deployments.create(id, asked, true))
                .isInstanceOf(StoreUnavailableException.class);
        assertThatThrownBy(() -> cluster.deployments.create(
                        id, external(name, "http://127.0.0.1:1/v1", new Secret("second"), 4096), true))
                .isInstanceOf(IdempotencyKeyRefusedException.class);

        Deployment made = cluster.deployments.create(id, asked, true);

        assertThat(cluster.deployments.claim(name, List.of(name))).isEqualTo(id);
        assertThat(cluster.deployments.findAgain(id, new Secret("first"))).contains(made);
        assertThatThrownBy(() -> cluster.deployments.findAgain(id, new Secret("second")))
                .isInstanceOf(IdempotencyKeyRefusedException.class);
        assertThatThrownBy(() -> cluster.deployments.claim(name, List.of("another")))
                .isInstanceOf(IdempotencyKeyRefusedException.class);
        assertThat(cluster.credentials.find(id)).contains(new Secret("first"));
    }

    private Deployment create(String name, String url, int contextTokens) {
        return cluster.deployments.create(external(name, url, null, contextTokens));
    }

    private NewDeployment external(String name, String url, @Nullable Secret credential, int contextTokens) {
        return new NewDeployment(
                name,
                Pool.SHARED,
                model(),
                DriverKind.EXTERNAL,
                site.id(),
                EngineKind.VLLM,
                url,
                credential,
                "their-model",
                contextTokens,
                new PriceId(cluster.ulids.next()),
                AnswerTimeouts.DEFAULTS,
                ServingReplica.UNKNOWN_CONCURRENCY);
    }

    private OfferedModel model() {
        int declared = 131_072;
        return new OfferedModel(
                new ModelVersionId(cluster.ulids.next()),
                "LG AI Research",
                "EXAONE",
                declared,
                Capabilities.TEXT_CHAT,
                null);
    }

    private String name() {
        return "ext-" + cluster.tail();
    }

    private static void refused(ThrowingCallable call, String code, @Nullable String field) {
        assertThatThrownBy(call).isInstanceOfSatisfying(ClusterException.class, e -> {
            assertThat(e.problem().code()).isEqualTo(code);
            assertThat(e.problem().field().orElse(null)).isEqualTo(field);
            assertThat(e.problem().messageKorean()).containsPattern("[가-힣]");
        });
    }

    /** Answers {@code /v1/models} as it is told. */
    private static final class ModelsStub implements AutoCloseable {
        private final AtomicInteger status = new AtomicInteger(200);
        private final AtomicInteger asked = new AtomicInteger();
        private final HttpServer server;

        ModelsStub(String authorization) throws IOException {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/v1/models", exchange -> {
                asked.incrementAndGet();
                boolean known =
                        authorization.equals(exchange.getRequestHeaders().getFirst("Authorization"));
                exchange.sendResponseHeaders(known ? status.get() : 401, -1);
                exchange.close();
            });
            server.start();
        }

        String url() {
            return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1";
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }
}
