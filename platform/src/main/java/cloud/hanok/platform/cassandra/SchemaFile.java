package cloud.hanok.platform.cassandra;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A versioned file of data definitions.
 *
 * @param name its file name, which orders it: {@code 010_tenant.cql}
 * @param sha256 of its bytes, in lower-case hexadecimal
 * @param statements without comments and semicolons, in order
 */
public record SchemaFile(String name, String sha256, List<String> statements) {
    /** Tables of the migrations themselves: applied before the lock can be taken. */
    static final String BOOTSTRAP = "000_migrations.cql";

    /** Every file there is, in the order they are applied; fixed here so that nothing scans a classpath. */
    private static final List<String> NAMES = List.of(
            "001_platform.cql",
            "002_sagas.cql",
            "004_envelope.cql",
            "005_rewrap.cql",
            "006_mail.cql",
            "007_homes.cql",
            "008_home_clusters.cql",
            "010_tenant.cql",
            "011_api_key_settings.cql",
            "012_api_key_rehashes.cql",
            "013_keys_of_accounts.cql",
            "014_leases.cql",
            "015_limits.cql",
            "017_tenant_states.cql",
            "018_members.cql",
            "019_signup.cql",
            "020_registry.cql",
            "030_cluster.cql",
            "031_credential_removals.cql",
            "040_compliance.cql",
            "041_audit.cql",
            "050_billing.cql",
            "051_usage_of_members.cql",
            "052_spend_alerts.cql",
            "053_usage_metadata.cql",
            "054_usage_details.cql",
            "060_tenant_policies.cql",
            "061_deployment_pools.cql",
            "062_project_members.cql",
            "063_operators.cql",
            "064_model_aliases.cql",
            "070_fairness.cql",
            "075_capabilities.cql",
            "076_artifact_formats.cql",
            "080_kept_answers.cql",
            "085_answer_timeouts.cql",
            "086_allowed_origins.cql",
            "090_tenant_shares.cql",
            "091_deployment_concurrency.cql",
            "100_console_sessions.cql",
            "101_deployment_licences.cql",
            "110_responses.cql",
            "111_tenant_closing.cql",
            "112_files.cql",
            "113_uploads.cql",
            "114_background_responses.cql",
            "115_batches.cql",
            "116_chat_completions.cql",
            "117_webhooks.cql",
            "118_conversations.cql",
            "119_batch_counts.cql",
            "120_tenant_retention.cql");

    /** Tables by which the platform knows its tenants, wherever the tenants' own rows are. */
    private static final Set<String> DIRECTORY = Set.of("tenants", "tenant_states", "tenant_homes");

    public SchemaFile {
        statements = List.copyOf(statements);
    }

    /** The files of this program, in order, without the one that carries the migrations themselves. */
    static List<SchemaFile> packaged() {
        return NAMES.stream().map(SchemaFile::load).toList();
    }

    /** The same with the tables of tenants alone, as a keyspace has them that is one tenant's own. */
    static List<SchemaFile> ofTenants() {
        List<SchemaFile> all = packaged();
        Set<String> ofTenants = TableDeclaration.of(all).values().stream()
                .filter(table -> table.partitionKey().getFirst().equals("tenant"))
                .map(TableDeclaration::name)
                .filter(name -> !DIRECTORY.contains(name))
                .collect(Collectors.toSet());
        return all.stream()
                .map(file -> file.only(ofTenants))
                .filter(file -> !file.statements.isEmpty())
                .toList();
    }

    private SchemaFile only(Set<String> tables) {
        return new SchemaFile(
                name,
                sha256,
                statements.stream()
                        .filter(statement -> tables.contains(TableDeclaration.nameIn(statement)))
                        .toList());
    }

    /** Reads one file of the program. */
    static SchemaFile load(String name) {
        try (InputStream in = SchemaFile.class.getResourceAsStream(path(name))) {
            if (in == null) {
                throw new IllegalStateException("the schema file " + name + " is not in the program");
            }
            return of(name, new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("the schema file " + name + " cannot be read", e);
        }
    }

    /**
     * A file with this text.
     *
     * @throws IllegalArgumentException when a quote or a comment is not closed
     */
    public static SchemaFile of(String name, String text) {
        return new SchemaFile(name, sha256(text), statements(name, text));
    }

    private static String path(String name) {
        return "/cloud/hanok/platform/schema/" + name;
    }

    private static String sha256(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static List<String> statements(String name, String text) {
        List<String> statements = new ArrayList<>();
        StringBuilder statement = new StringBuilder();
        int i = 0;
        while (i < text.length()) {
            char c = text.charAt(i);
            if (c == '\'') {
                int end = closing(name, text, "'", i + 1);
                statement.append(text, i, end);
                i = end;
            } else if (text.startsWith("--", i) || text.startsWith("//", i)) {
                int end = text.indexOf('\n', i);
                i = end < 0 ? text.length() : end;
            } else if (text.startsWith("/*", i)) {
                i = closing(name, text, "*/", i + 2);
            } else if (c == ';') {
                add(statements, statement);
                i++;
            } else {
                statement.append(c);
                i++;
            }
        }
        add(statements, statement);
        return statements;
    }

    private static int closing(String name, String text, String mark, int from) {
        int at = text.indexOf(mark, from);
        if (at < 0) {
            throw new IllegalArgumentException(name + ": a " + mark + " is missing");
        }
        return at + mark.length();
    }

    private static void add(List<String> statements, StringBuilder statement) {
        String text = statement.toString().strip();
        statement.setLength(0);
        if (!text.isEmpty()) {
            statements.add(text);
        }
    }
}
