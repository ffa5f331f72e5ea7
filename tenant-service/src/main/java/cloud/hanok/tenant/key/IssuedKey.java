package cloud.hanok.tenant.key;

import cloud.hanok.platform.secret.Secret;

/**
 * A key at the only moment its value exists here.
 *
 * @param value {@code hk_<keyId>_<secret><checksum>}, to be shown once and kept nowhere
 */
public record IssuedKey(ApiKey key, Secret value) {}
