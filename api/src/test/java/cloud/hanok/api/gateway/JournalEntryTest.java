package cloud.hanok.api.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.hanok.billing.price.TokenPrice;
import cloud.hanok.billing.price.TokenUsage;
import cloud.hanok.billing.usage.Outcome;
import cloud.hanok.billing.usage.RequestMetadata;
import cloud.hanok.platform.id.CallerId;
import cloud.hanok.platform.id.DeploymentId;
import cloud.hanok.platform.id.KeyId;
import cloud.hanok.platform.id.MemberId;
import cloud.hanok.platform.id.PriceId;
import cloud.hanok.platform.id.ProjectId;
import cloud.hanok.platform.id.TenantId;
import cloud.hanok.platform.id.Ulid;
import cloud.hanok.platform.journal.JournalSettings;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class JournalEntryTest {
    /** What was a whole SETTLE's bound before it held what a client says. */
    private static final int RECEIPT_BYTES = 8 << 10;

    /** After the version, five ids, price and estimate and start, three counts and the outcome. */
    private static final int FLAGS_AT = 1 + 5 * Ulid.BYTES + (4 + 2 + 3) * Long.BYTES + 1;

    private static final Instant AT = Instant.parse("2026-11-22T09:00:00.007Z");

    /** What a gateway wrote before there were members who ask. */
    private static final String OF_AN_EARLIER_RELEASE = "01"
            + "00000000000000010000000000000002"
            + "00000000000000030000000000000004"
            + "00000000000000050000000000000006"
            + "00000000000000070000000000000008"
            + "0000000000000009000000000000000a"
            + "000000000000000b000000000000000c000000000000000d0000000000000000"
            + "000000000000000e000001a2027bd687"
            + "000000000000001000000000000000110000000000000012"
            + "0003000001a2027bd687"
            + "00036d2d31"
            + "09".repeat(32)
            + "00027b7d";

    @Test
    void whatWasWrittenForAKeyByAnEarlierReleaseIsReadAndWrittenTheSame() {
        JournalEntry entry = of(new KeyId(new Ulid(5, 6)));
        assertThat(HexFormat.of().formatHex(entry.encode())).isEqualTo(OF_AN_EARLIER_RELEASE);
        JournalEntry read = JournalEntry.decode(HexFormat.of().parseHex(OF_AN_EARLIER_RELEASE));
        assertThat(read.facts()).isEqualTo(entry.facts());
        assertThat(read.ending()).isEqualTo(entry.ending());
    }

    @Test
    void aMemberComesBackAsAMember() {
        JournalEntry entry = of(new MemberId(new Ulid(5, 6)));
        assertThat(JournalEntry.decode(entry.encode()).facts()).isEqualTo(entry.facts());
    }

    @Test
    void aRecordOfALaterReleaseIsRefusedAndNotMisread() {
        byte[] later = of(new KeyId(new Ulid(5, 6))).encode();
        later[0] = 3;
        assertThatThrownBy(() -> JournalEntry.decode(later)).hasMessageContaining("unknown version 3");
    }

    @Test
    void theClaimOfAnIdempotencyKeyComesBackWithItsRequest() {
        String claim = "0f".repeat(32);
        JournalEntry entry = of(new KeyId(new Ulid(5, 6)), claim);
        JournalEntry read = JournalEntry.decode(entry.encode());
        assertThat(read.facts().claim()).isEqualTo(claim);
        assertThat(read.facts()).isEqualTo(entry.facts());
        assertThat(read.ending()).isEqualTo(entry.ending());
    }

    @Test
    void whatTheClientSaidComesBackWithAndWithoutAClaimAndWithinASettle() {
        Map<String, String> longest = new HashMap<>();
        for (int i = 0; i < RequestMetadata.MAX_PAIRS; i++) {
            longest.put("𐀀".repeat(RequestMetadata.MAX_NAME_CHARACTERS - 1) + (char) ('a' + i), "𐀀".repeat(512));
        }
        for (String claim : Arrays.asList(null, "0f".repeat(32))) {
            for (Map<String, String> pairs : List.of(Map.of("team", "상담", "empty", ""), longest)) {
                JournalEntry entry = of(new MemberId(new Ulid(5, 6)), claim, RequestMetadata.of(pairs));
                JournalEntry read = JournalEntry.decode(entry.encode());
                assertThat(read.facts().metadata().pairs()).isEqualTo(pairs);
                assertThat(read.facts()).isEqualTo(entry.facts());
                assertThat(read.ending()).isEqualTo(entry.ending());
                assertThat(read.receipt()).isEqualTo(entry.receipt());
                assertThat(entry.encode().length + RECEIPT_BYTES)
                        .isLessThan(JournalSettings.of(Path.of("journal"), "gateway-0")
                                .maximumSettleBytes());
            }
        }
    }

    @Test
    void imagesAndReasoningComeBackAndCountAsInputAndOutputForWhoKnowsNothingOfThem() {
        for (TokenUsage usage : List.of(new TokenUsage(16, 17, 5, 18, 0), new TokenUsage(16, 17, 0, 18, 6))) {
            JournalEntry plain = of(new KeyId(new Ulid(5, 6)));
            JournalEntry entry = new JournalEntry(plain.facts(), ending(usage), plain.salt(), plain.receipt());
            byte[] bytes = entry.encode();
            assertThat(JournalEntry.decode(bytes).ending()).isEqualTo(entry.ending());

            JournalEntry wholes = new JournalEntry(
                    plain.facts(),
                    ending(TokenUsage.ofPrompt(usage.promptTokens(), usage.cachedTokens(), usage.completionTokens())),
                    plain.salt(),
                    plain.receipt());
            byte[] known = wholes.encode();
            assertThat(bytes).hasSize(known.length + 2 * Long.BYTES);
            byte[] cut = Arrays.copyOf(bytes, known.length);
            cut[FLAGS_AT] = known[FLAGS_AT];
            assertThat(cut).isEqualTo(known);
        }
    }

    private static JournalEntry.Ending ending(TokenUsage usage) {
        return new JournalEntry.Ending(usage, Outcome.COMPLETED, true, true, AT);
    }

    private static JournalEntry of(CallerId caller) {
        return of(caller, null);
    }

    private static JournalEntry of(CallerId caller, @Nullable String claim) {
        return of(caller, claim, RequestMetadata.NONE);
    }

    private static JournalEntry of(CallerId caller, @Nullable String claim, RequestMetadata metadata) {
        byte[] salt = new byte[32];
        Arrays.fill(salt, (byte) 9);
        var price = new TokenPrice(new PriceId(new Ulid(9, 10)), 11, 12, 13, Instant.EPOCH);
        var facts = new JournalEntry.Facts(
                new TenantId(new Ulid(1, 2)),
                new ProjectId(new Ulid(3, 4)),
                caller,
                new DeploymentId(new Ulid(7, 8)),
                price,
                "m-1",
                14,
                AT,
                claim,
                metadata);
        return new JournalEntry(facts, ending(new TokenUsage(16, 17, 18)), salt, new byte[] {'{', '}'});
    }
}
