package cloud.hanok.tenant.organization;

import static cloud.hanok.tenant.organization.TenantChange.CLOSE;
import static cloud.hanok.tenant.organization.TenantChange.REOPEN;
import static cloud.hanok.tenant.organization.TenantChange.RESUME;
import static cloud.hanok.tenant.organization.TenantChange.SUSPEND;
import static cloud.hanok.tenant.organization.TenantState.ACTIVE;
import static cloud.hanok.tenant.organization.TenantState.CLOSED;
import static cloud.hanok.tenant.organization.TenantState.CLOSING;
import static cloud.hanok.tenant.organization.TenantState.ERASING;
import static cloud.hanok.tenant.organization.TenantState.SUSPENDED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import cloud.hanok.tenant.problem.TenantProblem.WrongState;
import cloud.hanok.tenant.problem.TenantProblem.WrongState.Reason;
import cloud.hanok.tenant.problem.TenantProblemException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TenantChangeTest {
    @Test
    void onlyWhatIsSuspendedIsClosedAndOnlyWhatIsClosingIsReopened() {
        assertThat(refused(CLOSE, ACTIVE)).isEqualTo(Reason.NOT_SUSPENDED);
        assertThat(refused(CLOSE, SUSPENDED)).isNull();
        assertThat(refused(CLOSE, CLOSING)).as("again").isNull();
        assertThat(refused(REOPEN, ACTIVE)).isEqualTo(Reason.NOT_CLOSING);
        assertThat(refused(REOPEN, CLOSING)).isNull();
        assertThat(REOPEN.to()).isEqualTo(SUSPENDED);
        assertThat(refused(SUSPEND, CLOSING)).isEqualTo(Reason.CLOSING);
        assertThat(refused(RESUME, CLOSING)).isEqualTo(Reason.CLOSING);
    }

    @ParameterizedTest
    @EnumSource
    void nothingLeadsBackOnceTheGraceIsOver(TenantChange change) {
        assertThat(refused(change, ERASING)).isEqualTo(Reason.OVER);
        assertThat(refused(change, CLOSED)).isEqualTo(Reason.OVER);
    }

    private static @Nullable Reason refused(TenantChange change, TenantState state) {
        TenantProblemException refused =
                catchThrowableOfType(TenantProblemException.class, () -> change.require(state));
        return refused == null ? null : ((WrongState) refused.problem()).reason();
    }
}
