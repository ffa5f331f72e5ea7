package cloud.hanok.platform.time;

import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;

/** The calendar that bills are cut by. Korea has no daylight saving time today; the zone's rules decide all the same. */
public final class Seoul {
    /** Asia/Seoul. */
    public static final ZoneId ZONE = ZoneId.of("Asia/Seoul");

    private Seoul() {}

    /** The month an instant falls in. */
    public static YearMonth monthOf(Instant instant) {
        return YearMonth.from(instant.atZone(ZONE));
    }

    /** The first instant of a month (inclusive). */
    public static Instant startOf(YearMonth month) {
        return month.atDay(1).atStartOfDay(ZONE).toInstant();
    }

    /** The first instant after a month (exclusive end). */
    public static Instant endOf(YearMonth month) {
        return startOf(month.plusMonths(1));
    }
}
