package cloud.hanok.api.receipts;

import cloud.hanok.compliance.receipt.ReceiptView;
import cloud.hanok.compliance.receipt.ReceiptView.LoggedLeaf;
import cloud.hanok.platform.id.RequestId;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * A receipt that is in the log.
 *
 * @param object always {@code receipt}
 * @param id the request's
 * @param status always {@code logged}
 * @param origin of the log
 * @param attempts how often an engine was asked; the leaves are those of the last attempt
 * @param opening what was decided before the engine was called
 * @param closing what became of it
 * @param amendment what replaces the closing one's usage, or null
 */
public record LoggedReceipt(
        String object,
        String id,
        String status,
        String origin,
        int attempts,
        LeafView opening,
        LeafView closing,
        @Nullable LeafView amendment) {

    static LoggedReceipt of(RequestId request, ReceiptView.Logged logged) {
        return new LoggedReceipt(
                "receipt",
                request.text(),
                "logged",
                logged.origin(),
                logged.attempts(),
                LeafView.of(logged.opening()),
                LeafView.of(logged.closing()),
                logged.amendment().map(LeafView::of).orElse(null));
    }

    /**
     * The entry of the log at {@code index} is SHA-256 over salt and receipt.
     *
     * @param index in the log
     * @param salt base64
     * @param receipt base64 of the exact bytes
     */
    public record LeafView(long index, String salt, String receipt) {
        static LeafView of(LoggedLeaf leaf) {
            Base64.Encoder base64 = Base64.getEncoder();
            return new LeafView(
                    leaf.index(), base64.encodeToString(leaf.salt()), base64.encodeToString(leaf.receipt()));
        }
    }
}
