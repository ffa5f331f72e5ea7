package cloud.hanok.api.provisioning;

import cloud.hanok.compliance.receipt.TransparencyLogs;
import cloud.hanok.platform.envelope.EncryptionKeys;
import cloud.hanok.platform.home.HomeSteps;
import cloud.hanok.platform.saga.SagaDefinition;
import cloud.hanok.platform.saga.SagaStep;
import cloud.hanok.tenant.organization.Isolation;
import cloud.hanok.tenant.organization.TenantSteps;
import jakarta.inject.Singleton;
import java.util.List;

/**
 * The order in which the rooms make, repair, suspend, resume, close and erase a tenant. What refuses comes first, so that little is taken back; what
 * lets people in comes last.
 */
@Singleton
public final class TenantSagas {
    private final SagaDefinition provision;
    private final SagaDefinition provisionDedicated;
    private final SagaDefinition repair;
    private final SagaDefinition move;
    private final SagaDefinition erase;
    private final SagaDefinition eraseDedicated;

    public TenantSagas(
            TenantSteps tenants, HomeSteps homes, TransparencyLogs logs, EncryptionKeys keys, TenantErasure erasure) {
        this.provision = new SagaDefinition(
                "tenant.provision",
                1,
                List.of(
                        tenants.record(TenantSagaInput::tenant, TenantSagaInput::wanted),
                        encryptionKeys(keys),
                        logs.step(TenantSagaInput::tenant),
                        tenants.organization(
                                TenantSagaInput::tenant,
                                context -> TenantSagaInput.wanted(context).name())));
        this.provisionDedicated = new SagaDefinition(
                "tenant.provision_dedicated",
                1,
                List.of(
                        homes.home(TenantSagaInput::home),
                        tenants.record(TenantSagaInput::tenant, TenantSagaInput::wanted),
                        homes.namespace(TenantSagaInput::home),
                        homes.keyspace(TenantSagaInput::home),
                        homes.tables(TenantSagaInput::home),
                        encryptionKeys(keys),
                        logs.step(TenantSagaInput::tenant),
                        tenants.realm(
                                TenantSagaInput::tenant,
                                context -> TenantSagaInput.wanted(context).name()),
                        tenants.organization(
                                TenantSagaInput::tenant,
                                context -> TenantSagaInput.wanted(context).name())));
        this.repair = SagaDefinition.forwardOnly(
                "tenant.repair",
                1,
                List.of(
                        encryptionKeys(keys),
                        logs.step(TenantSagaInput::tenant),
                        tenants.organization(
                                TenantSagaInput::tenant,
                                context -> TenantSagaInput.wanted(context).name()),
                        tenants.signIn(TenantSagaInput::tenant)));
        this.move = SagaDefinition.forwardOnly(
                "tenant.move",
                1,
                List.of(
                        tenants.move(TenantSagaInput::move),
                        tenants.announcement(
                                context -> TenantSagaInput.move(context).tenant()),
                        tenants.signIn(context -> TenantSagaInput.move(context).tenant())));
        this.erase = SagaDefinition.forwardOnly("tenant.erase", 1, erasure.steps(Isolation.SHARED));
        this.eraseDedicated =
                SagaDefinition.forwardOnly("tenant.erase_dedicated", 1, erasure.steps(Isolation.DEDICATED));
    }

    /** Makes a tenant. */
    public SagaDefinition provision(Isolation isolation) {
        return switch (isolation) {
            case SHARED -> provision;
            case DEDICATED -> provisionDedicated;
        };
    }

    /** Gives a tenant of an earlier release what tenants have now. */
    public SagaDefinition repair() {
        return repair;
    }

    /** Suspends, resumes, closes or reopens one. */
    public SagaDefinition move() {
        return move;
    }

    /** Destroys one whose grace is over. */
    public SagaDefinition erase(Isolation isolation) {
        return switch (isolation) {
            case SHARED -> erase;
            case DEDICATED -> eraseDedicated;
        };
    }

    /** All of them. */
    public List<SagaDefinition> all() {
        return List.of(provision, provisionDedicated, repair, move, erase, eraseDedicated);
    }

    private static SagaStep encryptionKeys(EncryptionKeys keys) {
        return SagaStep.of(
                "encryption_keys",
                context -> keys.ensure(TenantSagaInput.tenant(context)),
                context -> keys.withdraw(TenantSagaInput.tenant(context)));
    }
}
