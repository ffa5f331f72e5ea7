package cloud.hanok.platform.vault;

import java.time.Duration;

/**
 * Where OpenBao is and who we are there.
 *
 * @param address base address without {@code /v1}, for example {@code https://vault.example:8200}
 * @param namespace whose paths are meant; empty for the root namespace
 * @param roleId AppRole role id
 * @param secretId AppRole secret id, usable more than once: a login is repeated when the token can no longer be renewed
 * @param timeout how long connecting and one answer may take, rounded up to whole seconds
 */
public record VaultSettings(String address, String namespace, String roleId, String secretId, Duration timeout) {
    /** Signing takes a millisecond; a busy or electing cluster takes seconds. */
    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(5);

    public VaultSettings {
        if (!address.startsWith("http://") && !address.startsWith("https://")) {
            throw new IllegalArgumentException("hanok.vault.address: http:// or https:// was expected");
        }
        address = address.endsWith("/") ? address.substring(0, address.length() - 1) : address;
        if (!timeout.isPositive()) {
            throw new IllegalArgumentException("hanok.vault.timeout: above zero was expected");
        }
    }

    /** Of the root namespace. */
    public VaultSettings(String address, String roleId, String secretId, Duration timeout) {
        this(address, "", roleId, secretId, timeout);
    }

    /** The same server, as another role in a namespace. */
    VaultSettings of(String other, String otherRoleId, String otherSecretId) {
        return new VaultSettings(address, other, otherRoleId, otherSecretId, timeout);
    }

    @Override
    public String toString() {
        return "VaultSettings[" + address + ", " + namespace + ", " + timeout + "]";
    }
}
