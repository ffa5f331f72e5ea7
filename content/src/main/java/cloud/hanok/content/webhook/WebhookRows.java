package cloud.hanok.content.webhook;

import cloud.hanok.platform.cassandra.Blobs;
import cloud.hanok.platform.cassandra.CqlStatement;
import cloud.hanok.platform.cassandra.DecisionOutcome;
import cloud.hanok.platform.cassandra.Keyspaces;
import cloud.hanok.platform.cassandra.StoreUnavailableException;
import cloud.hanok.platform.envelope.DataClass;
import cloud.hanok.platform.envelope.Envelopes;
import cloud.hanok.platform.envelope.Place;
import cloud.hanok.platform.id.ProjectId;
import cloud.hanok.platform.id.TenantId;
import cloud.hanok.platform.id.WebhookId;
import com.datastax.oss.driver.api.core.cql.Row;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Endpoints as they are stored, in the tenant's own home. */
final class WebhookRows {
    private static final String NAME = "webhooks.name";
    private static final String URL = "webhooks.url";
    private static final String SECRET = "webhooks.secret";

    private static final CqlStatement INSERT = CqlStatement.decision(
            "INSERT INTO webhooks (tenant, webhook, project, name, url, events, created, updated, secret,"
                    + " version) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 1) IF NOT EXISTS");
    private static final CqlStatement UPDATE = CqlStatement.decision(
            "UPDATE webhooks SET name = ?, url = ?, events = ?, updated = ?, disabled = ?, secret = ?,"
                    + " old_secret = ?, old_until = ?, version = ?"
                    + " WHERE tenant = ? AND webhook = ? IF version = ?");
    private static final CqlStatement DELETE =
            CqlStatement.decision("DELETE FROM webhooks WHERE tenant = ? AND webhook = ? IF EXISTS");
    private static final String COLUMNS =
            "SELECT webhook, project, name, url, events, created, updated, disabled, secret, old_secret,"
                    + " old_until, version FROM webhooks WHERE tenant = ?";
    private static final CqlStatement LIST = CqlStatement.read(COLUMNS);
    private static final CqlStatement IDS = CqlStatement.read("SELECT webhook FROM webhooks WHERE tenant = ?");
    private static final CqlStatement FIND = CqlStatement.serialRead(COLUMNS + " AND webhook = ?");

    private final Keyspaces keyspaces;
    private final Envelopes envelopes;

    WebhookRows(Keyspaces keyspaces, Envelopes envelopes) {
        this.keyspaces = keyspaces;
        this.envelopes = envelopes;
    }

    /**
     * An endpoint with what signs.
     *
     * @param oldSecret the one before, or null; it signs until {@link Webhook#oldSecretUntil}
     * @param version which change of it this is
     */
    record Stored(
            Webhook webhook, WebhookSecret secret, @Nullable WebhookSecret oldSecret, int version) {
        /** Those that sign at a moment, the newest first. */
        List<WebhookSecret> signing(Instant now) {
            WebhookSecret old = oldSecret;
            return old != null && webhook.oldSecretUntil().filter(now::isBefore).isPresent()
                    ? List.of(secret, old)
                    : List.of(secret);
        }
    }

    void insert(TenantId tenant, Stored stored) {
        Webhook webhook = stored.webhook();
        DecisionOutcome outcome = keyspaces
                .of(tenant)
                .decide(
                        INSERT,
                        tenant.text(),
                        webhook.id().text(),
                        webhook.project().text(),
                        sealed(tenant, NAME, webhook.id(), webhook.name()),
                        sealed(tenant, URL, webhook.id(), webhook.url()),
                        texts(webhook.events()),
                        webhook.createdAt(),
                        webhook.updatedAt(),
                        sealed(tenant, SECRET, webhook.id(), stored.secret().reveal()));
        applied(outcome, () -> find(tenant, webhook.id()).isPresent(), "a webhook could not be stored in time");
    }

    /**
     * Changes one into what is said.
     *
     * @return false when somebody changed or deleted it meanwhile
     */
    boolean update(TenantId tenant, Stored before, Stored after) {
        Webhook webhook = after.webhook();
        WebhookId id = webhook.id();
        WebhookSecret old = after.oldSecret();
        DecisionOutcome outcome = keyspaces
                .of(tenant)
                .decide(
                        UPDATE,
                        sealed(tenant, NAME, id, webhook.name()),
                        sealed(tenant, URL, id, webhook.url()),
                        texts(webhook.events()),
                        webhook.updatedAt(),
                        webhook.disabled().map(Enum::name).orElse(null),
                        sealed(tenant, SECRET, id, after.secret().reveal()),
                        old == null ? null : sealed(tenant, SECRET, id, old.reveal()),
                        webhook.oldSecretUntil().orElse(null),
                        before.version() + 1,
                        tenant.text(),
                        id.text(),
                        before.version());
        return applied(
                outcome,
                () -> find(tenant, id)
                        .filter(now -> now.version() == before.version() + 1)
                        .isPresent(),
                "a webhook could not be changed in time");
    }

    /** How many a tenant has. */
    int count(TenantId tenant) {
        return keyspaces.of(tenant).rows(LIST, tenant.text()).size();
    }

    void delete(TenantId tenant, WebhookId id) {
        applied(
                keyspaces.of(tenant).decide(DELETE, tenant.text(), id.text()),
                () -> find(tenant, id).isEmpty(),
                "a webhook could not be deleted in time");
    }

    Optional<Stored> find(TenantId tenant, WebhookId id) {
        return keyspaces.of(tenant).row(FIND, tenant.text(), id.text()).flatMap(row -> stored(tenant, row));
    }

    /** Those of a project, in the order they were made. */
    List<Stored> list(TenantId tenant, ProjectId project) {
        return keyspaces.of(tenant).rows(LIST, tenant.text()).stream()
                .filter(row -> project.text().equals(row.getString("project")))
                .flatMap(row -> stored(tenant, row).stream())
                .toList();
    }

    /** All of a tenant, those too that cannot be opened any more. */
    List<WebhookId> ids(TenantId tenant) {
        return keyspaces.of(tenant).rows(IDS, tenant.text()).stream()
                .map(row -> WebhookId.parse(Objects.requireNonNull(row.getString("webhook"))))
                .toList();
    }

    /** What is not known to have been decided is looked at; what is not seen then may still come. */
    private static boolean applied(DecisionOutcome outcome, Supplier<Boolean> seen, String otherwise) {
        return switch (outcome) {
            case DecisionOutcome.Applied _ -> true;
            case DecisionOutcome.Refused _ -> false;
            case DecisionOutcome.Unknown(var cause) -> {
                if (!seen.get()) {
                    throw new StoreUnavailableException(otherwise, cause);
                }
                yield true;
            }
        };
    }

    /** Empty when it was erased with the tenant's key: it is not there any more. */
    private Optional<Stored> stored(TenantId tenant, Row row) {
        WebhookId id = WebhookId.parse(Objects.requireNonNull(row.getString("webhook")));
        String name = opened(tenant, NAME, id, row.getByteBuffer("name"));
        String url = opened(tenant, URL, id, row.getByteBuffer("url"));
        String secret = opened(tenant, SECRET, id, row.getByteBuffer("secret"));
        String old = opened(tenant, SECRET, id, row.getByteBuffer("old_secret"));
        if (name == null || url == null || secret == null) {
            return Optional.empty();
        }
        var signs = new WebhookSecret(secret);
        var webhook = new Webhook(
                id,
                ProjectId.parse(Objects.requireNonNull(row.getString("project"))),
                name,
                url,
                types(Objects.requireNonNull(row.getSet("events", String.class))),
                Objects.requireNonNull(row.getInstant("created")),
                Objects.requireNonNull(row.getInstant("updated")),
                Optional.ofNullable(row.getString("disabled")).map(Webhook.Disabled::valueOf),
                signs.hint(),
                Optional.ofNullable(row.getInstant("old_until")));
        return Optional.of(
                new Stored(webhook, signs, old == null ? null : new WebhookSecret(old), row.getInt("version")));
    }

    private static Set<String> texts(Set<WebhookEventType> types) {
        return types.stream().map(WebhookEventType::text).collect(Collectors.toSet());
    }

    private static Set<WebhookEventType> types(Set<String> texts) {
        return texts.stream()
                .map(text -> WebhookEventType.of(text)
                        .orElseThrow(() -> new IllegalStateException("an unknown type of events: " + text)))
                .collect(Collectors.toSet());
    }

    private ByteBuffer sealed(TenantId tenant, String column, WebhookId id, String text) {
        return ByteBuffer.wrap(envelopes.seal(tenant, DataClass.CONTENT, new Place(column, id.text(), 1), text));
    }

    private @Nullable String opened(TenantId tenant, String column, WebhookId id, @Nullable ByteBuffer sealed) {
        return sealed == null
                ? null
                : envelopes
                        .openText(tenant, DataClass.CONTENT, new Place(column, id.text(), 1), Blobs.bytes(sealed))
                        .orElse(null);
    }
}
