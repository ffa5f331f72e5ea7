package cloud.hanok.api.soak;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.hanok.api.fault.House;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Rounds of mixed traffic, and the figures of the control plane at rest between them. {@code
 * -Dhanok.soak.seed=...} repeats the choices of a run, {@code -Dhanok.soak.minutes=...} sets the length of the long one.
 */
class SoakIT {
    /** What is promised of a receipt. */
    private static final Duration PROMISED = Duration.ofSeconds(3);

    /** The brief one runs beside other tests, which take the cores for seconds. */
    private static final Duration BESIDE_OTHERS = Duration.ofSeconds(10);

    private static final int DEFAULT_MINUTES = 10;

    @TempDir
    private static Path folder;

    private static House house;
    private static long seed;

    @BeforeAll
    static void open() throws IOException, InterruptedException {
        seed = Long.getLong("hanok.soak.seed", System.nanoTime());
        System.out.println("soak test: -Dhanok.soak.seed=" + seed);
        house = House.open(folder, "soak");
    }

    @AfterAll
    static void close() {
        if (house != null) {
            house.close();
        }
    }

    @Test
    void mixedTrafficIsBilledAndProvenAndLeavesNothingBehind() throws Exception {
        soak("brief", 16, 1, BESIDE_OTHERS, round -> round < 5);
    }

    @Test
    @Tag("long")
    void underTenMinutesOfMixedTrafficNothingGrowsAndEveryTokenIsBilledOnce() throws Exception {
        Duration length = Duration.ofMinutes(Integer.getInteger("hanok.soak.minutes", DEFAULT_MINUTES));
        long endNanos = System.nanoTime() + length.toNanos();
        Figures figures = soak("long", 100, 2, PROMISED, round -> System.nanoTime() - endNanos < 0);
        figures.assertMemoryDoesNotGrow();
    }

    private interface Going {
        boolean on(int round);
    }

    /** Rounds until it is time, everything compared, and the figures. */
    private static Figures soak(String name, int requestsOfARound, int warmUps, Duration provableWithin, Going going)
            throws Exception {
        long beganNanos = System.nanoTime();
        var traffic = new Traffic(house, name, new Random(seed), requestsOfARound, provableWithin);
        var figures = new Figures();
        for (int round = 0; going.on(round); round++) {
            traffic.round();
            Sample sample = Sample.atRest(house);
            if (round >= warmUps) {
                figures.add(sample);
            }
        }
        System.out.println("soak test, seed " + seed + ", " + name + ": "
                + Duration.ofNanos(System.nanoTime() - beganNanos).toSeconds() + " s of traffic\n" + figures);
        System.out.println("soak test, " + name + ": " + traffic.check() + ", in all "
                + Duration.ofNanos(System.nanoTime() - beganNanos).toSeconds() + " s");
        figures.assertNothingIsLeft();
        assertNoErrors();
        return figures;
    }

    private static void assertNoErrors() throws IOException {
        try (Stream<String> lines = Files.lines(house.log(), StandardCharsets.UTF_8)) {
            assertThat(lines.filter(line -> line.contains("\"level\":\"ERROR\"")))
                    .isEmpty();
        }
    }
}
