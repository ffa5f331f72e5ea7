package cloud.hanok.tenant.session;

import cloud.hanok.platform.secret.Secret;
import java.time.Instant;

/**
 * What a session asks with.
 *
 * @param access good until {@code accessExpiresAt}
 * @param refresh for which the identity provider gives the next two
 */
public record SessionTokens(Secret access, Instant accessExpiresAt, Secret refresh) {}
