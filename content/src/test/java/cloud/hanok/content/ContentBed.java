package cloud.hanok.content;

import cloud.hanok.platform.cassandra.CassandraSessions;
import cloud.hanok.platform.cassandra.CassandraSettings;
import cloud.hanok.platform.cassandra.Cql;
import cloud.hanok.platform.cassandra.CqlStatement;
import cloud.hanok.platform.cassandra.FaultInjectingSession;
import cloud.hanok.platform.cassandra.Keyspaces;
import cloud.hanok.platform.cassandra.SchemaMigrations;
import cloud.hanok.platform.change.ChangeFeed;
import cloud.hanok.platform.change.ChangeFeedSettings;
import cloud.hanok.platform.envelope.Envelopes;
import cloud.hanok.platform.home.TenantVaults;
import cloud.hanok.platform.id.ProjectId;
import cloud.hanok.platform.id.TenantId;
import cloud.hanok.platform.id.Ulids;
import cloud.hanok.platform.vault.Vault;
import cloud.hanok.platform.vault.VaultSettings;
import cloud.hanok.standalone.testing.CassandraForTests;
import cloud.hanok.standalone.testing.OpenBaoForTests;
import com.datastax.oss.driver.api.core.CqlSession;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** A tenant's rows on a real Cassandra, which can fail, sealed with keys of a real OpenBao. */
public final class ContentBed implements AutoCloseable {
    public final FaultInjectingSession session;
    public final Keyspaces keyspaces;
    public final Envelopes envelopes;
    public final Ulids ulids;
    public final TenantId tenant;
    public final ProjectId project;
    private final CqlSession real;

    public ContentBed(String name) {
        Clock clock = Clock.systemUTC();
        CassandraForTests cassandra = CassandraForTests.get();
        real = CassandraSessions.open(new CassandraSettings(
                List.of(cassandra.contactPoint().getHostString() + ":"
                        + cassandra.contactPoint().getPort()),
                cassandra.localDatacenter(),
                cassandra.programKeyspace(name),
                cassandra.username(),
                cassandra.password(),
                CassandraSettings.DEFAULT_REQUEST_TIMEOUT));
        new SchemaMigrations(real, clock).migrate();
        session = new FaultInjectingSession(real);
        keyspaces = new Keyspaces(new Cql(session, CassandraSettings.DEFAULT_REQUEST_TIMEOUT));
        OpenBaoForTests bao = OpenBaoForTests.get();
        TenantVaults vaults = TenantVaults.shared(Vault.login(
                new VaultSettings(bao.address().toString(), bao.roleId(), bao.secretId(), Duration.ofSeconds(5)),
                clock));
        var random = new SecureRandom();
        ulids = new Ulids(clock, random);
        var feed = new ChangeFeed(keyspaces, clock, ChangeFeedSettings.of(Duration.ofSeconds(5)));
        envelopes = new Envelopes(keyspaces, vaults, feed, _ -> Envelopes.SHARED_KEEP_FOR, random, clock);
        tenant = new TenantId(ulids.next());
        project = new ProjectId(ulids.next());
    }

    /** How many rows a table has, of any tenant. */
    public long rows(String table) {
        return keyspaces
                .platform()
                .row(CqlStatement.read("SELECT count(*) AS n FROM " + table))
                .orElseThrow()
                .getLong("n");
    }

    @Override
    public void close() {
        envelopes.close();
        CassandraForTests.giveBack(real);
    }
}
