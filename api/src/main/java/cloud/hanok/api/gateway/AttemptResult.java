package cloud.hanok.api.gateway;

import cloud.hanok.billing.price.TokenUsage;
import cloud.hanok.billing.usage.Outcome;
import cloud.hanok.platform.money.NanoWon;

/**
 * What an attempt came to.
 *
 * @param outcome how it ended
 * @param usage what was handed over
 * @param cost of that
 * @param estimated whether the tokens were counted by us
 */
record AttemptResult(Outcome outcome, TokenUsage usage, NanoWon cost, boolean estimated) {}
