package cloud.hanok.api.security;

import jakarta.inject.Singleton;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.Iterator;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Tokens that were found good a moment ago, so that whoever asks often is not verified each time: by the SHA-256 of their
 * whole text, which is not kept. Says only what the token says; who its holder is now is looked up for each request.
 */
@Singleton
final class VerifiedTokens {
    /** Some 500 bytes each. */
    static final int MAX_TOKENS = 20_000;

    /** A signing key that the realm withdrew is noticed this much later at most. */
    static final long REUSE_MILLIS = 60_000;

    private static final int SHARE_TO_EVICT = 16;

    private final Clock clock;
    private final ConcurrentHashMap<Digest, Entry> entries = new ConcurrentHashMap<>();
    private final ThreadLocal<MessageDigest> sha256 = ThreadLocal.withInitial(VerifiedTokens::newSha256);

    /** The SHA-256 of a token's text. */
    record Digest(long first, long second, long third, long fourth) {}

    private record Entry(AccessToken token, long untilMillis) {}

    VerifiedTokens(Clock clock) {
        this.clock = clock;
    }

    /** Names a token. */
    Digest digest(String text) {
        ByteBuffer hash = ByteBuffer.wrap(sha256.get().digest(text.getBytes(StandardCharsets.UTF_8)));
        return new Digest(hash.getLong(), hash.getLong(), hash.getLong(), hash.getLong());
    }

    /** What a token says that was verified within the last minute and would be found good again; else null. */
    @Nullable
    AccessToken find(Digest digest) {
        Entry entry = entries.get(digest);
        return entry != null && clock.millis() < entry.untilMillis ? entry.token : null;
    }

    /** Remembers what was verified just now, without who the person is, and no longer than it would be found good. */
    void add(Digest digest, AccessToken token) {
        long nowMillis = clock.millis();
        long ends = token.expiresAt()
                .plusSeconds(AccessTokens.ALLOWED_CLOCK_SKEW_SECONDS)
                .toEpochMilli();
        long until = Math.min(ends, nowMillis + REUSE_MILLIS);
        if (entries.size() >= MAX_TOKENS) {
            makeRoom(nowMillis);
        }
        entries.put(digest, new Entry(token.withoutPerson(), until));
    }

    private synchronized void makeRoom(long nowMillis) {
        int left = entries.size() - MAX_TOKENS + MAX_TOKENS / SHARE_TO_EVICT;
        for (Iterator<Entry> all = entries.values().iterator(); all.hasNext(); ) {
            if (all.next().untilMillis <= nowMillis) {
                all.remove();
                left--;
            }
        }
        for (Iterator<Entry> all = entries.values().iterator(); all.hasNext() && left > 0; left--) {
            all.next();
            all.remove();
        }
    }

    private static MessageDigest newSha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
