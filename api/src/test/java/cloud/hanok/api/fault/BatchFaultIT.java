package cloud.hanok.api.fault;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.hanok.api.fault.PlatformCalls.Tenant;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A batch on three gateways that are killed one after the other while it runs: with {@code --long} one as long as a batch may be. */
class BatchFaultIT {
    private static final int GATEWAYS = 3;
    private static final int TOKENS = 3;
    private static final int LINES =
            Integer.getInteger("hanok.fault.batch-lines", Boolean.getBoolean("hanok.long") ? 50_000 : 10_000);
    private static final Duration PATIENCE = Duration.ofMinutes(Boolean.getBoolean("hanok.long") ? 40 : 8);

    @TempDir
    private static Path folder;

    private static GatewayFleet fleet;

    @BeforeAll
    static void open() throws Exception {
        fleet = GatewayFleet.open(folder, "batch", GATEWAYS);
    }

    @AfterAll
    static void close() {
        if (fleet != null) {
            fleet.close();
        }
    }

    @Test
    void everyLineIsThereOnceAndPaidOnceThoughEveryGatewayIsKilled() throws Exception {
        Tenant tenant = fleet.calls(0).tenant("batch");
        long began = System.nanoTime();
        FleetBatch batch = FleetBatch.make(fleet, 0, tenant, LINES, TOKENS);
        for (int kill = 0; kill < GATEWAYS; kill++) {
            int part = LINES * (kill + 1) / (GATEWAYS + 2);
            int other = (kill + 1) % GATEWAYS;
            fleet.await("line " + part, PATIENCE, () -> FleetBatch.settled(batch.seenBy(other)) >= part);
            fleet.kill(kill);
            fleet.restart(kill);
            fleet.awaitReady(kill);
        }
        fleet.await("the end of " + batch.id(), PATIENCE, () -> FleetBatch.hasEnded(batch.seenBy(0)));
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        JsonNode ended = batch.seenBy(0);

        assertThat(ended.path("status").asText()).isEqualTo("completed");
        Map<String, JsonNode> output =
                batch.lines(0, ended.path("output_file_id").textValue());
        Map<String, JsonNode> errors =
                batch.lines(1, ended.path("error_file_id").textValue());
        Set<String> names = new HashSet<>(output.keySet());
        names.addAll(errors.keySet());
        assertThat(output.size() + errors.size()).as("each in one of both").isEqualTo(LINES);
        assertThat(names).as("each once").hasSize(LINES);
        assertThat(errors).as("nothing was wrong with the lines").isEmpty();
        long expected = (long) LINES * TOKENS;
        assertThat(ended.at("/usage/output_tokens").asLong()).isEqualTo(expected);
        // Where the store did not say whether an answer was kept, it is not paid, and may be had all the same.
        long unpaid = TOKENS * fleet.logged("could not be kept for its key, and is not billed");
        fleet.await("what was answered to be recorded", () -> output(tenant) >= expected - unpaid);
        assertThat(output(tenant)).as("none is paid twice").isBetween(expected - unpaid, expected);
        System.out.println("a batch of " + LINES + " lines, three gateways killed one after the other: "
                + took.toMillis() + " ms, " + LINES * 1_000L / took.toMillis() + " lines a second; " + unpaid / TOKENS
                + " answers of which the store did not say whether they were kept");
    }

    private static long output(Tenant tenant) {
        try {
            return fleet.calls(0).reported(tenant).output();
        } catch (IOException away) {
            throw new UncheckedIOException(away);
        }
    }
}
