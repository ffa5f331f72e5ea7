package cloud.hanok.api.fault;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.hanok.api.fault.PlatformCalls.Tenant;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A batch that is asked of whichever gateway of a fleet lives. */
final class FleetBatch {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> ENDED = Set.of("completed", "failed", "expired", "cancelled");

    private final GatewayFleet fleet;
    private final Tenant tenant;
    private final String id;

    private FleetBatch(GatewayFleet fleet, Tenant tenant, String id) {
        this.fleet = fleet;
        this.tenant = tenant;
        this.id = id;
    }

    /** Makes one of so many lines, each of so many tokens. */
    static FleetBatch make(GatewayFleet fleet, int gateway, Tenant tenant, int lines, int tokens) {
        var input = new StringBuilder();
        for (int i = 0; i < lines; i++) {
            input.append("{\"custom_id\":\"민원-")
                    .append(i)
                    .append("\",\"method\":\"POST\",\"url\":\"/v1/chat/completions\",\"body\":")
                    .append(PlannedRequest.whole("batch", GatewayFleet.MODEL, false, tokens, 0)
                            .body())
                    .append("}\n");
        }
        String file = PlatformCalls.read(fleet.uploads(gateway, tenant, input.toString()))
                .path("id")
                .asText();
        JsonNode made = PlatformCalls.read(fleet.asks(
                gateway,
                tenant,
                "POST",
                "/v1/batches",
                "{\"input_file_id\":\"" + file
                        + "\",\"endpoint\":\"/v1/chat/completions\",\"completion_window\":\"24h\"}"));
        return new FleetBatch(fleet, tenant, made.path("id").asText());
    }

    String id() {
        return id;
    }

    /** How it stands. */
    JsonNode seenBy(int gateway) {
        return PlatformCalls.read(fleet.asks(gateway, tenant, "GET", "/v1/batches/" + id, ""));
    }

    /** Lines with an outcome. */
    static int settled(JsonNode batch) {
        JsonNode counts = batch.path("request_counts");
        return counts.path("completed").asInt() + counts.path("failed").asInt();
    }

    static boolean hasEnded(JsonNode batch) {
        return ENDED.contains(batch.path("status").asText());
    }

    /** The lines of one of its files, by name; nothing of none. */
    Map<String, JsonNode> lines(int gateway, @Nullable String file) {
        Map<String, JsonNode> lines = new HashMap<>();
        if (file == null) {
            return lines;
        }
        String content = fleet.asks(gateway, tenant, "GET", "/v1/files/" + file + "/content", "")
                .body();
        for (String line : content.split("\n")) {
            JsonNode read = read(line);
            assertThat(lines.put(read.path("custom_id").asText(), read))
                    .as("a line is there once")
                    .isNull();
        }
        return lines;
    }

    private static JsonNode read(String line) {
        try {
            return JSON.readTree(line);
        } catch (IOException noJson) {
            throw new UncheckedIOException(line, noJson);
        }
    }
}
