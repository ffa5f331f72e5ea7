package cloud.hanok.content.webhook;

import java.util.Locale;

/** What came of an attempt. */
public sealed interface WebhookResult {
    /** The endpoint answered with a status, whatever it says. */
    record Answered(int status) implements WebhookResult {
        private static final int GONE = 410;

        /** Whether it took the event. */
        public boolean isTaken() {
            return status >= 200 && status < 300;
        }

        /** Whether it says that nobody is there any more. */
        boolean isGone() {
            return status == GONE;
        }
    }

    /** It was not asked, or did not answer. */
    record NotAnswered(Why why) implements WebhookResult {}

    /** Why there is no status. The names are stored: rename none. */
    enum Why {
        /** The address is none that may be called. */
        BAD_ADDRESS,
        /** Its host is not on the public internet, or cannot be found. */
        NOT_PUBLIC,
        /** No connection came about, or it broke. */
        CONNECTION_FAILED,
        /** Its certificate is not to be believed, or there is no TLS. */
        TLS_FAILED,
        /** Nothing came in time. */
        TIMEOUT,
        /** The endpoint was disabled, so that nothing was sent. */
        DISABLED;

        /** As it is shown. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
