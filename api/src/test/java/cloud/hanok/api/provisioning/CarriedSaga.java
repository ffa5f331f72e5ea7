package cloud.hanok.api.provisioning;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.hanok.platform.cassandra.Keyspaces;
import cloud.hanok.platform.id.SagaId;
import cloud.hanok.platform.id.TenantId;
import cloud.hanok.platform.id.Ulids;
import cloud.hanok.platform.saga.FaultInjectingSaga.ProcessDied;
import cloud.hanok.platform.saga.SagaDefinition;
import cloud.hanok.platform.saga.SagaRefusedException;
import cloud.hanok.platform.saga.SagaSettings;
import cloud.hanok.platform.saga.SagaState;
import cloud.hanok.platform.saga.Sagas;
import cloud.hanok.tenant.organization.NewTenant;
import io.micronaut.context.ApplicationContext;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/**
 * Carries a saga that is broken to its end, in one process after the other as they die. The saga has another name than the program's, or
 * the program itself would carry on what a dead process left.
 */
record CarriedSaga(ApplicationContext program, Duration lease, Duration patience) {
    /** The making of a tenant. */
    SagaState run(TenantId tenant, NewTenant wanted, SagaDefinition broken) {
        return run(tenant, TenantSagaInput.of(tenant, wanted), broken);
    }

    /** @param tenant whose id the saga's is */
    SagaState run(TenantId tenant, String input, SagaDefinition broken) {
        return run(new SagaId(tenant.ulid()), input, broken);
    }

    /** Another saga of a tenant that has one. */
    SagaState again(String input, SagaDefinition broken) {
        return run(new SagaId(program.getBean(Ulids.class).next()), input, broken);
    }

    private SagaState run(SagaId id, String input, SagaDefinition broken) {
        SagaDefinition definition =
                new SagaDefinition(broken.name() + ".broken", broken.version(), broken.steps(), broken.unwinds());
        SagaSettings quick =
                new SagaSettings(lease, Duration.ofMillis(50), Duration.ofMillis(5), Duration.ofMillis(50), 20, 20);
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            assertThat(System.nanoTime()).as("carried to an end").isLessThan(deadline);
            Sagas process = new Sagas(
                    program.getBean(Keyspaces.class),
                    Clock.systemUTC(),
                    program.getBean(Ulids.class),
                    quick,
                    List.of(definition));
            try {
                return process.run(id, definition, input, patience).state();
            } catch (SagaRefusedException refused) {
                SagaState state = process.find(id).orElseThrow().state();
                if (state.isFinal()) {
                    return state;
                }
            } catch (ProcessDied died) {
                // The next process waits for the lease to end.
                assertThat(process.find(id)).isPresent();
            }
        }
    }
}
