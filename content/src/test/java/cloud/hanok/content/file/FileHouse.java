package cloud.hanok.content.file;

import cloud.hanok.content.object.FaultyStore;
import cloud.hanok.content.object.FolderStore;
import cloud.hanok.platform.cassandra.CassandraSessions;
import cloud.hanok.platform.cassandra.CassandraSettings;
import cloud.hanok.platform.cassandra.Cql;
import cloud.hanok.platform.cassandra.FaultInjectingSession;
import cloud.hanok.platform.cassandra.Keyspaces;
import cloud.hanok.platform.cassandra.SchemaMigrations;
import cloud.hanok.platform.change.ChangeFeed;
import cloud.hanok.platform.change.ChangeFeedSettings;
import cloud.hanok.platform.change.ChangeLog;
import cloud.hanok.platform.envelope.EncryptionKeys;
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
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Files on a real Cassandra, a real OpenBao and a folder, each of which can fail; its clock is moved by hand. */
final class FileHouse implements AutoCloseable {
    static final long QUOTA = 1_000_000;

    final FaultInjectingSession session;
    final FaultyStore store;
    final Files files;
    final Uploads uploads;
    final FileUpkeep upkeep;
    final EncryptionKeys keys;
    final TenantId tenant;
    final ProjectId project;
    private final CqlSession real;
    private final Path folder;
    private final Stepped clock = new Stepped();

    /** A clock of the present, and what it was moved by. */
    private static final class Stepped extends Clock {
        private volatile Duration ahead = Duration.ZERO;

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return Clock.systemUTC().instant().plus(ahead);
        }
    }

    FileHouse(Path folder) {
        this.folder = folder;
        CassandraForTests cassandra = CassandraForTests.get();
        real = CassandraSessions.open(new CassandraSettings(
                List.of(cassandra.contactPoint().getHostString() + ":"
                        + cassandra.contactPoint().getPort()),
                cassandra.localDatacenter(),
                cassandra.programKeyspace("files"),
                cassandra.username(),
                cassandra.password(),
                CassandraSettings.DEFAULT_REQUEST_TIMEOUT));
        new SchemaMigrations(real, clock).migrate();
        session = new FaultInjectingSession(real);
        var keyspaces = new Keyspaces(new Cql(session, CassandraSettings.DEFAULT_REQUEST_TIMEOUT));
        OpenBaoForTests bao = OpenBaoForTests.get();
        TenantVaults vaults = TenantVaults.shared(Vault.login(
                new VaultSettings(bao.address().toString(), bao.roleId(), bao.secretId(), Duration.ofSeconds(5)),
                clock));
        var random = new SecureRandom();
        var ulids = new Ulids(clock, random);
        var feed = new ChangeFeed(keyspaces, clock, ChangeFeedSettings.of(Duration.ofSeconds(5)));
        var envelopes = new Envelopes(keyspaces, vaults, feed, _ -> Envelopes.SHARED_KEEP_FOR, random, clock);
        keys = new EncryptionKeys(keyspaces, vaults, envelopes, new ChangeLog(keyspaces, ulids), clock);
        tenant = new TenantId(ulids.next());
        project = new ProjectId(ulids.next());
        try {
            store = new FaultyStore(FolderStore.open(folder, 0));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        var lives = new FileLives(Duration.ofDays(30), _ -> new FileLives.Owner(false, Optional.empty()));
        var settings = new FileSettings(600_000, QUOTA, lives);
        var room = new FileRoom(keyspaces, envelopes, store, settings, FileUpkeep.PERIOD, ulids, random, clock);
        files = room.files();
        uploads = room.uploads();
        upkeep = room.upkeep();
        upkeep.turn();
    }

    NewFile newFile(String name) {
        return new NewFile(project, name, FilePurpose.USER_DATA, Optional.empty());
    }

    /** So much later everything that is due is done. */
    void later(Duration by) {
        clock.ahead = clock.ahead.plus(by);
        upkeep.turn();
    }

    /** Objects that are there, and those that are being written. */
    List<Path> objects() {
        try (Stream<Path> found = java.nio.file.Files.walk(folder)) {
            return found.filter(java.nio.file.Files::isRegularFile).toList();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Rows of this table. */
    long rows(String table) {
        return Objects.requireNonNull(
                        real.execute("SELECT count(*) FROM " + table).one())
                .getLong(0);
    }

    @Override
    public void close() {
        CassandraForTests.giveBack(real);
    }
}
