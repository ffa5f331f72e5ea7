package cloud.hanok.content.webhook;

import cloud.hanok.platform.cassandra.CassandraSessions;
import cloud.hanok.platform.cassandra.CassandraSettings;
import cloud.hanok.platform.cassandra.Cql;
import cloud.hanok.platform.cassandra.FaultInjectingSession;
import cloud.hanok.platform.cassandra.Keyspaces;
import cloud.hanok.platform.cassandra.SchemaMigrations;
import cloud.hanok.platform.change.ChangeFeed;
import cloud.hanok.platform.change.ChangeFeedSettings;
import cloud.hanok.platform.change.ChangeLog;
import cloud.hanok.platform.envelope.EncryptionKeys;
import cloud.hanok.platform.envelope.Envelopes;
import cloud.hanok.platform.home.TenantVaults;
import cloud.hanok.platform.id.ProjectId;
import cloud.hanok.platform.id.ResponseId;
import cloud.hanok.platform.id.TenantId;
import cloud.hanok.platform.id.Ulids;
import cloud.hanok.platform.vault.Vault;
import cloud.hanok.platform.vault.VaultSettings;
import cloud.hanok.standalone.testing.CassandraForTests;
import cloud.hanok.standalone.testing.OpenBaoForTests;
import com.datastax.oss.driver.api.core.CqlSession;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/** Endpoints on a real Cassandra and a real OpenBao, told by two processes through a way that a test plays; its clock is moved by hand. */
final class WebhookHouse implements AutoCloseable {
    static final String URL = "https://hooks.example.kr/hanok?token=s3cret-url";

    final FaultInjectingSession session;
    final Webhooks webhooks;
    final EncryptionKeys keys;
    final Ulids ulids;
    private final WebhookSender first;
    private final WebhookSender second;
    private final CqlSession real;
    private final Stepped clock = new Stepped();
    private final List<Sent> sent = new ArrayList<>();
    TenantId tenant;
    ProjectId project;
    private volatile Function<Sent, WebhookResult> answers = _ -> new WebhookResult.Answered(200);

    /** What an endpoint was sent. */
    record Sent(String url, Map<String, String> headers, String body) {
        String id() {
            return header("webhook-id");
        }

        String header(String name) {
            return Objects.requireNonNull(headers.get(name), name);
        }
    }

    /** A clock of the present, and what it was moved by. */
    private static final class Stepped extends Clock {
        private volatile Duration ahead = Duration.ZERO;

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return Clock.systemUTC().instant().plus(ahead);
        }
    }

    WebhookHouse() {
        CassandraForTests cassandra = CassandraForTests.get();
        real = CassandraSessions.open(new CassandraSettings(
                List.of(cassandra.contactPoint().getHostString() + ":"
                        + cassandra.contactPoint().getPort()),
                cassandra.localDatacenter(),
                cassandra.programKeyspace("webhooks"),
                cassandra.username(),
                cassandra.password(),
                CassandraSettings.DEFAULT_REQUEST_TIMEOUT));
        new SchemaMigrations(real, clock).migrate();
        session = new FaultInjectingSession(real);
        var keyspaces = new Keyspaces(new Cql(session, CassandraSettings.DEFAULT_REQUEST_TIMEOUT));
        OpenBaoForTests bao = OpenBaoForTests.get();
        TenantVaults vaults = TenantVaults.shared(Vault.login(
                new VaultSettings(bao.address().toString(), bao.roleId(), bao.secretId(), Duration.ofSeconds(5)),
                clock));
        var random = new SecureRandom();
        ulids = new Ulids(clock, random);
        var feed = new ChangeFeed(keyspaces, clock, ChangeFeedSettings.of(Duration.ofSeconds(5)));
        var envelopes = new Envelopes(keyspaces, vaults, feed, _ -> Envelopes.SHARED_KEEP_FOR, random, clock);
        keys = new EncryptionKeys(keyspaces, vaults, envelopes, new ChangeLog(keyspaces, ulids), clock);
        tenant = new TenantId(ulids.next());
        project = new ProjectId(ulids.next());
        WebhookSettings settings = WebhookSettings.of(Duration.ofSeconds(15));
        var one = new WebhookRoom(keyspaces, envelopes, this::post, settings, ulids, random, clock);
        var other = new WebhookRoom(keyspaces, envelopes, this::post, settings, ulids, random, clock);
        webhooks = one.webhooks();
        first = one.sender();
        second = other.sender();
    }

    /** As it was before anybody used it, for another tenant. */
    void reset() {
        session.heal();
        await(() -> first.size() + second.size() == 0);
        for (String table : List.of("webhooks", "webhook_events", "webhook_deliveries", "due_webhook_events")) {
            real.execute("TRUNCATE " + table);
        }
        synchronized (sent) {
            sent.clear();
        }
        answers(200);
        tenant = new TenantId(ulids.next());
        project = new ProjectId(ulids.next());
    }

    private WebhookResult post(String url, Map<String, String> headers, byte[] body) {
        var message = new Sent(url, headers, new String(body, StandardCharsets.UTF_8));
        synchronized (sent) {
            sent.add(message);
        }
        return answers.apply(message);
    }

    /** How endpoints answer from now on. */
    void answers(Function<Sent, WebhookResult> answer) {
        answers = answer;
    }

    /** How all of them answer from now on. */
    void answers(int status) {
        answers(_ -> new WebhookResult.Answered(status));
    }

    Webhooks.WithSecret webhook(WebhookEventType... events) {
        return webhooks.create(tenant, project, "장부", URL, Set.of(events));
    }

    /** An event about a response of a new id. */
    ResponseId happened(WebhookEventType type) {
        var response = new ResponseId(ulids.next());
        webhooks.put(tenant, project, type, response, clock.instant());
        return response;
    }

    WebhookDelivery test(TenantId whose, Webhook webhook, WebhookEventType type) {
        return first.test(whose, webhook, type);
    }

    /** So much later both processes look at the same moment, and all that they began has ended. */
    void later(Duration by) {
        clock.ahead = clock.ahead.plus(by);
        Thread other = Thread.ofVirtual().start(second::look);
        first.look();
        try {
            other.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError(interrupted);
        }
        await(() -> first.size() + second.size() == 0);
    }

    /** The first process looks, and nobody waits for what it began. */
    void look() {
        first.look();
    }

    static void await(BooleanSupplier until) {
        long begun = System.nanoTime();
        while (!until.getAsBoolean()) {
            if (System.nanoTime() - begun > Duration.ofSeconds(30).toNanos()) {
                throw new AssertionError("it did not come in time");
            }
            LockSupport.parkNanos(2_000_000);
        }
    }

    Instant now() {
        return clock.instant();
    }

    List<Sent> sent() {
        synchronized (sent) {
            return List.copyOf(sent);
        }
    }

    List<WebhookDelivery> log(Webhook webhook) {
        return webhooks.deliveries(tenant, webhook, null, 100);
    }

    /** Everything that a table holds, as text. */
    String dump(String table) {
        var all = new StringBuilder();
        real.execute("SELECT * FROM " + table)
                .forEach(row -> all.append(row.getFormattedContents()).append('\n'));
        return all.toString();
    }

    /** Rows of this table. */
    long rows(String table) {
        return Objects.requireNonNull(
                        real.execute("SELECT count(*) FROM " + table).one())
                .getLong(0);
    }

    @Override
    public void close() {
        first.close();
        second.close();
        CassandraForTests.giveBack(real);
    }
}
