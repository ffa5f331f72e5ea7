package cloud.hanok.api.clients;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.hanok.api.DocumentSection;
import cloud.hanok.api.clients.Surface.Endpoint;
import cloud.hanok.api.docs.Contracts;
import cloud.hanok.standalone.testing.LibrariesForTests;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Compares our contracts with what OpenAI's own client knows, name by name. */
class OpenAiCoverageTest {
    private static final Path EXTRACT = ClientScripts.SOURCES.resolve("openai-surface.json");

    /** Parts of the API that we offer something of, by how their paths begin. */
    private static final List<Group> GROUPS = List.of(
            new Group("responses", "/v1/responses"),
            new Group("conversations", "/v1/conversations"),
            new Group("chat completions", "/v1/chat/completions"),
            new Group("completions", "/v1/completions"),
            new Group("embeddings", "/v1/embeddings"),
            new Group("models", "/v1/models"),
            new Group("files", "/v1/files"),
            new Group("uploads", "/v1/uploads"),
            new Group("batches", "/v1/batches"),
            new Group("webhooks", "/v1/webhook_"),
            new Group("administration", "/v1/organization", "/v1/projects"));

    private record Group(String title, String... prefixes) {
        boolean has(String endpoint) {
            String path = endpoint.substring(endpoint.indexOf(' ') + 1);
            for (String prefix : prefixes) {
                if (path.startsWith(prefix)) {
                    return true;
                }
            }
            return false;
        }
    }

    /** Sums of some endpoints. Names are counted of those that are offered. */
    private static final class Sum {
        private int known;
        private int offered;
        private int names;
        private int supported;
        private int idle;

        void add(Sum other) {
            known += other.known;
            offered += other.offered;
            names += other.names;
            supported += other.supported;
            idle += other.idle;
        }

        String row(String title) {
            String share = names == 0
                    ? "–"
                    : String.format(Locale.ROOT, "%.1f %%", Math.floor(1000.0 * supported / names) / 10);
            return "| " + title + " | " + offered + " of " + known + " | " + supported + " of " + names + " | " + share
                    + " | " + idle + " |\n";
        }
    }

    /** The extract is what the pinned client says: nobody wrote it by hand. */
    @Test
    void theExtractIsWhatThePinnedClientKnows() throws Exception {
        var libraries = new LibrariesForTests();
        Path packages = libraries.python("openai", ClientScripts.SOURCES.resolve("python/openai.lock"));
        ProcessBuilder builder = new ProcessBuilder(
                libraries.python(),
                "-S",
                ClientScripts.SOURCES.resolve("python/openai_surface.py").toString());
        builder.environment().put("PYTHONPATH", packages.toString());
        builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
        builder.environment().put("PYTHONUTF8", "1");
        builder.redirectError(ProcessBuilder.Redirect.INHERIT);
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        if (System.getenv("GOLDEN_WRITE") != null) {
            Files.writeString(EXTRACT, said);
        }
        assertThat(said).isEqualTo(Files.readString(EXTRACT));
    }

    @Test
    void theTableSaysWhatIsOfferedAndWhatIsMissing() throws Exception {
        JsonNode extract = new ObjectMapper().readTree(Files.readString(EXTRACT));
        Surface client = Surface.ofClient(extract);
        Surface ours = Surface.ofContracts(new Contracts());
        var table =
                new StringBuilder("Of ").append(extract.path("source").asText()).append(":\n\n");
        table.append("| group | endpoints | properties of those offered | share | of these without effect |\n");
        table.append("|---|---|---|---|---|\n");
        var missing = new ArrayList<String>();
        var total = new Sum();
        Set<String> left = new TreeSet<>(client.endpoints().keySet());
        for (Group group : GROUPS) {
            var sum = new Sum();
            client.endpoints().forEach((endpoint, known) -> {
                if (group.has(endpoint)) {
                    left.remove(endpoint);
                    count(endpoint, known, ours.endpoints().get(endpoint), sum, missing);
                }
            });
            table.append(sum.row(group.title()));
            total.add(sum);
        }
        var others = new Sum();
        left.forEach(endpoint -> count(
                endpoint,
                Objects.requireNonNull(client.endpoints().get(endpoint)),
                ours.endpoints().get(endpoint),
                others,
                missing));
        table.append(others.row("everything else"));
        total.add(others);
        table.append(total.row("**all**"));
        table.append("\nNot offered: ").append(notOffered(client, ours)).append(".\n");
        table.append("\nMissing of what is offered:\n\n");
        missing.forEach(line -> table.append("- ").append(line).append('\n'));
        assertThat(total.offered).as("something is compared").isGreaterThan(50);
        new DocumentSection("compatibility.md", "coverage", "OpenAiCoverageTest").assertSays(table.toString());
    }

    private static void count(String endpoint, Endpoint known, @Nullable Endpoint here, Sum sum, List<String> missing) {
        sum.known++;
        if (here == null) {
            return;
        }
        sum.offered++;
        Set<String> asked = missing(known.request(), here.request());
        Set<String> answered = missing(known.answer(), here.answer());
        Set<String> idle = new TreeSet<>(here.idle());
        idle.retainAll(known.request());
        sum.names += known.request().size() + known.answer().size();
        sum.idle += idle.size();
        sum.supported += known.request().size() + known.answer().size() - asked.size() - answered.size() - idle.size();
        if (!asked.isEmpty() || !answered.isEmpty() || !idle.isEmpty()) {
            var line = new StringBuilder("`" + endpoint + "`:");
            said(line, " asked ", asked);
            said(line, " answered ", answered);
            said(line, " without effect ", idle);
            missing.add(line.substring(0, line.length() - 1));
        }
    }

    private static void said(StringBuilder line, String what, Set<String> names) {
        if (!names.isEmpty()) {
            line.append(what).append('`').append(String.join("`, `", names)).append("`;");
        }
    }

    private static Set<String> missing(Set<String> known, Set<String> here) {
        Set<String> missing = new TreeSet<>(known);
        missing.removeAll(here);
        return missing;
    }

    /** By the beginning of their paths, with how many there are. */
    private static String notOffered(Surface client, Surface ours) {
        Map<String, Integer> counts = new TreeMap<>();
        for (String endpoint : client.endpoints().keySet()) {
            if (!ours.endpoints().containsKey(endpoint)) {
                String[] parts = endpoint.substring(endpoint.indexOf(' ') + 1).split("/");
                boolean isDeep = parts[2].equals("organization") || parts[2].equals("projects");
                String area = isDeep && parts.length > 3
                        ? parts[2] + "/"
                                + (parts[3].equals("projects") && parts.length > 5
                                        ? "projects/{}/" + parts[5]
                                        : parts[3])
                        : parts[2];
                counts.merge(area, 1, Integer::sum);
            }
        }
        return String.join(
                ", ",
                counts.entrySet().stream()
                        .map(each -> "`" + each.getKey() + "` (" + each.getValue() + ")")
                        .toList());
    }
}
