package cloud.hanok.api.error;

import org.jspecify.annotations.Nullable;

/** The languages every message to a user exists in. */
public enum Language {
    /** What official SDKs, which send no preference, get. */
    ENGLISH("en"),
    /** What a browser or a person in Korea asks for. */
    KOREAN("ko");

    /** Longer headers are nobody's preference; they are not read to their end. */
    private static final int HEADER_LIMIT_CHARS = 256;

    private final String tag;

    Language(String tag) {
        this.tag = tag;
    }

    /** The language tag (RFC 5646). */
    public String tag() {
        return tag;
    }

    /**
     * What an {@code Accept-Language} header prefers: the language with the higher weight, the first named when both
     * weigh the same, English when neither is named. A weight that is no number counts as 0.
     */
    public static Language preferred(@Nullable CharSequence acceptLanguage) {
        if (acceptLanguage == null || acceptLanguage.length() > HEADER_LIMIT_CHARS) {
            return ENGLISH;
        }
        Language best = ENGLISH;
        double bestWeight = 0;
        for (String range : acceptLanguage.toString().split(",")) {
            String[] parts = range.strip().split(";", -1);
            String name = parts[0].strip();
            double weight = parts.length > 1 ? weight(parts[1].strip()) : 1;
            for (Language language : values()) {
                if (weight > bestWeight && matches(name, language.tag)) {
                    best = language;
                    bestWeight = weight;
                }
            }
        }
        return best;
    }

    private static boolean matches(String range, String tag) {
        return range.regionMatches(true, 0, tag, 0, tag.length())
                && (range.length() == tag.length() || range.charAt(tag.length()) == '-');
    }

    private static double weight(String parameter) {
        if (!parameter.startsWith("q=")) {
            return 0;
        }
        try {
            return Double.parseDouble(parameter.substring(2));
        } catch (NumberFormatException notANumber) {
            return 0;
        }
    }
}
