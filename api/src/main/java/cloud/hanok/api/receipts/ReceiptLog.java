package cloud.hanok.api.receipts;

import cloud.hanok.compliance.receipt.LogIdentity;

/**
 * The log that a tenant's receipts are in, as verifiers need it. Who keeps the key that they were told first notices when another is told later.
 *
 * @param object always {@code receipt_log}
 * @param origin first line of its checkpoints
 * @param url where its checkpoint and tiles are, without a slash at the end
 * @param vkey verifier key of its checkpoints (C2SP signed-note)
 */
public record ReceiptLog(String object, String origin, String url, String vkey) {
    static ReceiptLog of(LogIdentity log, String base) {
        return new ReceiptLog("receipt_log", log.origin(), log.url(base), log.vkey());
    }
}
