package cloud.hanok.compliance.receipt;

/**
 * A tenant's log as others see it. It does not say whose it is.
 *
 * @param logId random, 32 hexadecimal digits
 * @param origin host, {@code /log/}, log id
 * @param vkey verifier key of its checkpoints (C2SP signed-note)
 */
public record LogIdentity(String logId, String origin, String vkey) {
    /**
     * Where its checkpoint and tiles are, without a slash at the end.
     *
     * @param base address of the installation, without a slash at the end
     */
    public String url(String base) {
        return base + "/log/" + logId;
    }
}
