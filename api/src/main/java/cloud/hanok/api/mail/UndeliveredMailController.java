package cloud.hanok.api.mail;

import cloud.hanok.api.http.Listing;
import cloud.hanok.api.http.PageQuery;
import cloud.hanok.api.security.Permissions;
import cloud.hanok.platform.envelope.Envelopes;
import cloud.hanok.platform.id.MailId;
import cloud.hanok.platform.mail.DeadMail;
import cloud.hanok.platform.mail.Outbox;
import cloud.hanok.tenant.request.Page;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.security.annotation.Secured;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Mail that was given up, of the last 30 days. */
@Controller("/platform/v1/undelivered_mail")
public final class UndeliveredMailController {
    private final Outbox outbox;

    public UndeliveredMailController(Outbox outbox) {
        this.outbox = outbox;
    }

    /** What there is. To whom it was is forgotten; what it was about is said. */
    @Secured(Permissions.TENANTS_READ)
    @Get
    public Listing<MailView> list(@QueryValue @Nullable String after, @QueryValue @Nullable Integer limit) {
        PageQuery query = PageQuery.of(after, limit);
        Page<DeadMail> page =
                Page.of(outbox.dead(query.afterId(MailId::parse), Page.toRead(query.limit())), query.limit());
        return Listing.of(page, DeadMail::id, MailView::of);
    }

    /**
     * A mail as it is sent.
     *
     * @param object always {@code mail}
     * @param tenant whose, or null
     * @param about what it was about: an invitation's id
     * @param reason {@code smtp_550}, {@code expired} or {@code erased}
     */
    public record MailView(
            String object,
            String id,
            @Nullable String tenant,
            String about,
            String reason,
            int attempts,
            @JsonProperty("created_at") Instant createdAt,
            @JsonProperty("ended_at") Instant endedAt) {
        static MailView of(DeadMail mail) {
            return new MailView(
                    "mail",
                    mail.id().text(),
                    mail.tenant().equals(Envelopes.PLATFORM)
                            ? null
                            : mail.tenant().text(),
                    mail.about(),
                    mail.reason(),
                    mail.attempts(),
                    mail.writtenAt(),
                    mail.endedAt());
        }
    }
}
