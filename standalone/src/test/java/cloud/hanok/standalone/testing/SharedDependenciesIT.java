package cloud.hanok.standalone.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.servererrors.UnauthorizedException;
import org.junit.jupiter.api.Test;

class SharedDependenciesIT {
    @Test
    void aTestGetsAKeyspaceItCanUseAndNoRightsBeyondIt() {
        CassandraForTests cassandra = CassandraForTests.get();
        String keyspace = cassandra.newKeyspace("shared");
        try (CqlSession session = CqlSession.builder()
                .addContactPoint(cassandra.contactPoint())
                .withLocalDatacenter(cassandra.localDatacenter())
                .withAuthCredentials(cassandra.username(), cassandra.password())
                .withKeyspace(keyspace)
                .build()) {
            session.execute("CREATE TABLE words (id int PRIMARY KEY, word text)");
            session.execute("INSERT INTO words (id, word) VALUES (1, '한옥')");
            assertThat(session.execute("SELECT word FROM words WHERE id = 1").all())
                    .singleElement()
                    .satisfies(row -> assertThat(row.getString(0)).isEqualTo("한옥"));
            assertThatThrownBy(() -> session.execute("CREATE ROLE other")).isInstanceOf(UnauthorizedException.class);
            assertThatThrownBy(() -> session.execute("CREATE KEYSPACE other WITH replication = "
                            + "{'class': 'SimpleStrategy', 'replication_factor': 1}"))
                    .isInstanceOf(UnauthorizedException.class);
        }
    }

    @Test
    void openBaoGivesARoleThatCanLogIn() {
        OpenBaoForTests openBao = OpenBaoForTests.get();
        assertThat(openBao.roleId()).isNotBlank();
        assertThat(openBao.auditLog()).exists();
    }
}
