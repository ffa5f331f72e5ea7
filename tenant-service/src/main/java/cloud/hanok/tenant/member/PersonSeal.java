package cloud.hanok.tenant.member;

import cloud.hanok.platform.cassandra.Blobs;
import cloud.hanok.platform.envelope.DataClass;
import cloud.hanok.platform.envelope.Envelopes;
import cloud.hanok.platform.envelope.Place;
import cloud.hanok.platform.id.InvitationId;
import cloud.hanok.platform.id.MemberId;
import cloud.hanok.platform.id.TenantId;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Seals who people are with the tenant's key, for the one row it is stored in. Every method throws
 * {@link cloud.hanok.platform.vault.VaultUnavailableException} when the key is not in memory and the key store does not answer.
 */
public final class PersonSeal {
    /** Between an address, which cannot hold it, and a name. */
    private static final char SEPARATOR = '\n';

    private final Envelopes envelopes;

    public PersonSeal(Envelopes envelopes) {
        this.envelopes = envelopes;
    }

    ByteBuffer seal(TenantId tenant, MemberId member, Person person) {
        return seal(tenant, place(member), person.email().value() + SEPARATOR + person.name());
    }

    /** Empty when the tenant's key was destroyed. */
    Optional<Person> open(TenantId tenant, MemberId member, ByteBuffer stored) {
        return open(tenant, place(member), stored).map(text -> {
            int separator = text.indexOf(SEPARATOR);
            return new Person(new EmailAddress(text.substring(0, separator)), text.substring(separator + 1));
        });
    }

    ByteBuffer seal(TenantId tenant, InvitationId invitation, EmailAddress email) {
        return seal(tenant, place(invitation), email.value());
    }

    /** {@link EmailAddress#ERASED} when the tenant's key was destroyed. */
    EmailAddress openEmail(TenantId tenant, InvitationId invitation, ByteBuffer stored) {
        return open(tenant, place(invitation), stored).map(EmailAddress::new).orElse(EmailAddress.ERASED);
    }

    private static Place place(MemberId member) {
        return new Place("members.person", member.text(), 1);
    }

    private static Place place(InvitationId invitation) {
        return new Place("invitations.email", invitation.text(), 1);
    }

    private ByteBuffer seal(TenantId tenant, Place place, String text) {
        return ByteBuffer.wrap(envelopes.seal(tenant, DataClass.PEOPLE, place, text));
    }

    private Optional<String> open(TenantId tenant, Place place, ByteBuffer stored) {
        return envelopes.openText(tenant, DataClass.PEOPLE, place, Blobs.bytes(stored));
    }
}
