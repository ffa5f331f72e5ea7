package cloud.hanok.platform.envelope;

import cloud.hanok.platform.cassandra.Keyspaces;
import cloud.hanok.platform.envelope.RewrapProgress.State;
import cloud.hanok.platform.envelope.RewrapRows.Job;
import cloud.hanok.platform.envelope.RewrapRows.Request;
import cloud.hanok.platform.home.TenantVaults;
import cloud.hanok.platform.id.TenantId;
import cloud.hanok.platform.id.Ulids;
import cloud.hanok.platform.turn.Turns;
import cloud.hanok.platform.vault.TransitKeys;
import cloud.hanok.platform.vault.TransitKeys.Versions;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings stored data keys to the newest version of their transit key, then lets older versions be refused. One process at
 * a time works on a tenant's class, under a lease; another goes on where it stopped. Everything it does may be done
 * again.
 */
public final class Rewrapper implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Rewrapper.class);
    /** How often progress is noted, which also keeps the lease. */
    private static final int NOTED_EVERY = 20;

    private final RewrapRows jobs;
    private final DataKeyRows rows;
    private final TenantVaults vaults;
    private final List<SealedTable> tables;
    private final RewrapPace pace;
    private final Clock clock;
    private final String holder;
    private final Turns turns;

    /** The lease went to another process, which goes on. */
    private static final class LeaseLostException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    public Rewrapper(
            Keyspaces keyspaces,
            TenantVaults vaults,
            List<SealedTable> tables,
            RewrapPace pace,
            Ulids ulids,
            Clock clock) {
        this.jobs = new RewrapRows(keyspaces);
        this.rows = new DataKeyRows(keyspaces);
        this.vaults = vaults;
        this.tables = List.copyOf(tables);
        this.pace = pace;
        this.clock = clock;
        this.holder = ulids.next().toString();
        this.turns = new Turns("rewrapper", pace.lookEvery(), this::turn);
    }

    /** Works from now on, on a thread of its own. */
    public void start() {
        turns.start();
    }

    /** Does what is asked for and can be done now; a request that cannot be met stays. */
    public void work() {
        for (Request request : jobs.requests()) {
            try {
                work(request);
            } catch (LeaseLostException elsewhere) {
                LOG.info("the re-wrap of {} {} goes on elsewhere", request.tenant(), request.dataClass());
            } catch (RuntimeException failed) {
                LOG.warn("the re-wrap of {} {} is tried again", request.tenant(), request.dataClass(), failed);
            }
        }
    }

    @Override
    public void close() {
        turns.close();
    }

    private void turn() {
        try {
            work();
        } catch (RuntimeException failed) {
            LOG.debug("requests of re-wraps cannot be read", failed);
        }
    }

    private TransitKeys transit(TenantId tenant) {
        return vaults.of(tenant).transit();
    }

    private void work(Request request) {
        String name = DataKeys.transitName(request.tenant(), request.dataClass());
        Optional<Versions> versions = transit(request.tenant()).versions(name);
        if (versions.isEmpty()) {
            // Erased since: there is nothing left to wrap.
            jobs.settle(request);
            return;
        }
        int latest = versions.get().latestVersion();
        Optional<Job> taken = take(request, latest);
        if (taken.isEmpty()) {
            return;
        }
        Job job = taken.get();
        if (job.progress().state() != State.DONE) {
            Instant rotatedAt = versions.get().createdAt().getOrDefault(latest, Instant.EPOCH);
            // Read before the keys are: what is made from then on is wrapped by the newest version.
            boolean settled = !clock.instant().isBefore(rotatedAt.plus(pace.settleFor()));
            job = keys(request, job);
            job = values(request, job);
            if (!settled) {
                note(
                        request,
                        at(job, State.SETTLING, job.position(), job.progress().done()));
                return;
            }
            transit(request.tenant()).requireVersion(name, latest);
            job = note(request, at(job, State.DONE, "", job.progress().total()));
        }
        if (job.progress().version() >= request.version()) {
            jobs.settle(request);
        }
    }

    /** The job with its lease, going on from where it was when it is about the same version; empty when it is not ours. */
    private Optional<Job> take(Request request, int version) {
        Instant now = clock.instant();
        Optional<Job> found = jobs.find(request.tenant(), request.dataClass());
        if (found.isEmpty()) {
            jobs.create(request, version, holder, now, now.plus(pace.lease()));
            return jobs.find(request.tenant(), request.dataClass())
                    .filter(job -> job.holder().equals(holder));
        }
        Job read = found.get();
        if (!read.isFree(holder, now)) {
            return Optional.empty();
        }
        RewrapProgress before = read.progress();
        boolean same = before.version() == version;
        RewrapProgress progress =
                same ? before : new RewrapProgress(version, State.RUNNING, 0, 0, now, Optional.empty());
        Job next = new Job(read.epoch() + 1, holder, now.plus(pace.lease()), same ? read.position() : "", progress);
        return jobs.take(request, read, next) ? Optional.of(next) : Optional.empty();
    }

    private Job keys(Request request, Job from) {
        List<DataKeyRows.WrappedKey> keys = rows.list(request.tenant(), request.dataClass());
        Job job = new Job(
                from.epoch(), from.holder(), from.leaseUntil(), from.position(), counted(from.progress(), keys.size()));
        String name = DataKeys.transitName(request.tenant(), request.dataClass());
        int done = 0;
        for (DataKeyRows.WrappedKey key : keys) {
            if (TransitKeys.versionOf(key.wrapped()) < job.progress().version()) {
                rewrap(new DataKeyName(request.tenant(), request.dataClass(), key.id()), name, key.wrapped());
                rest();
            }
            done++;
            if (done % NOTED_EVERY == 0 || done == keys.size()) {
                job = note(
                        request,
                        at(
                                job,
                                State.RUNNING,
                                job.position(),
                                Math.max(done, job.progress().done())));
            }
        }
        return job;
    }

    private void rewrap(DataKeyName key, String name, String wrapped) {
        String next = transit(key.tenant())
                .rewrap(name, wrapped)
                .orElseThrow(() -> new IllegalStateException("the key " + name + " went while it was re-wrapped"));
        if (!rows.replace(key, wrapped, next)) {
            throw new LeaseLostException();
        }
    }

    /** Tables in the order of their list; the position names the one that is under way, and where in it. */
    private Job values(Request request, Job from) {
        Job job = from;
        for (int index = 0; index < tables.size(); index++) {
            SealedTable table = tables.get(index);
            if (table.dataClass() != request.dataClass() || isPast(job.position(), index)) {
                continue;
            }
            String prefix = table.name() + ":";
            Optional<String> after = Optional.of(
                    job.position().startsWith(prefix) ? job.position().substring(prefix.length()) : "");
            while (after.isPresent()) {
                SealedTable.Step step = table.reseal(request.tenant(), after.get());
                after = step.next();
                RewrapProgress progress = job.progress();
                RewrapProgress more = new RewrapProgress(
                        progress.version(),
                        State.RUNNING,
                        progress.done() + step.resealed(),
                        progress.total() + step.resealed(),
                        progress.startedAt(),
                        progress.finishedAt());
                String position = prefix + after.orElse(ENDED);
                job = note(request, new Job(job.epoch(), job.holder(), job.leaseUntil(), position, more));
                rest();
            }
        }
        return job;
    }

    /** What stands behind a table's name once all of it is done; no cursor of a table is this. */
    private static final String ENDED = "\u0000";

    private boolean isPast(String position, int index) {
        for (int at = index; at < tables.size(); at++) {
            String prefix = tables.get(at).name() + ":";
            if (position.startsWith(prefix)) {
                return at > index || position.equals(prefix + ENDED);
            }
        }
        return false;
    }

    private Job note(Request request, Job job) {
        Job kept = new Job(
                job.epoch(),
                job.holder(),
                job.progress().state() == State.RUNNING ? clock.instant().plus(pace.lease()) : clock.instant(),
                job.position(),
                job.progress());
        if (!jobs.advance(request, kept)) {
            throw new LeaseLostException();
        }
        return kept;
    }

    private Job at(Job job, State state, String position, long done) {
        RewrapProgress before = job.progress();
        Optional<Instant> finishedAt = state == State.DONE ? Optional.of(clock.instant()) : Optional.empty();
        return new Job(
                job.epoch(),
                job.holder(),
                job.leaseUntil(),
                position,
                new RewrapProgress(before.version(), state, done, before.total(), before.startedAt(), finishedAt));
    }

    private static RewrapProgress counted(RewrapProgress progress, long keys) {
        return new RewrapProgress(
                progress.version(),
                State.RUNNING,
                progress.done(),
                Math.max(progress.total(), keys),
                progress.startedAt(),
                Optional.empty());
    }

    private void rest() {
        if (turns.rests(pace.pause())) {
            // Whoever comes next takes the lease when it ends.
            throw new LeaseLostException();
        }
    }
}
