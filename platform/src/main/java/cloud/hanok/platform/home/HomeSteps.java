package cloud.hanok.platform.home;

import cloud.hanok.platform.cassandra.KeyspaceAdministration;
import cloud.hanok.platform.cassandra.RecordsMove;
import cloud.hanok.platform.id.TenantId;
import cloud.hanok.platform.saga.SagaContext;
import cloud.hanok.platform.saga.SagaStep;
import cloud.hanok.platform.vault.NamespaceAdministration;
import java.security.SecureRandom;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What makes a dedicated tenant's home, in this order: its record, its namespace, its keyspace, its tables. The first comes before anything
 * else of the tenant, and is undone after everything else.
 */
public final class HomeSteps {
    private final Homes homes;
    private final Function<@Nullable String, KeyspaceAdministration> keyspaces;
    private final NamespaceAdministration namespaces;
    private final SecureRandom random;

    /**
     * What a home shall be.
     *
     * @param cluster of Cassandra that it shall be on, as the operator named it; null for the platform's own
     */
    public record Plan(TenantId tenant, @Nullable String cluster) {}

    /** @param keyspaces who makes keyspaces on a cluster */
    public HomeSteps(
            Homes homes,
            Function<@Nullable String, KeyspaceAdministration> keyspaces,
            NamespaceAdministration namespaces,
            SecureRandom random) {
        this.homes = homes;
        this.keyspaces = keyspaces;
        this.namespaces = namespaces;
        this.random = random;
    }

    /** From here on nothing of the tenant is looked for, or put, where others share. */
    public SagaStep home(Function<SagaContext, Plan> plan) {
        return SagaStep.of(
                "home",
                context -> homes.tenants().record(planned(plan, context)),
                context -> homes.tenants().forget(plan.apply(context).tenant()));
    }

    /** Its namespace in OpenBao, our way into it, and the passwords of its other parts. */
    public SagaStep namespace(Function<SagaContext, Plan> plan) {
        return SagaStep.of(
                "namespace",
                context -> {
                    TenantHome home = planned(plan, context);
                    namespaces.create(home.namespace());
                    homes.vaults().keepEntrance(home, () -> namespaces.newEntrance(home.namespace()));
                    HomeSecrets.ensure(homes.vaults().of(home.tenant()), random);
                },
                context -> {
                    TenantHome home = planned(plan, context);
                    homes.leave(home.tenant());
                    homes.vaults().dropEntrance(home);
                    namespaces.delete(home.namespace());
                });
    }

    /** Its keyspace, and the role that alone may enter it. */
    public SagaStep keyspace(Function<SagaContext, Plan> plan) {
        return SagaStep.of(
                "keyspace",
                context -> {
                    TenantHome home = planned(plan, context);
                    HomeSecrets secrets = HomeSecrets.read(homes.vaults().of(home.tenant()));
                    keyspaces.apply(home.cluster()).create(home.keyspace(), home.role(), secrets.cassandraPassword());
                },
                context -> {
                    TenantHome home = planned(plan, context);
                    homes.leave(home.tenant());
                    keyspaces.apply(home.cluster()).drop(home.keyspace(), home.role());
                });
    }

    /** Its tables. They go with the keyspace. */
    public SagaStep tables(Function<SagaContext, Plan> plan) {
        return SagaStep.of("tables", context -> homes.open(planned(plan, context)), context -> {});
    }

    /**
     * Brings what outlives the home to where others share, before the keyspace goes.
     *
     * @param tables that outlive it
     * @param each is called before each part; what it throws ends the step, which goes on from there
     */
    public void keepRecords(Plan plan, List<String> tables, Runnable each) {
        TenantHome home = homes.planned(plan.tenant(), plan.cluster());
        RecordsMove.move(homes.open(home), homes.keyspaces().platform(), tables, each);
    }

    private TenantHome planned(Function<SagaContext, Plan> plan, SagaContext context) {
        Plan wanted = plan.apply(context);
        return homes.planned(wanted.tenant(), wanted.cluster());
    }
}
