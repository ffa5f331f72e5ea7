package cloud.hanok.tenant.organization;

import cloud.hanok.tenant.problem.TenantProblem;
import cloud.hanok.tenant.problem.TenantProblem.WrongState.Reason;
import cloud.hanok.tenant.problem.TenantProblemException;

/** What an operator does to a tenant's state. Each leads from one state to another, and may be repeated. */
public enum TenantChange {
    SUSPEND(TenantState.ACTIVE, TenantState.SUSPENDED),
    RESUME(TenantState.SUSPENDED, TenantState.ACTIVE),
    /** Only what is suspended: nobody closes by one mistake what is in use. */
    CLOSE(TenantState.SUSPENDED, TenantState.CLOSING),
    /** Takes the closing back. */
    REOPEN(TenantState.CLOSING, TenantState.SUSPENDED);

    private final TenantState from;
    private final TenantState to;

    TenantChange(TenantState from, TenantState to) {
        this.from = from;
        this.to = to;
    }

    /** The state it leads to. */
    public TenantState to() {
        return to;
    }

    /**
     * Checks that a tenant can be changed so, or was.
     *
     * @param state the tenant's
     * @throws TenantProblemException when it is in a state that this does not lead from: says what to do first
     */
    public void require(TenantState state) {
        if (state != from && state != to) {
            throw new TenantProblemException(new TenantProblem.WrongState(reason(state)));
        }
    }

    /**
     * Checks that a tenant may still be given something.
     *
     * @throws TenantProblemException when it is closed, or being erased
     */
    public static void requireOpen(TenantState state) {
        if (state.isOver()) {
            throw new TenantProblemException(new TenantProblem.WrongState(Reason.OVER));
        }
    }

    private Reason reason(TenantState state) {
        if (state.isOver()) {
            return Reason.OVER;
        }
        return switch (this) {
            case SUSPEND, RESUME -> Reason.CLOSING;
            case CLOSE -> Reason.NOT_SUSPENDED;
            case REOPEN -> Reason.NOT_CLOSING;
        };
    }
}
