package cloud.hanok.api.rooms;

import cloud.hanok.api.config.DedicatedConfiguration;
import cloud.hanok.api.config.InstallationConfiguration;
import cloud.hanok.api.config.KeycloakConfiguration;
import cloud.hanok.api.config.KeysConfiguration;
import cloud.hanok.api.config.MailConfiguration;
import cloud.hanok.api.error.ApiError;
import cloud.hanok.api.error.ApiException;
import cloud.hanok.api.error.ErrorCode;
import cloud.hanok.api.security.AccessTokens;
import cloud.hanok.platform.cassandra.Keyspaces;
import cloud.hanok.platform.change.ChangeFeed;
import cloud.hanok.platform.change.ChangeLog;
import cloud.hanok.platform.change.FreshnessBounds;
import cloud.hanok.platform.change.Lookup;
import cloud.hanok.platform.envelope.Envelopes;
import cloud.hanok.platform.home.HomeSecrets;
import cloud.hanok.platform.home.Homes;
import cloud.hanok.platform.home.TenantVaults;
import cloud.hanok.platform.id.Ulids;
import cloud.hanok.platform.lease.Leases;
import cloud.hanok.platform.roster.GatewayRoster;
import cloud.hanok.platform.vault.Vault;
import cloud.hanok.tenant.account.ServiceAccounts;
import cloud.hanok.tenant.identity.Identities;
import cloud.hanok.tenant.identity.IdentityRealms;
import cloud.hanok.tenant.identity.IdentitySettings;
import cloud.hanok.tenant.identity.RealmAdministration;
import cloud.hanok.tenant.identity.SignInClient;
import cloud.hanok.tenant.key.ApiKeys;
import cloud.hanok.tenant.key.GuessLimits;
import cloud.hanok.tenant.key.KeyDirectory;
import cloud.hanok.tenant.key.KeyUpkeep;
import cloud.hanok.tenant.key.PepperRotation;
import cloud.hanok.tenant.key.Peppers;
import cloud.hanok.tenant.limit.LimitDirectory;
import cloud.hanok.tenant.limit.LimitSettings;
import cloud.hanok.tenant.limit.RateLimits;
import cloud.hanok.tenant.member.Invitations;
import cloud.hanok.tenant.member.MemberDirectory;
import cloud.hanok.tenant.member.Members;
import cloud.hanok.tenant.member.PersonSeal;
import cloud.hanok.tenant.operator.OperatorDirectory;
import cloud.hanok.tenant.operator.Operators;
import cloud.hanok.tenant.organization.Isolation;
import cloud.hanok.tenant.organization.Tenant;
import cloud.hanok.tenant.organization.TenantDirectory;
import cloud.hanok.tenant.organization.TenantStates;
import cloud.hanok.tenant.organization.TenantSteps;
import cloud.hanok.tenant.organization.Tenants;
import cloud.hanok.tenant.project.ProjectDirectory;
import cloud.hanok.tenant.project.Projects;
import cloud.hanok.tenant.session.ConsoleSessions;
import cloud.hanok.tenant.signup.BusinessRegistry;
import cloud.hanok.tenant.signup.SignupCodes;
import cloud.hanok.tenant.signup.SignupSteps;
import cloud.hanok.tenant.signup.Signups;
import io.micronaut.context.BeanProvider;
import io.micronaut.context.annotation.Bean;
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
    Projects projects(Keyspaces keyspaces, ChangeLog changes, Ulids ulids, Clock clock) {
        return new Projects(keyspaces, changes, ulids, clock);
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
    ServiceAccounts serviceAccounts(Keyspaces keyspaces, ApiKeys keys, Ulids ulids, Clock clock) {
        return new ServiceAccounts(keyspaces, keys, ulids, clock);
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
    GuessLimits guessLimits(KeysConfiguration configuration, SecureRandom random) {
        return new GuessLimits(configuration.failuresPerMinute(), random);
    }

    @Singleton
    ProjectDirectory projectDirectory(
            Projects projects, ChangeFeed feed, Clock clock, @Named(TaskExecutors.BLOCKING) ExecutorService reads) {
        FreshnessBounds bounds = FreshnessBounds.shared(ProjectDirectory.MAX_PROJECTS);
        return new ProjectDirectory(projects, feed, bounds, clock, reads);
    }

    @Singleton
    KeyDirectory keyDirectory(
            ApiKeys keys,
            TenantDirectory tenants,
            Peppers peppers,
            ChangeFeed feed,
            GuessLimits guesses,
            Clock clock,
            @Named(TaskExecutors.BLOCKING) ExecutorService reads) {
        FreshnessBounds bounds = FreshnessBounds.shared(KeyDirectory.MAX_KEYS);
        return new KeyDirectory(keys, tenants, peppers, feed, bounds, guesses, clock, reads);
    }

    @Singleton
    KeyUpkeep keyUpkeep(ApiKeys keys, Peppers peppers) {
        return new KeyUpkeep(keys, peppers, KeyUpkeep.PERIOD);
    }

    @Singleton
    PepperRotation pepperRotation(Peppers peppers, ApiKeys keys, Tenants tenants, SecureRandom random, Clock clock) {
        return new PepperRotation(peppers, keys, tenants, random, clock);
    }

    @Singleton
    TenantDirectory tenantDirectory(
            Tenants tenants, ChangeFeed feed, Clock clock, @Named(TaskExecutors.BLOCKING) ExecutorService reads) {
        FreshnessBounds bounds = FreshnessBounds.shared(TenantDirectory.MAX_TENANTS);
        return new TenantDirectory(tenants, feed, bounds, clock, reads);
    }

    @Singleton
    TenantStates tenantStates(Keyspaces keyspaces, Clock clock) {
        return new TenantStates(keyspaces, clock);
    }

    @Singleton
    @Bean(preDestroy = "close")
    IdentityRealms identityRealms(KeycloakConfiguration keycloak, Homes homes, Clock clock) {
        IdentitySettings shared = keycloak.identity();
        return new IdentityRealms(
                shared,
                tenant -> homes.tenants()
                        .find(tenant)
                        .map(home -> shared.of(
                                IdentityRealms.realmOf(tenant),
                                HomeSecrets.read(homes.vaults().of(tenant)).identityClientSecret())),
                clock);
    }

    @Singleton
    Identities identities(IdentityRealms realms) {
        return new Identities(realms);
    }

    @Singleton
    RealmAdministration realmAdministration(
            KeycloakConfiguration keycloak,
            DedicatedConfiguration dedicated,
            InstallationConfiguration installation,
            MailConfiguration mail,
            IdentityRealms realms,
            Clock clock) {
        return new RealmAdministration(
                () -> dedicated.identity(keycloak), keycloak.template(installation, mail), realms, clock);
    }

    @Singleton
    AccessTokens accessTokens(KeycloakConfiguration keycloak, BeanProvider<TenantDirectory> tenants, Clock clock) {
        return new AccessTokens(
                keycloak, tenant -> isDedicated(tenants.get().of(tenant).settled()), clock);
    }

    private static boolean isDedicated(Lookup<Tenant> lookup) {
        return switch (lookup) {
            case Lookup.Found<Tenant>(var tenant) -> tenant.isolation() == Isolation.DEDICATED;
            case Lookup.Absent<Tenant> _ -> false;
            case Lookup.Stale<Tenant> _, Lookup.Pending<Tenant> _ ->
                throw new ApiException(ApiError.of(ErrorCode.STORE_UNAVAILABLE));
        };
    }

    @Singleton
    TenantSteps tenantSteps(
            Tenants tenants,
            TenantStates states,
            Identities identities,
            RealmAdministration realms,
            TenantVaults vaults,
            ChangeLog changes) {
        return new TenantSteps(tenants, states, identities, realms, vaults, changes);
    }

    @Singleton
    Signups signups(Keyspaces keyspaces, Envelopes envelopes) {
        return new Signups(keyspaces, envelopes);
    }

    @Singleton
    SignupCodes signupCodes(Keyspaces keyspaces, Ulids ulids, SecureRandom random, Clock clock) {
        return new SignupCodes(keyspaces, ulids, random, clock);
    }

    /** The slot of the tax service: whoever has a way to ask it puts that here. */
    @Singleton
    BusinessRegistry businessRegistry() {
        return BusinessRegistry.none();
    }

    @Singleton
    SignupSteps signupSteps(
            Keyspaces keyspaces,
            Signups signups,
            SignupCodes codes,
            BusinessRegistry registry,
            Members members,
            Projects projects,
            Identities identities,
            Clock clock) {
        return new SignupSteps(keyspaces, signups, codes, registry, members, projects, identities, clock);
    }

    @Singleton
    PersonSeal personSeal(Envelopes envelopes) {
        return new PersonSeal(envelopes);
    }

    @Singleton
    Members members(Keyspaces keyspaces, ChangeLog changes, PersonSeal seal, Ulids ulids, Clock clock) {
        return new Members(keyspaces, changes, seal, ulids, clock);
    }

    @Singleton
    MemberDirectory memberDirectory(
            Members members, ChangeFeed feed, Clock clock, @Named(TaskExecutors.BLOCKING) ExecutorService reads) {
        FreshnessBounds bounds = FreshnessBounds.shared(MemberDirectory.MAX_TENANTS);
        return new MemberDirectory(members, feed, bounds, clock, reads);
    }

    @Singleton
    Operators operators(Keyspaces keyspaces, ChangeLog changes, Clock clock) {
        return new Operators(keyspaces, changes, clock);
    }

    @Singleton
    OperatorDirectory operatorDirectory(
            Operators operators, ChangeFeed feed, Clock clock, @Named(TaskExecutors.BLOCKING) ExecutorService reads) {
        return new OperatorDirectory(operators, feed, FreshnessBounds.shared(1), clock, reads);
    }

    @Singleton
    ConsoleSessions consoleSessions(Keyspaces keyspaces, Envelopes envelopes, Clock clock) {
        return new ConsoleSessions(keyspaces, envelopes, clock);
    }

    @Singleton
    @Bean(preDestroy = "close")
    SignInClient signInClient(KeycloakConfiguration keycloak) {
        return new SignInClient(keycloak.timeout());
    }

    @Singleton
    Invitations invitations(Keyspaces keyspaces, PersonSeal seal, Ulids ulids, SecureRandom random, Clock clock) {
        return new Invitations(keyspaces, seal, ulids, random, clock);
    }
}
