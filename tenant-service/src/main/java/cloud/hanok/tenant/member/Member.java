package cloud.hanok.tenant.member;

import cloud.hanok.platform.id.MemberId;
import cloud.hanok.platform.id.TenantId;
import java.time.Instant;

/**
 * A person in a tenant, without who it is.
 *
 * @param subject the person, as the identity provider's tokens name them
 */
public record Member(MemberId id, TenantId tenant, String subject, MemberRole role, Instant addedAt) {
    Member as(MemberRole other) {
        return new Member(id, tenant, subject, other, addedAt);
    }
}
