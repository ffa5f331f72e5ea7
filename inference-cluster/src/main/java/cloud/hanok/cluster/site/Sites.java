package cloud.hanok.cluster.site;

import cloud.hanok.cluster.problem.ClusterException;
import cloud.hanok.cluster.problem.ClusterProblem;
import cloud.hanok.platform.cassandra.Cql;
import cloud.hanok.platform.cassandra.CqlStatement;
import cloud.hanok.platform.cassandra.Keyspaces;
import cloud.hanok.platform.change.Change;
import cloud.hanok.platform.change.ChangeKind;
import cloud.hanok.platform.change.ChangeLog;
import cloud.hanok.platform.claim.IdempotencyClaims;
import cloud.hanok.platform.claim.NameClaim;
import cloud.hanok.platform.claim.NameClaims;
import cloud.hanok.platform.id.SiteId;
import cloud.hanok.platform.id.Ulids;
import com.datastax.oss.driver.api.core.cql.Row;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The sites that are known. Blocks. */
public final class Sites {
    /** Longest operator: a line of a page. */
    public static final int MAX_LINE_LENGTH = 200;

    private static final String SCOPE = "sites";
    /** Whose row is still missing after this long died between its claim and its row. */
    private static final Duration ABANDONED_AFTER = Duration.ofMinutes(1);

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,95}");
    private static final Set<String> COUNTRIES =
            Arrays.stream(Locale.getISOCountries()).collect(Collectors.toUnmodifiableSet());
    private static final CqlStatement INSERT =
            CqlStatement.write("INSERT INTO sites (id, name, country, operator, created_at) VALUES (?, ?, ?, ?, ?)");
    private static final CqlStatement SELECT =
            CqlStatement.read("SELECT id, name, country, operator, created_at FROM sites WHERE id = ?");

    private final Cql cql;
    private final NameClaims names;
    private final ChangeLog changes;
    private final Ulids ulids;
    private final Clock clock;

    public Sites(Keyspaces keyspaces, ChangeLog changes, Ulids ulids, Clock clock) {
        this.cql = keyspaces.platform();
        this.names = new NameClaims(cql, "cluster_names", clock);
        this.changes = changes;
        this.ulids = ulids;
        this.clock = clock;
    }

    /**
     * Records a site.
     *
     * @param country ISO 3166-1 alpha-2, upper case
     * @param idempotencyKey when given, the same request with the same key gets the same site for a day
     * @throws ClusterException when a field is wrong or the name is taken
     * @throws cloud.hanok.platform.claim.IdempotencyKeyRefusedException malformed, or used with another request
     * @throws cloud.hanok.platform.cassandra.StoreUnavailableException when it could not be recorded
     */
    public Site create(
            @Nullable String name,
            @Nullable String country,
            @Nullable String operator,
            @Nullable String idempotencyKey) {
        if (name == null || !NAME.matcher(name).matches()) {
            throw invalid(
                    "name",
                    "영문 소문자, 숫자, '.', '_', '-'만 쓸 수 있고 영문자나 숫자로 시작하며 96자 이하여야 합니다.",
                    "lower-case letters, digits, '.', '_' and '-' only, starting with a letter or digit, at most 96.");
        }
        if (country == null || !COUNTRIES.contains(country)) {
            throw invalid(
                    "country",
                    "ISO 3166-1 두 글자 국가 코드(예: KR)여야 합니다.",
                    "an ISO 3166-1 alpha-2 country code such as KR was expected.");
        }
        if (operator == null
                || operator.isBlank()
                || operator.length() > MAX_LINE_LENGTH
                || operator.chars().anyMatch(Character::isISOControl)) {
            throw invalid(
                    "operator",
                    "1자 이상 " + MAX_LINE_LENGTH + "자 이하의 한 줄이어야 합니다.",
                    "one line of 1 to " + MAX_LINE_LENGTH + " characters was expected.");
        }
        SiteId id = SiteId.parse(IdempotencyClaims.claim(
                cql,
                IdempotencyClaims.PLATFORM,
                idempotencyKey,
                new SiteId(ulids.next()).text(),
                "site",
                name,
                country,
                operator.strip()));
        if (!names.claim(SCOPE, name, id.text(), this::isAbandoned)) {
            throw new ClusterException(new ClusterProblem.NameTaken("site", name));
        }
        Site wanted = new Site(
                id,
                name,
                country,
                operator.strip(),
                Instant.ofEpochMilli(id.ulid().epochMillis()));
        // A repeated request must not undo what was changed since the first.
        Site site = idempotencyKey == null ? store(wanted) : find(id).orElseGet(() -> store(wanted));
        changes.publish(new Change(ChangeKind.SITE, id.text()));
        return site;
    }

    /** The site of this id, if there is one. */
    public Optional<Site> find(SiteId id) {
        return cql.row(SELECT, id.text()).map(Sites::read);
    }

    /** The site of this name, if there is one. */
    public Optional<Site> findByName(String name) {
        return names.find(SCOPE, name).flatMap(claim -> find(SiteId.parse(claim.holder())));
    }

    /** All sites by name, at most {@link NameClaims#MAX_LISTED}. */
    public List<Site> list() {
        return names.list(SCOPE).stream()
                .flatMap(claim -> find(SiteId.parse(claim.holder())).stream())
                .toList();
    }

    private Site store(Site site) {
        cql.write(INSERT, site.id().text(), site.name(), site.country(), site.operator(), site.createdAt());
        return site;
    }

    private boolean isAbandoned(NameClaim standing) {
        return standing.since().plus(ABANDONED_AFTER).isBefore(clock.instant())
                && find(SiteId.parse(standing.holder())).isEmpty();
    }

    private static ClusterException invalid(String field, String korean, String english) {
        return new ClusterException(new ClusterProblem.InvalidField(field, korean, english));
    }

    private static Site read(Row row) {
        return new Site(
                SiteId.parse(Objects.requireNonNull(row.getString("id"))),
                Objects.requireNonNull(row.getString("name")),
                Objects.requireNonNull(row.getString("country")),
                Objects.requireNonNull(row.getString("operator")),
                Objects.requireNonNullElse(row.getInstant("created_at"), Instant.EPOCH));
    }
}
