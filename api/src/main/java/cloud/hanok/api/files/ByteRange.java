package cloud.hanok.api.files;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The part of a content that is asked for (RFC 9110, 14).
 *
 * @param from the first byte
 * @param length bytes, at least one
 */
record ByteRange(long from, long length) {
    private static final Pattern SINGLE = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

    /** What a header asks for; empty for all of it: what is no single range that can be met is passed over, as it may be. */
    static Optional<ByteRange> of(@Nullable String header, long bytes) {
        Matcher matcher = header == null ? null : SINGLE.matcher(header.strip());
        if (matcher == null || !matcher.matches()) {
            return Optional.empty();
        }
        String first = matcher.group(1);
        String last = matcher.group(2);
        if (first.isEmpty() && last.isEmpty()) {
            return Optional.empty();
        }
        long from = first.isEmpty() ? Math.max(0, bytes - Long.parseLong(last)) : Long.parseLong(first);
        long to = first.isEmpty() || last.isEmpty() ? bytes - 1 : Math.min(bytes - 1, Long.parseLong(last));
        return from > to ? Optional.empty() : Optional.of(new ByteRange(from, to - from + 1));
    }
}
