package cloud.hanok.billing.usage;

import cloud.hanok.billing.price.TokenUsage;
import cloud.hanok.platform.cassandra.Cql;
import cloud.hanok.platform.id.CallerId;
import cloud.hanok.platform.id.DeploymentId;
import cloud.hanok.platform.id.KeyId;
import cloud.hanok.platform.id.MemberId;
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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An event or an amendment as the table {@code usage_event} holds it. */
sealed interface UsageRow {
    /** The columns of the table, in the order of {@link #values()}. */
    String COLUMNS = "tenant, minute, request, attempt, kind, fingerprint, project, api_key, deployment, model, price, "
            + "input_tokens, cached_tokens, output_tokens, cost_nano_won, outcome, partial, estimated, started_at, "
            + "ended_at, gateway, sequence, member, metadata, image_tokens, reasoning_tokens";

    /** How many they are. */
    int COLUMN_COUNT = 26;

    /** Where the fingerprint stands among them. */
    int FINGERPRINT = 5;

    BilledAttempt attempt();

    /** What an event used, or an amendment gives back. */
    TokenUsage usage();

    UsageTotals totals();

    /** The columns that every row has, but the fingerprint. */
    List<@Nullable Object> content();

    /** Which of two rows of one identity every reader takes: what was settled before what recovery guessed. */
    boolean settled();

    /** The start of the minute whose partition holds the row. */
    default Instant minute() {
        return minuteOf(attempt().request());
    }

    /** All columns, ready to be bound; those that only some rows have are unset in the others. */
    default List<@Nullable Object> values() {
        List<@Nullable Object> values = content();
        // Only what a row has is in its fingerprint, so that a row of an earlier release, recorded again, is still the
        // same row.
        List<@Nullable Object> identity = new ArrayList<>(values);
        Object member = Cql.UNSET;
        if (attempt().caller() instanceof MemberId id) {
            member = id.text();
            identity.add(member);
        }
        Object metadata = Cql.UNSET;
        if (!attempt().metadata().isEmpty()) {
            metadata = attempt().metadata().pairs();
            identity.add("metadata=" + metadata);
        }
        Object image = positive("image_tokens", usage().imageTokens(), identity);
        Object reasoning = positive("reasoning_tokens", usage().reasoningTokens(), identity);
        values.add(FINGERPRINT, fingerprint(identity));
        Collections.addAll(values, member, metadata, image, reasoning);
        return values;
    }

    private static Object positive(String column, long tokens, List<@Nullable Object> identity) {
        if (tokens == 0) {
            return Cql.UNSET;
        }
        identity.add(column + "=" + tokens);
        return tokens;
    }

    default boolean sameIdentity(UsageRow other) {
        return attempt().request().equals(other.attempt().request())
                && attempt().number() == other.attempt().number()
                && this instanceof Event == other instanceof Event;
    }

    /** What rows of one request say. */
    static RequestUsage usageOf(List<UsageRow> rows) {
        List<UsageEvent> attempts = new ArrayList<>();
        List<UsageAmendment> amendments = new ArrayList<>();
        for (UsageRow row : rows) {
            switch (row) {
                case Event event -> attempts.add(event.event());
                case Amendment amendment -> amendments.add(amendment.amendment());
            }
        }
        return new RequestUsage(attempts, amendments);
    }

    /** The start of the minute inside a request's id. */
    static Instant minuteOf(RequestId request) {
        return Instant.ofEpochMilli(request.ulid().epochMillis()).truncatedTo(ChronoUnit.MINUTES);
    }

    /** The id of a row's request, as text. */
    static String requestOf(Row row) {
        return text(row, 2);
    }

    /** Reads a row of all {@link #COLUMNS}. */
    static UsageRow read(Row row) {
        BilledAttempt attempt = new BilledAttempt(
                RequestId.parse(text(row, 2)),
                row.getInt(3),
                TenantId.parse(text(row, 0)),
                ProjectId.parse(text(row, 6)),
                caller(row),
                DeploymentId.parse(text(row, 8)),
                text(row, 9),
                PriceId.parse(text(row, 10)),
                metadata(row));
        TokenUsage usage = usage(row);
        NanoWon cost = new NanoWon(row.getLong(14));
        Instant ended = Objects.requireNonNull(row.getInstant(19));
        String gateway = text(row, 20);
        long sequence = row.getLong(21);
        if (text(row, 4).equals(Amendment.KIND)) {
            return new Amendment(new UsageAmendment(attempt, usage, cost, ended, gateway, sequence));
        }
        return new Event(new UsageEvent(
                attempt,
                usage,
                cost,
                Outcome.valueOf(text(row, 15)),
                row.getBoolean(16),
                row.getBoolean(17),
                Objects.requireNonNull(row.getInstant(18)),
                ended,
                gateway,
                sequence));
    }

    /** The first 64 bits of the SHA-256 of the content: equal rows have equal keys, different ones do not meet. */
    private static long fingerprint(List<@Nullable Object> content) {
        try {
            byte[] text = content.toString().getBytes(StandardCharsets.UTF_8);
            return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(text))
                    .getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static CallerId caller(Row row) {
        String member = row.getString(22);
        return member == null ? KeyId.parse(text(row, 7)) : MemberId.parse(member);
    }

    /** The columns of images and reasoning say what part of input and output they are. */
    private static TokenUsage usage(Row row) {
        long image = row.getLong(24);
        long reasoning = row.getLong(25);
        return new TokenUsage(row.getLong(11) - image, row.getLong(12), image, row.getLong(13) - reasoning, reasoning);
    }

    private static RequestMetadata metadata(Row row) {
        return RequestMetadata.of(Objects.requireNonNullElse(row.getMap(23, String.class, String.class), Map.of()));
    }

    private static String text(Row row, int column) {
        return Objects.requireNonNull(row.getString(column));
    }

    /**
     * The columns in their order.
     *
     * @param ending the four that only an event has: outcome, partial, estimated, start
     */
    private static List<@Nullable Object> columns(
            BilledAttempt attempt,
            String kind,
            TokenUsage usage,
            NanoWon cost,
            List<@Nullable Object> ending,
            Instant endedAt,
            String gateway,
            long sequence) {
        List<@Nullable Object> columns = new ArrayList<>(COLUMN_COUNT);
        Collections.addAll(
                columns,
                attempt.tenant().text(),
                minuteOf(attempt.request()),
                attempt.request().text(),
                attempt.number(),
                kind,
                attempt.project().text(),
                attempt.caller() instanceof KeyId key ? key.text() : null,
                attempt.deployment().text(),
                attempt.model(),
                attempt.price().text(),
                usage.inputTokens() + usage.imageTokens(),
                usage.cachedTokens(),
                usage.completionTokens(),
                cost.value());
        columns.addAll(ending);
        Collections.addAll(columns, endedAt, gateway, sequence);
        return columns;
    }

    /** What an attempt used. */
    record Event(UsageEvent event) implements UsageRow {
        static final String KIND = "event";

        @Override
        public BilledAttempt attempt() {
            return event.attempt();
        }

        @Override
        public TokenUsage usage() {
            return event.usage();
        }

        @Override
        public UsageTotals totals() {
            return UsageTotals.of(event);
        }

        @Override
        public boolean settled() {
            return event.outcome() != Outcome.GATEWAY_LOST && event.outcome() != Outcome.WAIVED;
        }

        @Override
        public List<@Nullable Object> content() {
            return columns(
                    event.attempt(),
                    KIND,
                    event.usage(),
                    event.cost(),
                    Arrays.asList(event.outcome().name(), event.partial(), event.estimated(), event.startedAt()),
                    event.endedAt(),
                    event.gateway(),
                    event.sequence());
        }
    }

    /** What was given back of it. */
    record Amendment(UsageAmendment amendment) implements UsageRow {
        static final String KIND = "amendment";

        private static final List<@Nullable Object> NO_ENDING = Arrays.asList(null, null, null, null);

        @Override
        public BilledAttempt attempt() {
            return amendment.attempt();
        }

        @Override
        public TokenUsage usage() {
            return amendment.creditedUsage();
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
            return columns(
                    amendment.attempt(),
                    KIND,
                    amendment.creditedUsage(),
                    amendment.creditedCost(),
                    NO_ENDING,
                    amendment.amendedAt(),
                    amendment.gateway(),
                    amendment.sequence());
        }
    }
}
