package cloud.hanok.platform.answer;

import cloud.hanok.platform.cassandra.StoreUnavailableException;
import cloud.hanok.platform.id.RequestId;
import cloud.hanok.platform.id.TenantId;
import java.time.Clock;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Claims and answers in memory, for tests of what is not about their store. */
public final class MemoryAnswers implements Answers {
    private final AnswerSettings settings;
    private final Clock clock;
    private final Map<String, Entry> entries = new HashMap<>();
    private boolean away;

    /** @param answer null and {@code done}: it was not kept */
    private record Entry(
            Claim claim,
            long untilMillis,
            boolean done,
            @Nullable KeptAnswer answer) {}

    public MemoryAnswers(AnswerSettings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
    }

    /** Answers nothing from now on, or does again. */
    public synchronized void away(boolean now) {
        away = now;
    }

    @Override
    public AnswerSettings settings() {
        return settings;
    }

    @Override
    public synchronized Claimed claim(KeyedRequest request, RequestId by) {
        String name = request.owner() + " " + request.key();
        String fingerprint = request.route() + " " + Arrays.hashCode(request.body());
        var claim = new Claim(request.tenant(), named(name), fingerprint, by);
        Entry entry = find(claim);
        if (entry == null || (!entry.done && entry.untilMillis < clock.millis() && same(entry, claim))) {
            put(claim, settings.lease().toMillis(), false, null);
            return new Claimed.Mine(claim);
        }
        RequestId first = entry.claim.by();
        if (!same(entry, claim)) {
            return new Claimed.Reused();
        }
        if (!entry.done) {
            return new Claimed.Running(first);
        }
        return entry.answer == null ? new Claimed.NotKept(first) : new Claimed.Answered(first, entry.answer);
    }

    @Override
    public synchronized boolean renew(Claim claim) {
        return isHeld(claim) && put(claim, settings.lease().toMillis(), false, null);
    }

    @Override
    public synchronized boolean keep(Claim claim, KeptAnswer answer) {
        return isHeld(claim) && put(claim, settings.remembered().toMillis(), true, answer);
    }

    @Override
    public synchronized boolean keepNothing(Claim claim) {
        return isHeld(claim) && put(claim, settings.remembered().toMillis(), true, null);
    }

    @Override
    public synchronized void release(Claim claim) {
        if (isHeld(claim)) {
            entries.remove(key(claim.tenant(), claim.name()));
        }
    }

    @Override
    public synchronized boolean conclude(TenantId tenant, String name, RequestId by) {
        var claim = new Claim(tenant, name, "", by);
        Entry entry = find(claim);
        release(claim);
        return entry != null && entry.done && entry.claim.by().equals(by);
    }

    private boolean isHeld(Claim claim) {
        Entry entry = find(claim);
        return entry != null && !entry.done && entry.claim.by().equals(claim.by());
    }

    private @Nullable Entry find(Claim claim) {
        if (away) {
            throw new StoreUnavailableException("away", new IllegalStateException());
        }
        Entry entry = entries.get(key(claim.tenant(), claim.name()));
        return entry != null && entry.done && entry.untilMillis < clock.millis() ? null : entry;
    }

    private boolean put(Claim claim, long forMillis, boolean done, @Nullable KeptAnswer answer) {
        entries.put(key(claim.tenant(), claim.name()), new Entry(claim, clock.millis() + forMillis, done, answer));
        return true;
    }

    private static boolean same(Entry entry, Claim claim) {
        return entry.claim.fingerprint().equals(claim.fingerprint());
    }

    private static String key(TenantId tenant, String name) {
        return tenant.text() + " " + name;
    }

    /** Of the right length. */
    private static String named(String name) {
        String hash = "%08x".formatted(name.hashCode());
        return hash.repeat(Claim.NAME_DIGITS / hash.length());
    }
}
