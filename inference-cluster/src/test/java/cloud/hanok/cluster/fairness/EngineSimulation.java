package cloud.hanok.cluster.fairness;

import cloud.hanok.cluster.pool.Pool;
import cloud.hanok.cluster.serving.AnswerTimeouts;
import cloud.hanok.cluster.serving.Capabilities;
import cloud.hanok.cluster.serving.EngineEndpoint;
import cloud.hanok.cluster.serving.EngineKind;
import cloud.hanok.cluster.serving.ServingDeployment;
import cloud.hanok.cluster.serving.ServingReplica;
import cloud.hanok.cluster.serving.ServingSite;
import cloud.hanok.platform.id.DeploymentId;
import cloud.hanok.platform.id.ModelVersionId;
import cloud.hanok.platform.id.PriceId;
import cloud.hanok.platform.id.ReplicaId;
import cloud.hanok.platform.id.SiteId;
import cloud.hanok.platform.id.TenantId;
import cloud.hanok.platform.id.Ulids;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Gateways before engines that compute one token of each running request in a step. What was truly served is counted here,
 * apart from the queues.
 */
final class EngineSimulation {
    private static final Ulids ULIDS = new Ulids(Clock.systemUTC(), new Random(7));
    private static final long STEP_NANOS = 10_000_000;

    final List<FairQueue> queues = new ArrayList<>();
    final List<ServingDeployment> deployments = new ArrayList<>();
    final List<Job> jobs = new ArrayList<>();
    private final FairnessSettings settings;
    private final int places;
    private long nowNanos;

    /** A tenant, and what it was truly served, in units. */
    static final class Client {
        final TenantId id = new TenantId(ULIDS.next());
        final int share;
        long units;

        Client(int share) {
            this.share = share;
        }

        double byShare() {
            return (double) units / share;
        }
    }

    /** A request that was submitted. */
    static final class Job {
        final Client client;
        final int gateway;
        final Turn turn;
        final int prompt;
        final int output;
        boolean admitted;
        int produced;

        Job(Client client, int gateway, Turn turn, int prompt, int output) {
            this.client = client;
            this.gateway = gateway;
            this.turn = turn;
            this.prompt = prompt;
            this.output = output;
        }
    }

    EngineSimulation(int gateways, int places, FairnessSettings settings) {
        this.settings = settings;
        this.places = places;
        for (int i = 0; i < gateways; i++) {
            deployments.add(deployment(places));
            queues.add(newQueue(i));
        }
    }

    static ServingDeployment deployment(int... places) {
        List<ServingReplica> replicas = new ArrayList<>();
        for (int each : places) {
            replicas.add(
                    new ServingReplica(new ReplicaId(ULIDS.next()), EngineEndpoint.loopback(8_000), null, true, each));
        }
        return new ServingDeployment(
                new DeploymentId(ULIDS.next()),
                "simulated",
                Pool.SHARED,
                new ModelVersionId(ULIDS.next()),
                "",
                "Hanok",
                "Apache-2.0",
                Capabilities.TEXT_CHAT,
                EngineKind.VLLM,
                "simulated",
                4_096,
                new ServingSite(new SiteId(ULIDS.next()), "seoul-1", "KR", "Hanok"),
                new PriceId(ULIDS.next()),
                AnswerTimeouts.DEFAULTS,
                Instant.EPOCH,
                replicas);
    }

    private FairQueue newQueue(int gateway) {
        return new FairQueue(deployments.get(gateway), settings, () -> nowNanos);
    }

    Job submit(int gateway, Client client, int prompt, int output) {
        Turn turn = queues.get(gateway)
                .ask(deployments.get(gateway), client.id, client.share, PriorityClass.INTERACTIVE, prompt);
        var job = new Job(client, gateway, turn, prompt, output);
        jobs.add(job);
        admit();
        return job;
    }

    /** Every running request produces a token; those that are done give their place back. */
    void step() {
        nowNanos += STEP_NANOS;
        for (Job job : List.copyOf(jobs)) {
            if (job.admitted) {
                job.produced++;
                job.client.units += Service.OUTPUT_UNITS;
                job.turn.counted(job.prompt, job.produced);
                if (job.produced == job.output) {
                    job.turn.settled(job.prompt, job.produced);
                    jobs.remove(job);
                    job.turn.end();
                }
            }
        }
        admit();
        queues.forEach(FairQueue::tick);
    }

    /** All the process knew is gone, and so are its requests; what it had reported is not. */
    void restart(int gateway, List<ServiceRecord> stored, String name) {
        deployments.set(gateway, deployment(places));
        queues.set(gateway, newQueue(gateway));
        jobs.removeIf(job -> job.gateway == gateway);
        queues.get(gateway).hear(stored, name, true, 0);
    }

    List<ServiceRecord> reports(long nowMillis) {
        List<ServiceRecord> all = new ArrayList<>();
        for (int i = 0; i < queues.size(); i++) {
            for (TenantAccount account : queues.get(i).accounts()) {
                all.add(account.report("gateway-" + i, nowMillis));
            }
        }
        return all;
    }

    void exchange(List<ServiceRecord> reports) {
        for (int i = 0; i < queues.size(); i++) {
            queues.get(i).hear(reports, "gateway-" + i, false, 0);
        }
    }

    /** In units by share, as far as any gateway knows. */
    double lifted(Client client) {
        return queues.stream()
                        .flatMap(queue -> queue.accounts().stream())
                        .filter(account -> account.tenant().equals(client.id))
                        .mapToLong(account -> account.report("", 0).lifted())
                        .max()
                        .orElse(0)
                / (double) Service.SCALE;
    }

    int inFlight(int gateway) {
        return deployments.get(gateway).replicas().stream()
                .mapToInt(ServingReplica::inFlight)
                .sum();
    }

    long waiting(int gateway, Client client) {
        return jobs.stream()
                .filter(job -> job.gateway == gateway && job.client == client && job.turn.isWaiting())
                .count();
    }

    private void admit() {
        for (Job job : jobs) {
            if (!job.admitted && job.turn.state() == Turn.State.HELD) {
                job.admitted = true;
                job.client.units += job.prompt * Service.INPUT_UNITS;
            }
        }
    }
}
