package cloud.hanok.tenant.member;

import cloud.hanok.platform.id.InvitationId;
import cloud.hanok.platform.id.MemberId;
import cloud.hanok.platform.id.TenantId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Seals who people are, for the one row it is stored in. */
public final class PersonSeal {
    /** Between an address, which cannot hold it, and a name. */
    private static final char SEPARATOR = '\n';

    ByteBuffer seal(TenantId tenant, MemberId member, Person person) {
        return seal(tenant, "members", member.text(), person.email().value() + SEPARATOR + person.name());
    }

    Person open(TenantId tenant, MemberId member, ByteBuffer sealed) {
        String text = open(tenant, "members", member.text(), sealed);
        int separator = text.indexOf(SEPARATOR);
        return new Person(new EmailAddress(text.substring(0, separator)), text.substring(separator + 1));
    }

    ByteBuffer seal(TenantId tenant, InvitationId invitation, EmailAddress email) {
        return seal(tenant, "invitations", invitation.text(), email.value());
    }

    EmailAddress openEmail(TenantId tenant, InvitationId invitation, ByteBuffer sealed) {
        return new EmailAddress(open(tenant, "invitations", invitation.text(), sealed));
    }

    private ByteBuffer seal(TenantId tenant, String table, String key, String text) {
        return ByteBuffer.wrap((tenant + table + key + text).getBytes(StandardCharsets.UTF_8));
    }

    private String open(TenantId tenant, String table, String key, ByteBuffer sealed) {
        return StandardCharsets.UTF_8.decode(sealed.duplicate()).toString().substring((tenant + table + key).length());
    }
}
