package cloud.hanok.platform.mail;

import cloud.hanok.platform.cassandra.Keyspaces;
import cloud.hanok.platform.envelope.DataClass;
import cloud.hanok.platform.envelope.Envelopes;
import cloud.hanok.platform.envelope.Place;
import cloud.hanok.platform.id.MailId;
import cloud.hanok.platform.id.TenantId;
import cloud.hanok.platform.id.Ulids;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where mail is written, sealed with its tenant's key; {@link OutboxSender} sends it. Whoever writes waits for Cassandra, and for
 * OpenBao when the key is not in memory, never for a mail server. Blocks.
 *
 * <p>Every method throws {@link cloud.hanok.platform.cassandra.StoreUnavailableException} when Cassandra does not answer.
 */
public final class Outbox {
    /** Rows a list of mails may be read with at once. */
    public static final int MAX_LISTED = 100;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final OutboxRows rows;
    private final Envelopes envelopes;
    private final Ulids ulids;
    private final Clock clock;

    public Outbox(Keyspaces keyspaces, Envelopes envelopes, Ulids ulids, Clock clock) {
        this.rows = new OutboxRows(keyspaces);
        this.envelopes = envelopes;
        this.ulids = ulids;
        this.clock = clock;
    }

    /**
     * Writes a mail.
     *
     * @param tenant whose key seals it; {@link Envelopes#PLATFORM} where there is none
     * @param about the id of what it is about, which names nobody
     * @throws cloud.hanok.platform.vault.VaultUnavailableException when the key store is needed and does not answer
     * @throws cloud.hanok.platform.envelope.KeyDestroyedException when the tenant was erased
     */
    public MailId put(TenantId tenant, String about, Mail mail) {
        return put(new MailId(ulids.next()), tenant, about, mail);
    }

    /** The same, under an id of the caller's: again, it is the same mail. */
    public MailId put(MailId id, TenantId tenant, String about, Mail mail) {
        byte[] content = envelopes.seal(tenant, DataClass.PEOPLE, place(id), written(mail));
        rows.insert(
                new OutboxRows.Entry(id, tenant),
                content,
                about,
                clock.instant().truncatedTo(ChronoUnit.MILLIS));
        return id;
    }

    /**
     * Mails that were given up in the last 30 days, in the order they were written.
     *
     * @param after the last one of the part before, or null for the first part
     * @param limit 1 to {@link #MAX_LISTED}, and one more than is shown
     */
    public List<DeadMail> dead(@Nullable MailId after, int limit) {
        List<DeadMail> dead = new ArrayList<>();
        for (OutboxRows.Entry entry : rows.entries(OutboxRows.DEAD, after == null ? "" : after.text(), limit)) {
            rows.find(entry).map(Outbox::dead).ifPresent(dead::add);
        }
        return dead;
    }

    private static DeadMail dead(OutboxRows.Stored mail) {
        return new DeadMail(
                mail.entry().id(),
                mail.entry().tenant(),
                mail.about(),
                mail.reason(),
                mail.attempts(),
                mail.writtenAt(),
                Objects.requireNonNullElse(mail.endedAt(), mail.writtenAt()));
    }

    OutboxRows rows() {
        return rows;
    }

    /** What a mail says; empty when it was erased. */
    Optional<Mail> open(OutboxRows.Entry entry, byte[] content) {
        return envelopes
                .openText(entry.tenant(), DataClass.PEOPLE, place(entry.id()), content)
                .map(Outbox::read);
    }

    private static Place place(MailId id) {
        return new Place("mails.content", id.text(), 1);
    }

    private static byte[] written(Mail mail) {
        return JSON.createObjectNode()
                .put("recipient", mail.recipient())
                .put("subject", mail.subject())
                .put("text", mail.text())
                .toString()
                .getBytes(StandardCharsets.UTF_8);
    }

    private static Mail read(String content) {
        try {
            JsonNode mail = JSON.readTree(content);
            return new Mail(
                    mail.path("recipient").asText(),
                    mail.path("subject").asText(),
                    mail.path("text").asText());
        } catch (JsonProcessingException damaged) {
            throw new IllegalStateException("a mail cannot be read", damaged);
        }
    }
}
