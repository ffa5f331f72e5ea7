package cloud.hanok.cluster.fairness;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.hanok.cluster.fairness.EngineSimulation.Client;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/**
 * The bound of VTC, theorem 4.4: between two tenants that both wait, what each was served by share differs by no more than
 * what the places can hold, U = places x L / least share, where L is the largest request in units, from the moment both wait
 * and their counters stand side by side; over any time by no more than 2 U.
 */
class FairQueueProperties {
    private static final int STEPS = 600;
    private static final int MAX_PROMPT = 64;
    private static final int MAX_OUTPUT = 48;
    private static final double LARGEST = Service.units(MAX_PROMPT, MAX_OUTPUT);
    private static final FairnessSettings SETTINGS = new FairnessSettings(1, 4_096, 1_024, Duration.ofHours(1));

    @Property(tries = 60)
    void noTwoWaitingTenantsAreServedFurtherApartThanTheBound(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 8) int places,
            @ForAll @IntRange(min = 2, max = 5) int n) {
        var random = new Random(seed);
        var simulation = new EngineSimulation(1, places, SETTINGS);
        List<Client> clients = clients(random, n);
        double bound = places * LARGEST / leastShare(clients);
        double worst = 0;
        for (int step = 0; step < STEPS; step++) {
            backlog(simulation, 0, clients, random);
            simulation.step();
            assertThat(simulation.queues.getFirst().waiting() > 0 && simulation.inFlight(0) < places)
                    .as("a place is free while somebody waits")
                    .isFalse();
            worst = Math.max(worst, apart(simulation, clients));
        }
        double jain = JainIndex.of(clients.stream().mapToDouble(Client::byShare).toArray());
        report("one gateway", seed, worst, bound, " places %d, tenants %d, Jain %.4f".formatted(places, n, jain));
        assertThat(worst).isLessThanOrEqualTo(bound);
    }

    @Property(tries = 40)
    void idlenessEarnsNoCredit(@ForAll long seed, @ForAll @IntRange(min = 1, max = 6) int places) {
        var random = new Random(seed);
        var simulation = new EngineSimulation(1, places, SETTINGS);
        Client busy = new Client(1);
        Client idle = new Client(1);
        backlog(simulation, 0, List.of(idle), random, 1);
        for (int step = 0; step < STEPS; step++) {
            backlog(simulation, 0, List.of(busy), random);
            simulation.step();
        }
        long before = busy.units;
        long idleBefore = idle.units;
        double worst = 0;
        for (int step = 0; step < STEPS; step++) {
            backlog(simulation, 0, List.of(busy, idle), random);
            simulation.step();
            worst = Math.max(worst, Math.abs((busy.units - before) - (idle.units - idleBefore)));
        }
        double bound = 2 * places * LARGEST;
        report("back from idleness", seed, worst, bound, ", %d units were missed".formatted(before - idleBefore));
        assertThat(worst).isLessThanOrEqualTo(bound);
    }

    @Property(tries = 40)
    void severalGatewaysAreFartherApartByWhatOthersServeInOnePeriodOnly(
            @ForAll long seed,
            @ForAll @IntRange(min = 2, max = 4) int gateways,
            @ForAll @IntRange(min = 1, max = 4) int places,
            @ForAll @IntRange(min = 1, max = 60) int period) {
        var random = new Random(seed);
        var simulation = new EngineSimulation(gateways, places, SETTINGS);
        List<Client> clients = clients(random, 3);
        double unknown = 0;
        double worst = 0;
        double[] known = new double[clients.size()];
        for (int step = 0; step < STEPS; step++) {
            for (int gateway = 0; gateway < gateways; gateway++) {
                backlog(simulation, gateway, clients, random);
            }
            simulation.step();
            for (int i = 0; i < known.length; i++) {
                unknown = Math.max(unknown, clients.get(i).byShare() - known[i]);
            }
            if (step % period == 0) {
                simulation.exchange(simulation.reports(step));
                for (int i = 0; i < known.length; i++) {
                    known[i] = clients.get(i).byShare();
                }
            }
            worst = Math.max(worst, apart(simulation, clients));
        }
        double bound = gateways * places * LARGEST / leastShare(clients) + unknown;
        report(
                gateways + " gateways",
                seed,
                worst,
                bound,
                ", of it %.0f for a period of %d steps".formatted(unknown, period));
        assertThat(worst).isLessThanOrEqualTo(bound);
    }

    @Property(tries = 40)
    void countersSurviveARestart(@ForAll long seed, @ForAll @IntRange(min = 1, max = 4) int places) {
        var random = new Random(seed);
        var simulation = new EngineSimulation(1, places, SETTINGS);
        List<Client> clients = clients(random, 3);
        double bound = places * LARGEST / leastShare(clients);
        double worst = 0;
        double lost = 0;
        double atReport = 0;
        List<ServiceRecord> stored = List.of();
        for (int step = 0; step < STEPS; step++) {
            if (step % 10 == 0) {
                stored = simulation.reports(step);
                atReport = clients.stream().mapToDouble(Client::byShare).sum();
            }
            if (step % 200 == 199) {
                lost += clients.stream().mapToDouble(Client::byShare).sum() - atReport;
                lost += bound + places * (double) Turn.STEP_UNITS / leastShare(clients);
                simulation.restart(0, stored, "gateway-0");
            }
            backlog(simulation, 0, clients, random);
            simulation.step();
            worst = Math.max(worst, apart(simulation, clients));
        }
        report("restarts", seed, worst, bound + lost, ", of it %.0f served after the last report".formatted(lost));
        assertThat(worst).isLessThanOrEqualTo(bound + lost);
    }

    /** Whatever a tenant was lifted to, all gateways come to agree once nobody is served. */
    @Property(tries = 40)
    void gatewaysThatHeardEachOtherAgreeOnEveryCounter(@ForAll long seed) {
        var random = new Random(seed);
        var simulation = new EngineSimulation(3, 2, SETTINGS);
        List<Client> clients = clients(random, 4);
        for (int step = 0; step < 200; step++) {
            Client client = clients.get(random.nextInt(clients.size()));
            backlog(simulation, random.nextInt(3), List.of(client), random);
            simulation.step();
            if (random.nextInt(20) == 0) {
                simulation.exchange(simulation.reports(step));
            }
        }
        simulation.exchange(simulation.reports(1_000));
        simulation.exchange(simulation.reports(1_001));
        for (Client client : clients) {
            List<Long> counters = new ArrayList<>();
            simulation.queues.forEach(queue -> queue.accounts().stream()
                    .filter(account -> account.tenant().equals(client.id))
                    .forEach(account -> counters.add(account.counter())));
            assertThat(counters.stream().distinct()).as("seed " + seed).hasSizeLessThanOrEqualTo(1);
        }
    }

    private static List<Client> clients(Random random, int n) {
        List<Client> clients = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            clients.add(new Client(1 + random.nextInt(5)));
        }
        return clients;
    }

    private static void backlog(EngineSimulation simulation, int gateway, List<Client> clients, Random random) {
        backlog(simulation, gateway, clients, random, 10);
    }

    private static void backlog(
            EngineSimulation simulation, int gateway, List<Client> clients, Random random, int depth) {
        for (int round = 0; round < depth; round++) {
            for (Client client : clients) {
                if (simulation.waiting(gateway, client) < depth) {
                    simulation.submit(gateway, client, 1 + random.nextInt(MAX_PROMPT), 1 + random.nextInt(MAX_OUTPUT));
                }
            }
        }
    }

    private static double leastShare(List<Client> clients) {
        return clients.stream().mapToInt(client -> client.share).min().orElseThrow();
    }

    /** What they were served and lifted by: nobody is lifted while it waits. */
    private static double apart(EngineSimulation simulation, List<Client> clients) {
        double most = Double.NEGATIVE_INFINITY;
        double least = Double.POSITIVE_INFINITY;
        for (Client client : clients) {
            double level = client.byShare() + simulation.lifted(client);
            most = Math.max(most, level);
            least = Math.min(least, level);
        }
        return most - least;
    }

    private static void report(String what, long seed, double worst, double bound, String more) {
        System.out.printf(
                "fairness, %s (seed %d): %.0f units apart of at most %.0f%s%n", what, seed, worst, bound, more);
    }
}
