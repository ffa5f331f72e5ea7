package cloud.hanok.platform.money;

import java.math.BigInteger;

/**
 * An exact amount in nano-won (1e-9 KRW): what usage costs before a line of an invoice is rounded to won. The range of
 * a long, 9.2 billion won, holds any single answer and any tenant's month; every operation fails rather than wraps.
 *
 * @param value the amount in nano-won
 */
public record NanoWon(long value) implements Comparable<NanoWon> {
    /** Nano-won in one won. */
    public static final long PER_WON = 1_000_000_000L;

    /** Nothing. */
    public static final NanoWon ZERO = new NanoWon(0);

    /**
     * A whole number of won.
     *
     * @throws ArithmeticException above 9.2 billion won
     */
    public static NanoWon ofWon(long won) {
        return new NanoWon(Math.multiplyExact(won, PER_WON));
    }

    /**
     * The sum.
     *
     * @throws ArithmeticException on overflow
     */
    public NanoWon plus(NanoWon other) {
        return new NanoWon(Math.addExact(value, other.value));
    }

    /**
     * The difference.
     *
     * @throws ArithmeticException on overflow
     */
    public NanoWon minus(NanoWon other) {
        return new NanoWon(Math.subtractExact(value, other.value));
    }

    /**
     * This many units at this price each.
     *
     * @throws ArithmeticException on overflow
     */
    public NanoWon times(long units) {
        return new NanoWon(Math.multiplyExact(value, units));
    }

    /** Won, halves away from zero: the one rounding of a line of an invoice. */
    public long toWonHalfUp() {
        long quotient = value / PER_WON;
        long remainder = value % PER_WON;
        return Math.abs(remainder) * 2 >= PER_WON ? quotient + Long.signum(value) : quotient;
    }

    /** The exact amount in won, for example {@code 12.3456}; no exponent, no trailing zeros. */
    public String toWonText() {
        return new java.math.BigDecimal(BigInteger.valueOf(value), 9)
                .stripTrailingZeros()
                .toPlainString();
    }

    @Override
    public int compareTo(NanoWon other) {
        return Long.compare(value, other.value);
    }
}
