package cloud.hanok.billing.alert;

import cloud.hanok.platform.money.NanoWon;
import java.time.Instant;
import java.time.YearMonth;

/**
 * What an alert told last.
 *
 * @param month of Seoul's calendar
 * @param thresholdWon what was reached
 * @param spent what was said to be spent
 * @param at when that was decided
 * @param mailed whether the mails were surely written
 */
record ToldAlert(YearMonth month, long thresholdWon, NanoWon spent, Instant at, boolean mailed) {}
