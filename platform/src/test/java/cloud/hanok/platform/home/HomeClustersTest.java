package cloud.hanok.platform.home;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.hanok.platform.cassandra.CassandraSettings;
import cloud.hanok.platform.id.TenantId;
import cloud.hanok.platform.id.Ulid;
import cloud.hanok.platform.secret.Secret;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HomeClustersTest {
    private static final TenantId TENANT = new TenantId(new Ulid(1L << 20, 7));
    private static final Secret PASSWORD = new Secret("p");

    private final HomeClusters clusters = new HomeClusters(
            new CassandraSettings(List.of("10.0.0.1:9042"), "seoul", "hanok", "app", "secret", Duration.ofSeconds(2)),
            Map.of("chuncheon-2", new HomeClusters.Address(List.of("10.1.0.1:9042", "10.1.0.2:9042"), "chuncheon")));

    @Test
    void aHomeIsOnThePlatformsClusterUnlessItNamesAnother() {
        TenantHome home = TenantHome.of(TENANT, null, clusters.sharedKeyspace());
        CassandraSettings settings = clusters.settings(home, PASSWORD);
        assertThat(settings)
                .isEqualTo(new CassandraSettings(
                        List.of("10.0.0.1:9042"), "seoul", home.keyspace(), home.role(), "p", Duration.ofSeconds(2)));
    }

    @Test
    void aHomeThatNamesAClusterIsThereByTheSameNames() {
        TenantHome home = TenantHome.of(TENANT, "chuncheon-2", clusters.sharedKeyspace());
        assertThat(clusters.settings(home, PASSWORD))
                .isEqualTo(new CassandraSettings(
                        List.of("10.1.0.1:9042", "10.1.0.2:9042"),
                        "chuncheon",
                        home.keyspace(),
                        home.role(),
                        "p",
                        Duration.ofSeconds(2)));
    }

    @Test
    void aClusterThatThisProcessDoesNotKnowIsNeverTakenForThePlatforms() {
        TenantHome home = TenantHome.of(TENANT, "busan", clusters.sharedKeyspace());
        assertThatThrownBy(() -> clusters.settings(home, PASSWORD))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("hanok.dedicated.clusters.busan");
    }
}
