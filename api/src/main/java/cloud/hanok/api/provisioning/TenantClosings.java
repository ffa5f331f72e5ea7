package cloud.hanok.api.provisioning;

import cloud.hanok.platform.turn.Turns;
import cloud.hanok.tenant.organization.TenantStates;
import cloud.hanok.tenant.organization.TenantStates.Due;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks for tenants whose grace is over, and begins to erase them. Every process looks; that one erases is decided by the tenant's state. */
@Singleton
public final class TenantClosings implements AutoCloseable {
    /** Between two looks: by so much later than promised a tenant is erased. */
    private static final Duration PERIOD = Duration.ofSeconds(30);

    /** At one look. */
    private static final int MOST = 100;

    /** An entry that is not a closing yet is what a crash between two writes left; after this long its writer cannot come back. */
    private static final Duration ABANDONED_AFTER = Duration.ofMinutes(10);

    private static final Logger LOG = LoggerFactory.getLogger(TenantClosings.class);

    private final TenantProvisioning provisioning;
    private final TenantStates states;
    private final Clock clock;
    private final Turns turns = new Turns("tenant-closings", PERIOD, this::turn);

    public TenantClosings(TenantProvisioning provisioning, TenantStates states, Clock clock) {
        this.provisioning = provisioning;
        this.states = states;
        this.clock = clock;
    }

    /** Works from now on, on a thread of its own. */
    public void start() {
        turns.start();
    }

    /** One look. Blocks, never throws. */
    public void turn() {
        try {
            states.due(clock.instant(), MOST).forEach(this::look);
        } catch (RuntimeException later) {
            LOG.warn("closings whose grace is over wait for the next look: {}", later.getMessage());
        }
    }

    private void look(Due due) {
        try {
            boolean begun = provisioning.erase(due.tenant());
            if (!begun && due.endsAt().plus(ABANDONED_AFTER).isBefore(clock.instant())) {
                states.forget(due);
            }
        } catch (RuntimeException later) {
            LOG.warn("{} is erased later: {}", due.tenant(), later.getMessage());
        }
    }

    @Override
    public void close() {
        turns.close();
    }
}
