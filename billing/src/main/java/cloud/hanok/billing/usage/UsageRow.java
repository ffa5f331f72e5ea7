package cloud.hanok.billing.usage;

import cloud.hanok.billing.price.TokenUsage;
import cloud.hanok.platform.id.DeploymentId;
import cloud.hanok.platform.id.KeyId;
import cloud.hanok.platform.id.PriceId;
import cloud.hanok.platform.id.ProjectId;
import cloud.hanok.platform.id.RequestId;
import cloud.hanok.platform.id.TenantId;
import cloud.hanok.platform.money.NanoWon;
import com.datastax.oss.driver.api.core.cql.Row;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An event or an amendment as the table {@code usage_event} holds it. */
sealed interface UsageRow {
    /** The columns of the table, in the order of {@link #values()}. */
    String COLUMNS = "tenant, minute, request, attempt, kind, fingerprint, project, api_key, deployment, model, price, "
            + "input_tokens, cached_tokens, output_tokens, cost_nano_won, outcome, partial, estimated, started_at, "
            + "ended_at, gateway, sequence";

    /** How many they are. */
    int COLUMN_COUNT = 22;

    TenantId tenant();

    RequestId request();

    int attempt();

    UsageGroup group();

    UsageTotals totals();

    /** The columns but the fingerprint, which is made of them. */
    List<@Nullable Object> content();

    /** Which of two rows of one identity every reader takes: what was settled before what recovery guessed. */
    boolean settled();

    /** The start of the minute whose partition holds the row. */
    default Instant minute() {
        return minuteOf(request());
    }

    /** All columns, ready to be bound. */
    default List<@Nullable Object> values() {
        @Nullable Object[] values = new Object[COLUMN_COUNT];
        List<@Nullable Object> content = content();
        for (int i = 0; i < COLUMN_COUNT; i++) {
            values[i] = i < 5 ? content.get(i) : i == 5 ? fingerprint() : content.get(i - 1);
        }
        return Arrays.asList(values);
    }

    /** The first 64 bits of the SHA-256 of the content: equal rows have equal keys, different ones do not meet. */
    default long fingerprint() {
        try {
            byte[] text = content().toString().getBytes(StandardCharsets.UTF_8);
            return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(text))
                    .getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    default boolean sameIdentity(UsageRow other) {
        return request().equals(other.request())
                && attempt() == other.attempt()
                && this instanceof Event == other instanceof Event;
    }

    /** The start of the minute inside a request's id. */
    static Instant minuteOf(RequestId request) {
        return Instant.ofEpochMilli(request.ulid().epochMillis()).truncatedTo(ChronoUnit.MINUTES);
    }

    /** Reads a row of all {@link #COLUMNS}. */
    static UsageRow read(Row row) {
        TenantId tenant = TenantId.parse(text(row, 0));
        RequestId request = RequestId.parse(text(row, 2));
        ProjectId project = ProjectId.parse(text(row, 6));
        KeyId key = KeyId.parse(text(row, 7));
        DeploymentId deployment = DeploymentId.parse(text(row, 8));
        PriceId price = PriceId.parse(text(row, 10));
        TokenUsage usage = new TokenUsage(row.getLong(11), row.getLong(12), row.getLong(13));
        NanoWon cost = new NanoWon(row.getLong(14));
        Instant ended = Objects.requireNonNull(row.getInstant(19));
        if (text(row, 4).equals(Amendment.KIND)) {
            return new Amendment(new UsageAmendment(
                    request,
                    row.getInt(3),
                    tenant,
                    project,
                    key,
                    deployment,
                    text(row, 9),
                    price,
                    usage,
                    cost,
                    ended,
                    text(row, 20),
                    row.getLong(21)));
        }
        return new Event(new UsageEvent(
                request,
                row.getInt(3),
                tenant,
                project,
                key,
                deployment,
                text(row, 9),
                price,
                usage,
                cost,
                Outcome.valueOf(text(row, 15)),
                row.getBoolean(16),
                row.getBoolean(17),
                Objects.requireNonNull(row.getInstant(18)),
                ended,
                text(row, 20),
                row.getLong(21)));
    }

    private static String text(Row row, int column) {
        return Objects.requireNonNull(row.getString(column));
    }

    /** What an attempt used. */
    record Event(UsageEvent event) implements UsageRow {
        static final String KIND = "event";

        @Override
        public TenantId tenant() {
            return event.tenant();
        }

        @Override
        public RequestId request() {
            return event.request();
        }

        @Override
        public int attempt() {
            return event.attempt();
        }

        @Override
        public UsageGroup group() {
            return new UsageGroup(event.project(), event.key(), event.model(), event.price());
        }

        @Override
        public UsageTotals totals() {
            return UsageTotals.of(event);
        }

        @Override
        public boolean settled() {
            return event.outcome() != Outcome.GATEWAY_LOST;
        }

        @Override
        public List<@Nullable Object> content() {
            return Arrays.asList(
                    event.tenant().text(),
                    minute(),
                    event.request().text(),
                    event.attempt(),
                    KIND,
                    event.project().text(),
                    event.key().text(),
                    event.deployment().text(),
                    event.model(),
                    event.price().text(),
                    event.usage().inputTokens(),
                    event.usage().cachedTokens(),
                    event.usage().outputTokens(),
                    event.cost().value(),
                    event.outcome().name(),
                    event.partial(),
                    event.estimated(),
                    event.startedAt(),
                    event.endedAt(),
                    event.gateway(),
                    event.sequence());
        }
    }

    /** What was given back of it. */
    record Amendment(UsageAmendment amendment) implements UsageRow {
        static final String KIND = "amendment";

        @Override
        public TenantId tenant() {
            return amendment.tenant();
        }

        @Override
        public RequestId request() {
            return amendment.request();
        }

        @Override
        public int attempt() {
            return amendment.attempt();
        }

        @Override
        public UsageGroup group() {
            return new UsageGroup(amendment.project(), amendment.key(), amendment.model(), amendment.price());
        }

        @Override
        public UsageTotals totals() {
            return UsageTotals.of(amendment);
        }

        @Override
        public boolean settled() {
            return true;
        }

        @Override
        public List<@Nullable Object> content() {
            return Arrays.asList(
                    amendment.tenant().text(),
                    minute(),
                    amendment.request().text(),
                    amendment.attempt(),
                    KIND,
                    amendment.project().text(),
                    amendment.key().text(),
                    amendment.deployment().text(),
                    amendment.model(),
                    amendment.price().text(),
                    amendment.creditedUsage().inputTokens(),
                    amendment.creditedUsage().cachedTokens(),
                    amendment.creditedUsage().outputTokens(),
                    amendment.creditedCost().value(),
                    null,
                    null,
                    null,
                    null,
                    amendment.amendedAt(),
                    amendment.gateway(),
                    amendment.sequence());
        }
    }
}
