package cloud.hanok.api.config;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.net.URI;
import java.time.Duration;

/**
 * {@code hanok.vault}: OpenBao or Vault, which holds the keys.
 *
 * @param address its base address
 * @param roleIdFile file that holds the role id of our AppRole
 * @param secretIdFile file that holds its secret id, readable by its owner alone
 * @param timeout how long one call may take
 */
@ConfigurationProperties("hanok.vault")
public record VaultConfiguration(
        @Bindable(defaultValue = "http://127.0.0.1:8200") URI address,
        @Bindable(defaultValue = "") String roleIdFile,
        @Bindable(defaultValue = "") String secretIdFile,
        @Bindable(defaultValue = "5s") Duration timeout) {}
