package cloud.hanok.cluster.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.hanok.platform.id.DeploymentId;
import cloud.hanok.platform.id.Ulids;
import cloud.hanok.platform.secret.Secret;
import cloud.hanok.platform.vault.Vault;
import cloud.hanok.platform.vault.VaultSettings;
import cloud.hanok.standalone.testing.OpenBaoForTests;
import java.security.SecureRandom;
import java.time.Clock;
import org.junit.jupiter.api.Test;

class VaultEngineCredentialsIT {
    @Test
    void credentialsAreKeptInOpenBaoAndTheFirstStaysUntilItIsRemoved() {
        OpenBaoForTests bao = OpenBaoForTests.get();
        EngineCredentials credentials = new VaultEngineCredentials(Vault.login(
                new VaultSettings(
                        bao.address().toString(), bao.roleId(), bao.secretId(), VaultSettings.DEFAULT_TIMEOUT),
                Clock.systemUTC()));
        DeploymentId deployment = new DeploymentId(new Ulids(Clock.systemUTC(), new SecureRandom()).next());

        assertThat(credentials.find(deployment)).isEmpty();
        credentials.keep(deployment, new Secret("first"));
        credentials.keep(deployment, new Secret("second"));

        assertThat(credentials.find(deployment)).contains(new Secret("first"));

        credentials.remove(deployment);
        credentials.remove(deployment);

        assertThat(credentials.find(deployment)).isEmpty();
    }
}
