package cloud.hanok.cluster.fairness;

/**
 * How evenly something is divided: 1 when all have the same, 1/n when one of n has it all (Jain, Chiu and Hawe, 1984).
 */
public final class JainIndex {
    private JainIndex() {}

    /**
     * (sum x)^2 / (n * sum x^2).
     *
     * @param amounts at least 0 each, already divided by what each is entitled to
     * @return 1 for none, and where all are 0
     */
    public static double of(double... amounts) {
        double sum = 0;
        double squares = 0;
        for (double amount : amounts) {
            if (!(amount >= 0)) {
                throw new IllegalArgumentException("an amount is at least 0: " + amount);
            }
            sum += amount;
            squares += amount * amount;
        }
        return squares == 0 ? 1 : sum * sum / (amounts.length * squares);
    }
}
