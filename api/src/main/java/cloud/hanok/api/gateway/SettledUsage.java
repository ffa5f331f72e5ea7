package cloud.hanok.api.gateway;

import cloud.hanok.billing.price.Rating;
import cloud.hanok.billing.price.TokenUsage;
import cloud.hanok.compliance.receipt.AmendmentFacts;
import cloud.hanok.compliance.receipt.ClosingFacts;
import cloud.hanok.compliance.receipt.ReceiptUsage;
import cloud.hanok.platform.id.RequestId;
import cloud.hanok.platform.money.NanoWon;
import java.time.Instant;
import java.util.Locale;

/** What was used, in the words of a receipt: images are input there, and reasoning is output. */
final class SettledUsage {
    /**
     * Bytes of a request's body for each token of a prompt that no engine counted. Korean text takes about three bytes a
     * token and English about four, and the body holds more than the prompt: the estimate is rather low than high, and
     * flagged.
     */
    private static final int BYTES_PER_TOKEN = 4;

    private SettledUsage() {}

    /** Of a request of which nothing is computed there is nothing to charge. */
    static long promptEstimate(InferenceRequest request) {
        return request.body().operation().computes() ? Math.max(1, request.received().length / BYTES_PER_TOKEN) : 0;
    }

    static byte[] closing(
            Gateway gateway,
            RequestId request,
            int attempt,
            byte[] openingLeaf,
            JournalEntry.Facts facts,
            JournalEntry.Ending ending,
            NanoWon cost,
            byte[] outputHmac) {
        TokenUsage usage = ending.usage();
        return gateway.receipts()
                .closing(new ClosingFacts(
                        request,
                        attempt,
                        openingLeaf,
                        ending.outcome().name().toLowerCase(Locale.ROOT),
                        new ReceiptUsage(
                                usage.promptTokens() - usage.cachedTokens(),
                                usage.cachedTokens(),
                                usage.completionTokens(),
                                ending.estimated(),
                                ending.partial()),
                        cost,
                        outputHmac,
                        facts.startedAt(),
                        ending.endedAt()));
    }

    static byte[] amendment(
            Gateway gateway,
            RequestId request,
            int attempt,
            byte[] closingLeaf,
            JournalEntry.Facts facts,
            AttemptResult was,
            Instant at) {
        TokenUsage charged = was.usage().prompt();
        return gateway.receipts()
                .amendment(new AmendmentFacts(
                        request,
                        attempt,
                        closingLeaf,
                        "body_not_written",
                        new ReceiptUsage(
                                charged.promptTokens() - charged.cachedTokens(),
                                charged.cachedTokens(),
                                0,
                                was.estimated(),
                                true),
                        Rating.cost(facts.price(), charged),
                        at));
    }
}
