package cloud.hanok.api.rooms;

import cloud.hanok.platform.cassandra.Keyspaces;
import cloud.hanok.platform.change.ChangeFeed;
import cloud.hanok.platform.change.ChangeLog;
import cloud.hanok.platform.change.FreshnessBounds;
import cloud.hanok.platform.id.Ulids;
import cloud.hanok.platform.lease.Leases;
import cloud.hanok.platform.roster.GatewayRoster;
import cloud.hanok.platform.vault.Vault;
import cloud.hanok.tenant.key.ApiKeys;
import cloud.hanok.tenant.key.KeyDirectory;
import cloud.hanok.tenant.key.Peppers;
import cloud.hanok.tenant.limit.LimitDirectory;
import cloud.hanok.tenant.limit.LimitSettings;
import cloud.hanok.tenant.limit.RateLimits;
import cloud.hanok.tenant.organization.Tenants;
import cloud.hanok.tenant.project.Projects;
import io.micronaut.context.annotation.Factory;
import io.micronaut.scheduling.TaskExecutors;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.concurrent.ExecutorService;

/** Who. */
@Factory
final class TenantFactory {
    @Singleton
    Tenants tenants(Keyspaces keyspaces, ChangeLog changes, Ulids ulids, Clock clock) {
        return new Tenants(keyspaces, changes, ulids, clock);
    }

    @Singleton
    Projects projects(Keyspaces keyspaces, ChangeLog changes, Ulids ulids) {
        return new Projects(keyspaces, changes, ulids);
    }

    @Singleton
    Peppers peppers(Vault vault, SecureRandom random) {
        return Peppers.open(vault, random);
    }

    @Singleton
    ApiKeys apiKeys(
            Keyspaces keyspaces, ChangeLog changes, Peppers peppers, Ulids ulids, SecureRandom random, Clock clock) {
        return new ApiKeys(keyspaces, changes, peppers, ulids, random, clock);
    }

    @Singleton
    LimitSettings limitSettings(Keyspaces keyspaces, ChangeLog changes, Clock clock) {
        return new LimitSettings(keyspaces, changes, clock);
    }

    @Singleton
    LimitDirectory limitDirectory(
            LimitSettings settings,
            ChangeFeed feed,
            Clock clock,
            @Named(TaskExecutors.BLOCKING) ExecutorService reads) {
        return new LimitDirectory(settings, feed, clock, reads);
    }

    @Singleton
    RateLimits rateLimits(Leases leases, GatewayRoster roster, Clock clock) {
        return new RateLimits(leases, roster, clock);
    }

    @Singleton
    KeyDirectory keyDirectory(
            ApiKeys keys,
            Tenants tenants,
            Peppers peppers,
            ChangeFeed feed,
            Clock clock,
            @Named(TaskExecutors.BLOCKING) ExecutorService reads) {
        FreshnessBounds bounds = FreshnessBounds.shared(KeyDirectory.MAX_KEYS);
        return new KeyDirectory(keys, tenants, peppers, feed, bounds, clock, reads);
    }
}
