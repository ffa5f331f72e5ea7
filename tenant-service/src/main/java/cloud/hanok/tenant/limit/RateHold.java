package cloud.hanok.tenant.limit;

import cloud.hanok.platform.lease.Lease;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a request took from the limits it comes under. It ends once; any thread may end it. */
public final class RateHold implements RateDecision {
    /** Of a request that comes under none. */
    public static final RateHold NONE = new RateHold(List.of(), 0);

    private final List<Part> parts;
    private final long atMillis;
    private boolean ended;

    /**
     * What was taken from one limit.
     *
     * @param endsMillis when its window ends; 0 where there is none
     */
    record Part(Limit limit, Lease lease, long amount, long endsMillis) {}

    /**
     * How a limit stands.
     *
     * @param limit which
     * @param remaining what is left of it, as far as it is known here
     * @param resetMillis until it is whole again
     */
    public record Standing(Limit limit, long remaining, long resetMillis) {}

    RateHold(List<Part> parts, long atMillis) {
        this.parts = List.copyOf(parts);
        this.atMillis = atMillis;
    }

    /** Whether there is no limit. */
    public boolean isEmpty() {
        return parts.isEmpty();
    }

    /**
     * The tightest limit of requests, or of tokens: that of which the smallest part is left; null when there is none.
     *
     * @param nowMillis epoch
     */
    public @Nullable Standing tightest(boolean tokens, long nowMillis) {
        Standing tightest = null;
        for (Part part : parts) {
            Limit limit = part.limit();
            if (limit.kind().windowMillis() == 0 || limit.kind().tokens() != tokens) {
                continue;
            }
            long left = Math.min(limit.amount(), part.lease().left());
            if (tightest == null
                    || (double) left * tightest.limit().amount() < (double) tightest.remaining() * limit.amount()) {
                tightest = new Standing(limit, left, Math.max(0, part.endsMillis() - nowMillis));
            }
        }
        return tightest;
    }

    /**
     * The request has ended.
     *
     * @param ran whether an engine was called: if not, it counts nowhere
     * @param tokens it used
     */
    public void end(boolean ran, long tokens) {
        if (parts.isEmpty() || !first()) {
            return;
        }
        for (Part part : parts) {
            LimitKind kind = part.limit().kind();
            if (!ran || kind == LimitKind.CONCURRENT_REQUESTS) {
                part.lease().giveBack(part.amount());
            } else if (kind.tokens()) {
                part.lease().giveBack(part.amount() - tokens);
            }
        }
    }

    /** The moment it belongs to, epoch. */
    public long atMillis() {
        return atMillis;
    }

    private synchronized boolean first() {
        boolean is = !ended;
        ended = true;
        return is;
    }
}
