package cloud.hanok.api.gateway;

import java.util.Locale;

/** The stages of a request, in order. */
enum Stage {
    /** The key is found and checked. */
    CALLER,
    /** The wire form is read and checked. */
    READ,
    /** Name, residency and price are decided. */
    RESOLVE,
    /** The reservation is taken. */
    ADMIT,
    /** The prompt is guarded. */
    GUARD_IN,
    /** A replica is chosen. */
    SCHEDULE,
    /** The engine works. */
    EXCHANGE,
    /** The answer is guarded. */
    GUARD_OUT,
    /** Usage and receipt are recorded. */
    SETTLE;

    /** Its name in traces and metrics. */
    String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
