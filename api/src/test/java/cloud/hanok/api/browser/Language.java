package cloud.hanok.api.browser;

import java.util.Locale;

/** Those of the console. */
enum Language {
    KO,
    EN;

    /** As documents and browsers name it. */
    String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
