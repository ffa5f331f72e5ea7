package cloud.hanok.standalone.house;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.hanok.standalone.Machine;
import cloud.hanok.standalone.StandaloneException;
import cloud.hanok.standalone.TestMachine;
import cloud.hanok.standalone.process.Dependency;
import cloud.hanok.standalone.process.StateDirectory;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HouseTest {
    @TempDir
    Path folder;

    @Test
    void withoutSettingsAllDependenciesAreRunHere() {
        assertThat(house(Map.of()).dependencies())
                .extracting(Dependency::name)
                .containsExactlyInAnyOrder("cassandra", "openbao", "keycloak", "mailbox");
    }

    @Test
    void aDependencyThatRunsElsewhereIsNotStarted() {
        new StateDirectory(folder).write(Settings.FILE, """
                        hanok.cassandra.contact-points=10.0.0.1:9042, 10.0.0.2:9043
                        hanok.cassandra.username=agency
                        hanok.cassandra.password-file=/run/secrets/cassandra
                        """);
        House house = house(Map.of(
                "HANOK_VAULT_ADDRESS", "https://vault.example:8200",
                "HANOK_VAULT_ROLE_ID_FILE", "/run/role",
                "HANOK_VAULT_SECRET_ID_FILE", "/run/secret",
                "HANOK_MAIL_HOST", "mail.example",
                "HANOK_MAIL_FROM", "no-reply@example.kr"));
        assertThat(house.dependencies()).extracting(Dependency::name).containsExactly("keycloak");
        assertThat(house.cassandra().contactPointList()).isEqualTo("10.0.0.1:9042,10.0.0.2:9043");
        assertThat(house.cassandra().username()).isEqualTo("agency");
        assertThat(house.openBao().address()).hasHost("vault.example");
        assertThat(house.mail().host()).isEqualTo("mail.example");
        assertThat(house.mail().port()).isEqualTo(587);
        assertThat(house.mail().security()).isEqualTo("starttls");
    }

    @Test
    void anAddressWithoutItsCredentialsIsRefusedByName() {
        House house = house(Map.of("HANOK_VAULT_ADDRESS", "https://vault.example:8200"));
        assertThatThrownBy(house::openBao)
                .isInstanceOf(StandaloneException.class)
                .hasMessageContaining("hanok.vault.role-id-file")
                .hasMessageContaining("hanok.vault.address");
    }

    @Test
    void aContactPointWithoutPortIsRefusedByName() {
        House house = house(Map.of("HANOK_CASSANDRA_CONTACT_POINTS", "10.0.0.1"));
        assertThatThrownBy(house::cassandra)
                .isInstanceOf(StandaloneException.class)
                .hasMessageContaining("10.0.0.1");
    }

    private House house(Map<String, String> environment) {
        Machine real = TestMachine.get();
        return new House(
                new Machine(real.parts(), real.screen(), real.clock(), real.random(), environment),
                new StateDirectory(folder));
    }
}
