package cloud.hanok.tenant.session;

import cloud.hanok.platform.secret.Secret;
import java.time.Duration;
import java.time.Instant;

/**
 * Somebody who is signed in to the console.
 *
 * @param organization for which one, by its alias at the identity provider, or {@link #NO_ORGANIZATION}
 * @param subject who, as the identity provider's tokens name them
 * @param signIn the sign-in at the identity provider that this session is of: its realm and the id there
 * @param csrf what a page of ours sends along with every change
 * @param usedAt when the person did something last, to the minute
 * @param expiresAt when it ends, whatever they do
 */
public record ConsoleSession(
        SessionId id,
        String organization,
        String subject,
        String signIn,
        Secret csrf,
        SessionTokens tokens,
        Instant createdAt,
        Instant usedAt,
        Instant expiresAt) {
    /** Stands for the organization of those who act for none: people who run the platform, or who were just invited. */
    public static final String NO_ORGANIZATION = "-";

    /** The same with other tokens. */
    public ConsoleSession with(SessionTokens others) {
        return new ConsoleSession(id, organization, subject, signIn, csrf, others, createdAt, usedAt, expiresAt);
    }

    /** The same, used now. */
    public ConsoleSession used(Instant now) {
        return new ConsoleSession(id, organization, subject, signIn, csrf, tokens, createdAt, now, expiresAt);
    }

    /** When it ends if nothing more is done. */
    public Instant endsAt(Duration idle) {
        Instant idleEnd = usedAt.plus(idle);
        return idleEnd.isBefore(expiresAt) ? idleEnd : expiresAt;
    }

    @Override
    public String toString() {
        return "ConsoleSession[" + organization + "]";
    }
}
