package cloud.hanok.billing.usage;

import cloud.hanok.platform.money.NanoWon;
import org.jspecify.annotations.Nullable;

/**
 * One bucket of a group's usage with what it cost.
 *
 * @param group whose it is
 * @param kind which bucket
 * @param quantity tokens; 0 for {@link Kind#DIFFERENCE}
 * @param unitNanoWon the price of one; null for {@link Kind#DIFFERENCE}
 * @param amount exactly; quantity times unit price
 */
public record UsageLine(
        UsageGroup group,
        Kind kind,
        long quantity,
        @Nullable Long unitNanoWon,
        NanoWon amount) {
    /** What a line charges for. */
    public enum Kind {
        /** Computed tokens of prompts, images included. */
        INPUT("input"),
        /** Cached tokens of prompts. */
        CACHED_INPUT("cached input"),
        /** Tokens of answers, reasoning included. */
        OUTPUT("output"),
        /**
         * What the events say beyond tokens times price. There is none unless a gateway rated wrongly; then it is shown
         * rather than hidden, for the events are what was promised to the caller.
         */
        DIFFERENCE("difference");

        private final String label;

        Kind(String label) {
            this.label = label;
        }

        /** As it stands on a line. */
        public String label() {
            return label;
        }
    }

    /** Name of the line in a report: {@code model, bucket}, as OpenAI's costs have it; of a batch, {@code model, batch bucket}. */
    public String lineItem() {
        return group.model() + ", " + (group.inBatch() ? "batch " : "") + kind.label();
    }
}
