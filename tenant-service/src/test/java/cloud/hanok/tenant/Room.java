package cloud.hanok.tenant;

import cloud.hanok.platform.cassandra.CassandraSessions;
import cloud.hanok.platform.cassandra.CassandraSettings;
import cloud.hanok.platform.cassandra.Cql;
import cloud.hanok.platform.cassandra.FaultInjectingSession;
import cloud.hanok.platform.cassandra.Keyspaces;
import cloud.hanok.platform.cassandra.SchemaMigrations;
import cloud.hanok.platform.change.ChangeFeed;
import cloud.hanok.platform.change.ChangeFeedSettings;
import cloud.hanok.platform.change.ChangeLog;
import cloud.hanok.platform.change.FreshnessBounds;
import cloud.hanok.platform.id.Ulids;
import cloud.hanok.platform.vault.Vault;
import cloud.hanok.platform.vault.VaultSettings;
import cloud.hanok.standalone.testing.CassandraForTests;
import cloud.hanok.standalone.testing.OpenBaoForTests;
import cloud.hanok.tenant.key.ApiKeys;
import cloud.hanok.tenant.key.Peppers;
import cloud.hanok.tenant.organization.Isolation;
import cloud.hanok.tenant.organization.NewTenant;
import cloud.hanok.tenant.organization.Tenant;
import cloud.hanok.tenant.organization.TenantDirectory;
import cloud.hanok.tenant.organization.Tenants;
import cloud.hanok.tenant.project.Projects;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executor;

/** This room on real servers, as one process has it; several rooms of one keyspace are several processes. */
public final class Room implements AutoCloseable {
    private static final Duration TIMEOUT = CassandraSettings.DEFAULT_REQUEST_TIMEOUT;
    private static final Clock CLOCK = Clock.systemUTC();
    private static final SecureRandom RANDOM = new SecureRandom();

    public final CassandraSettings settings;
    public final FaultInjectingSession session;
    public final Keyspaces keyspaces;
    public final ChangeFeed feed;
    public final ChangeLog changes;
    public final Peppers peppers;
    public final Tenants tenants;
    public final Projects projects;
    public final ApiKeys keys;
    public final Ulids ulids;

    private Room(CassandraSettings settings, Clock clock) {
        this.settings = settings;
        this.session = new FaultInjectingSession(CassandraSessions.open(settings));
        this.keyspaces = new Keyspaces(new Cql(session, TIMEOUT));
        new SchemaMigrations(session, CLOCK).migrate();
        this.feed = new ChangeFeed(keyspaces, CLOCK, ChangeFeedSettings.of(TIMEOUT));
        this.ulids = new Ulids(CLOCK, RANDOM);
        this.changes = new ChangeLog(keyspaces, ulids);
        this.peppers = Peppers.open(vault(), RANDOM);
        this.tenants = new Tenants(keyspaces, changes, ulids, CLOCK);
        this.projects = new Projects(keyspaces, changes, ulids, CLOCK);
        this.keys = new ApiKeys(keyspaces, changes, peppers, ulids, RANDOM, clock);
    }

    /** One for all test classes: making a keyspace and its tables is what takes long. */
    private static final Room SHARED = open("tenant");

    /** The process that tests look at; each heals what it broke, and nobody closes it. */
    public static Room shared() {
        return SHARED;
    }

    private static Room open(String prefix) {
        CassandraForTests cassandra = CassandraForTests.get();
        String contactPoint = cassandra.contactPoint().getHostString() + ":"
                + cassandra.contactPoint().getPort();
        return new Room(
                new CassandraSettings(
                        List.of(contactPoint),
                        cassandra.localDatacenter(),
                        cassandra.programKeyspace(prefix),
                        cassandra.username(),
                        cassandra.password(),
                        TIMEOUT),
                CLOCK);
    }

    /** The tenants as this process has them in memory. */
    public TenantDirectory tenantDirectory(Clock clock, Executor reads) {
        return new TenantDirectory(tenants, feed, FreshnessBounds.shared(TenantDirectory.MAX_TENANTS), clock, reads);
    }

    /** Another process on the same keyspace. */
    public Room beside() {
        return beside(CLOCK);
    }

    /** The same, with another clock for what it does with keys. */
    public Room beside(Clock clock) {
        return new Room(settings, clock);
    }

    public static Vault vault() {
        OpenBaoForTests bao = OpenBaoForTests.get();
        return Vault.login(
                new VaultSettings(
                        bao.address().toString(), bao.roleId(), bao.secretId(), VaultSettings.DEFAULT_TIMEOUT),
                CLOCK);
    }

    /** A request for a shared tenant of a name nobody else has. */
    public static NewTenant wanted() {
        return wanted("기관 " + UUID.randomUUID());
    }

    public static NewTenant wanted(String name) {
        return new NewTenant(name, Isolation.SHARED, Set.of("KR"), 1_000_000);
    }

    public Tenant newTenant() {
        return tenants.create(wanted(), null);
    }

    @Override
    public void close() {
        feed.close();
        session.close();
    }
}
