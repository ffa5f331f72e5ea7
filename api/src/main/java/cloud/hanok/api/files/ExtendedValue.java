package cloud.hanok.api.files;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Values of headers that are not of ASCII alone, as RFC 8187 writes them: {@code UTF-8''%EA%B0%80}. */
final class ExtendedValue {
    private static final String PREFIX = "UTF-8''";

    private ExtendedValue() {}

    /** The text; what is not so written stays as it is. */
    static String decode(String value) {
        if (!value.regionMatches(true, 0, PREFIX, 0, PREFIX.length())) {
            return value;
        }
        try {
            // A plus stands for itself here.
            return URLDecoder.decode(value.substring(PREFIX.length()).replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notEncoded) {
            return value;
        }
    }

    /** The value. */
    static String encode(String text) {
        return PREFIX
                + URLEncoder.encode(text, StandardCharsets.UTF_8)
                        .replace("+", "%20")
                        .replace("*", "%2A");
    }
}
