package cloud.hanok.platform.envelope;

import cloud.hanok.platform.cassandra.CassandraConnection;
import cloud.hanok.platform.cassandra.CassandraSettings;
import cloud.hanok.platform.cassandra.FreshKeyspace;
import cloud.hanok.platform.cassandra.Keyspaces;
import cloud.hanok.platform.change.ChangeFeed;
import cloud.hanok.platform.change.ChangeFeedSettings;
import cloud.hanok.platform.change.ChangeLog;
import cloud.hanok.platform.home.TenantVaults;
import cloud.hanok.platform.id.TenantId;
import cloud.hanok.platform.id.Ulids;
import cloud.hanok.platform.vault.Vault;
import cloud.hanok.platform.vault.VaultSettings;
import cloud.hanok.standalone.testing.CassandraForTests;
import cloud.hanok.standalone.testing.OpenBaoForTests;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;

/** A keyspace and a key store, and processes that share them. */
final class Room implements AutoCloseable {
    private final CassandraConnection connection;
    private final String keyspace;
    private final OpenBaoForTests bao;
    private final SteppedClock clock = new SteppedClock();
    private final SecureRandom random = new SecureRandom();
    private final Ulids ulids = new Ulids(clock, random);

    private Room(CassandraConnection connection, String keyspace, OpenBaoForTests bao) {
        this.connection = connection;
        this.keyspace = keyspace;
        this.bao = bao;
    }

    static Room open(OpenBaoForTests bao) {
        CassandraSettings settings = FreshKeyspace.ofProgram("envelope");
        CassandraConnection connection = CassandraConnection.open(settings, Clock.systemUTC());
        connection.migrate();
        return new Room(connection, settings.keyspace(), bao);
    }

    /** A process: its memory is its own. */
    record Process(TenantVaults vaults, ChangeFeed feed, Envelopes envelopes, EncryptionKeys keys) {}

    Process process() {
        TenantVaults vaults = TenantVaults.shared(Vault.login(
                new VaultSettings(bao.address().toString(), bao.roleId(), bao.secretId(), Duration.ofSeconds(5)),
                clock));
        ChangeFeed feed = new ChangeFeed(keyspaces(), clock, ChangeFeedSettings.of(Duration.ofSeconds(5)));
        Envelopes envelopes =
                new Envelopes(keyspaces(), vaults, feed, tenant -> Envelopes.SHARED_KEEP_FOR, random, clock);
        ChangeLog changes = new ChangeLog(keyspaces(), ulids);
        return new Process(vaults, feed, envelopes, new EncryptionKeys(keyspaces(), vaults, envelopes, changes, clock));
    }

    Keyspaces keyspaces() {
        return connection.keyspaces();
    }

    SteppedClock clock() {
        return clock;
    }

    Ulids ulids() {
        return ulids;
    }

    TenantId tenant() {
        return new TenantId(ulids.next());
    }

    @Override
    public void close() {
        connection.close();
        CassandraForTests.giveBack(keyspace);
    }
}
