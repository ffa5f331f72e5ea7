package cloud.hanok.billing.price;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.hanok.billing.BillingProblemException;
import cloud.hanok.platform.id.PriceId;
import cloud.hanok.platform.id.Ulid;
import java.math.BigInteger;
import java.time.Instant;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

class RatingTest {
    private static final long BILLION = 1_000_000_000L;

    @Property
    void costIsTheExactSumOfTheThreeBucketsOrIsRefused(
            @ForAll @LongRange(max = TokenPrice.MAX_NANO_WON) long input,
            @ForAll @LongRange(max = TokenPrice.MAX_NANO_WON) long cached,
            @ForAll @LongRange(max = TokenPrice.MAX_NANO_WON) long output,
            @ForAll @LongRange(max = TokenUsage.MAX_TOKENS) long inputTokens,
            @ForAll @LongRange(max = TokenUsage.MAX_TOKENS) long cachedTokens,
            @ForAll @LongRange(max = TokenUsage.MAX_TOKENS) long outputTokens) {
        TokenUsage usage = new TokenUsage(inputTokens, cachedTokens, outputTokens);
        BigInteger exact =
                product(input, inputTokens).add(product(cached, cachedTokens)).add(product(output, outputTokens));
        if (exact.bitLength() <= 63) {
            assertThat(Rating.cost(price(input, cached, output), usage).value()).isEqualTo(exact.longValueExact());
        } else {
            assertThatThrownBy(() -> Rating.cost(price(input, cached, output), usage))
                    .isInstanceOf(ArithmeticException.class);
        }
    }

    @Property
    void withinTheSafeBoundNothingIsEverRefused(
            @ForAll @LongRange(max = Rating.SAFE_TOKENS) long first,
            @ForAll @LongRange(max = Rating.SAFE_TOKENS) long second) {
        long input = Math.min(first, second);
        long cached = Math.max(first, second) - input;
        long output = Rating.SAFE_TOKENS - Math.max(first, second);
        TokenPrice dearest = price(TokenPrice.MAX_NANO_WON, TokenPrice.MAX_NANO_WON, TokenPrice.MAX_NANO_WON);

        assertThat(Rating.cost(dearest, new TokenUsage(input, cached, output)).value())
                .isEqualTo(9_000_000_000_000_000_000L);
    }

    @Property
    void aBatchCostsHalfAndNeverMore(
            @ForAll @LongRange(max = TokenPrice.MAX_NANO_WON) long input,
            @ForAll @LongRange(max = TokenPrice.MAX_NANO_WON) long output,
            @ForAll @LongRange(max = 1_000) long tokens) {
        TokenPrice list = price(input, input / 3, output);
        TokenPrice batch = list.ofBatch();
        TokenUsage usage = new TokenUsage(tokens, tokens, tokens);

        long twice = 2 * Rating.cost(batch, usage).value();
        assertThat(twice)
                .isBetween(
                        Rating.cost(list, usage).value() - 3 * tokens,
                        Rating.cost(list, usage).value());
        assertThat(batch.id())
                .isNotEqualTo(list.id())
                .isEqualTo(PriceId.parse(batch.id().text()));
        assertThat(batch.id().isOfBatch()).isTrue();
        assertThat(list.id().isOfBatch()).isFalse();
        assertThat(batch.id().list()).isEqualTo(list.id());
        assertThat(batch.ofBatch()).isEqualTo(batch);
    }

    @Property
    void splittingAPromptIntoCachedAndComputedLosesNoToken(
            @ForAll @LongRange(max = BILLION) long prompt, @ForAll @LongRange(max = BILLION) long cached) {
        if (cached > prompt) {
            assertThatThrownBy(() -> TokenUsage.ofPrompt(prompt, cached, 0)).hasMessageContaining("cachedTokens");
        } else {
            TokenUsage usage = TokenUsage.ofPrompt(prompt, cached, 5);
            assertThat(usage.promptTokens()).isEqualTo(prompt);
            assertThat(usage.totalTokens()).isEqualTo(prompt + 5);
        }
    }

    @Property
    void theFiveBucketsAddUpToWhatTheEngineCountedAndCostWhatThreeWould(
            @ForAll @LongRange(max = 1_000_000) long prompt,
            @ForAll @LongRange(max = 1_000_000) long completion,
            @ForAll @LongRange(max = 100) long cachedPercent,
            @ForAll @LongRange(max = 100) long imagePercent,
            @ForAll @LongRange(max = 100) long reasoningPercent) {
        long cached = prompt * cachedPercent / 100;
        long image = (prompt - cached) * imagePercent / 100;
        long reasoning = completion * reasoningPercent / 100;
        TokenUsage usage = TokenUsage.ofPrompt(prompt, cached, image, completion, reasoning);

        assertThat(usage.inputTokens() + usage.cachedTokens() + usage.imageTokens())
                .isEqualTo(usage.promptTokens())
                .isEqualTo(prompt);
        assertThat(usage.outputTokens() + usage.reasoningTokens())
                .isEqualTo(usage.completionTokens())
                .isEqualTo(completion);
        assertThat(usage.totalTokens()).isEqualTo(prompt + completion);
        assertThat(usage.prompt().totalTokens()).isEqualTo(prompt);
        assertThat(usage.completion().totalTokens()).isEqualTo(completion);
        TokenPrice price = price(150_000, 15_000, 600_000);
        assertThat(Rating.cost(price, usage))
                .isEqualTo(Rating.cost(price, TokenUsage.ofPrompt(prompt, cached, completion)));
        assertThatThrownBy(() -> TokenUsage.ofPrompt(prompt, cached, prompt - cached + 1, completion, 0))
                .hasMessageContaining("imageTokens");
        assertThatThrownBy(() -> TokenUsage.ofPrompt(prompt, cached, image, completion, completion + 1))
                .hasMessageContaining("reasoningTokens");
    }

    @Example
    void aFewTokensCostAFractionOfAWonAndAreNotRounded() {
        assertThat(Rating.cost(price(150_000, 15_000, 600_000), new TokenUsage(10, 0, 10))
                        .toWonText())
                .isEqualTo("0.0075");
    }

    @Example
    void aPriceOutOfBoundsIsRefusedByName() {
        assertThatThrownBy(() -> price(0, -1, 0)).isInstanceOfSatisfying(BillingProblemException.class, e -> {
            assertThat(e.problem().code()).isEqualTo("price_out_of_range");
            assertThat(e.problem().field()).isEqualTo("cachedNanoWon");
            assertThat(e.problem().korean()).contains("1000000000000").contains("-1");
        });
        assertThatThrownBy(() -> price(0, 0, TokenPrice.MAX_NANO_WON + 1)).hasMessageContaining("outputNanoWon");
        assertThat(price(TokenPrice.MAX_NANO_WON, 0, 0).inputNanoWon()).isEqualTo(1_000_000_000_000L);
    }

    @Example
    void aBrokenCounterIsNoUsage() {
        assertThatThrownBy(() -> new TokenUsage(0, 0, -1)).hasMessageContaining("outputTokens");
        assertThatThrownBy(() -> new TokenUsage(TokenUsage.MAX_TOKENS + 1, 0, 0))
                .hasMessageContaining("inputTokens");
    }

    private static BigInteger product(long price, long tokens) {
        return BigInteger.valueOf(price).multiply(BigInteger.valueOf(tokens));
    }

    private static TokenPrice price(long input, long cached, long output) {
        return new TokenPrice(new PriceId(new Ulid(1, 1)), input, cached, output, Instant.EPOCH);
    }
}
