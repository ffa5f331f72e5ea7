package cloud.hanok.standalone.cassandra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.hanok.standalone.TestMachine;
import cloud.hanok.standalone.process.StateDirectory;
import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.servererrors.UnauthorizedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CassandraIT {
    @Test
    void aNodeThatWasKilledKeepsItsDataItsAddressAndItsPasswords(@TempDir Path folder) throws Exception {
        Cassandra cassandra = new Cassandra(TestMachine.get(), new StateDirectory(folder));
        try {
            assertThat(cassandra.start()).isTrue();
            CassandraAccess access = cassandra.access();
            String password = Files.readString(access.passwordFile());
            assertThat(cassandra.login("cassandra", "cassandra"))
                    .describedAs("the role the server was born with")
                    .isEmpty();
            assertThat(CqlLogin.succeeds(access.contactPoints().getFirst(), access.username(), password))
                    .isTrue();
            assertThat(CqlLogin.succeeds(access.contactPoints().getFirst(), access.username(), password + "x"))
                    .isFalse();
            try (CqlSession session =
                    cassandra.login(access.username(), password).orElseThrow()) {
                session.execute("CREATE TABLE hanok.words (id int PRIMARY KEY, word text)");
                session.execute("INSERT INTO hanok.words (id, word) VALUES (1, '대청마루')");
                assertThatThrownBy(() -> session.execute("CREATE ROLE other WITH SUPERUSER = true"))
                        .isInstanceOf(UnauthorizedException.class);
                assertThatThrownBy(() -> session.execute("SELECT salted_hash FROM system_auth.roles"))
                        .isInstanceOf(UnauthorizedException.class);
            }
            ProcessHandle killed = cassandra.running().orElseThrow();
            assertThat(cassandra.start()).describedAs("started although it ran").isFalse();
            killed.destroyForcibly();
            killed.onExit().orTimeout(30, TimeUnit.SECONDS).join();

            Cassandra next = new Cassandra(TestMachine.get(), new StateDirectory(folder));
            assertThat(next.running()).describedAs("the stale pid file").isEmpty();
            assertThat(next.start()).isTrue();
            assertThat(next.access()).isEqualTo(access);
            try (CqlSession session = next.login(access.username(), password).orElseThrow()) {
                assertThat(session.execute("SELECT word FROM hanok.words WHERE id = 1")
                                .all())
                        .extracting(row -> row.getString("word"))
                        .containsExactly("대청마루");
                assertThat(session.execute("LIST ROLES OF " + access.username()).all())
                        .allMatch(row -> !row.getBoolean("super"));
            }
            assertThat(next.login("cassandra", "cassandra")).isEmpty();
        } finally {
            cassandra.kill();
        }
        assertThat(cassandra.running()).isEmpty();
        assertThat(CqlLogin.succeeds(cassandra.access().contactPoints().getFirst(), "hanok_app", "any"))
                .describedAs("a server that does not answer")
                .isFalse();
    }
}
