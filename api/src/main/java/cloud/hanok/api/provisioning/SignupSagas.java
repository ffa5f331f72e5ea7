package cloud.hanok.api.provisioning;

import cloud.hanok.platform.saga.SagaDefinition;
import cloud.hanok.platform.saga.SagaStep;
import cloud.hanok.tenant.organization.Isolation;
import cloud.hanok.tenant.signup.SignupSteps;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;

/**
 * The order in which a company comes to be a tenant: what refuses, the tenant as the operator's are made, then who owns it and what
 * it begins with. When the steps of a tenant's making change, this definition's version is raised with theirs.
 */
@Singleton
public final class SignupSagas {
    private final SagaDefinition signUp;

    public SignupSagas(TenantSagas tenants, SignupSteps signups) {
        List<SagaStep> steps = new ArrayList<>(signups.before(SignupSagaInput::wanted));
        steps.addAll(tenants.provision(Isolation.SHARED).steps());
        steps.addAll(signups.after(SignupSagaInput::wanted));
        this.signUp = new SagaDefinition("tenant.sign_up", 1, steps);
    }

    /** Signs a company up. */
    public SagaDefinition signUp() {
        return signUp;
    }
}
