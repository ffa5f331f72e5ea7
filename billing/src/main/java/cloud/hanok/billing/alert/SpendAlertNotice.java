package cloud.hanok.billing.alert;

/** Brings a reached threshold to those who shall hear of it. Blocks. */
@FunctionalInterface
public interface SpendAlertNotice {
    /**
     * Writes a mail to each, under {@link SpendAlertFiring#mailTo}. May be called again with the same firing, by several at once.
     *
     * @throws RuntimeException when not all of them were surely written: it is called again
     */
    void tell(SpendAlertFiring firing);
}
