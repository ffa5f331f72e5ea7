package cloud.hanok.billing.invoice;

/** How VAT (부가가치세) is computed. The rate is that of the Value-Added Tax Act, Art. 30. */
public enum VatPolicy {
    /** 10 % of the sum of an invoice's lines, the fraction of a won dropped. */
    PER_INVOICE_DOWN {
        @Override
        public long vatWon(long supplyWon) {
            return supplyWon / 10;
        }
    };

    /**
     * The tax on a supply value (공급가액), both in won.
     */
    public abstract long vatWon(long supplyWon);
}
