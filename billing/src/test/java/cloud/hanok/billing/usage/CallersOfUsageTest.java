package cloud.hanok.billing.usage;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.hanok.billing.Samples;
import cloud.hanok.billing.price.TokenUsage;
import cloud.hanok.platform.cassandra.Cql;
import cloud.hanok.platform.id.CallerId;
import cloud.hanok.platform.id.KeyId;
import cloud.hanok.platform.id.MemberId;
import cloud.hanok.platform.id.PriceId;
import cloud.hanok.platform.id.ProjectId;
import cloud.hanok.platform.id.Ulid;
import cloud.hanok.platform.money.NanoWon;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is stored of keys is as it was before members could ask, anything be said about a request, or tokens told apart. */
class CallersOfUsageTest {
    private static final Instant AT = Instant.parse("2026-11-22T01:02:03.456Z");

    private final Samples samples = new Samples(7);

    @Test
    void aRowOfAKeyHasTheFingerprintOfAnEarlierReleaseAndOneOfAMemberItsOwn() throws NoSuchAlgorithmException {
        List<@Nullable Object> ofKey = values(new KeyId(new Ulid(3, 4)));
        assertThat(ofKey).hasSize(UsageRow.COLUMN_COUNT);
        assertThat(ofKey.subList(22, UsageRow.COLUMN_COUNT)).containsOnly(Cql.UNSET);
        List<@Nullable Object> before = new ArrayList<>(ofKey.subList(0, 22));
        Object fingerprint = before.remove(UsageRow.FINGERPRINT);
        byte[] hash =
                MessageDigest.getInstance("SHA-256").digest(before.toString().getBytes(StandardCharsets.UTF_8));
        assertThat(fingerprint).isEqualTo(ByteBuffer.wrap(hash).getLong());

        List<@Nullable Object> ofMember = values(new MemberId(new Ulid(3, 4)));
        assertThat(ofMember).hasSize(UsageRow.COLUMN_COUNT);
        assertThat(ofMember.get(22)).isEqualTo("mem_0000000000001G000000000004");
        assertThat(ofMember.get(7)).isNull();
        assertThat(ofMember.get(UsageRow.FINGERPRINT))
                .isNotEqualTo(fingerprint)
                .isNotEqualTo(values(new MemberId(new Ulid(3, 5))).get(UsageRow.FINGERPRINT));
    }

    @Test
    void whatWasSaidAboutARequestIsInItsRowAndInItsFingerprint() {
        KeyId key = new KeyId(new Ulid(3, 4));
        List<@Nullable Object> said = values(key, RequestMetadata.of(Map.of("team", "상담", "order", "7")));
        assertThat(said.get(22)).isEqualTo(Cql.UNSET);
        assertThat(said.get(23)).isEqualTo(Map.of("order", "7", "team", "상담"));
        assertThat(said.get(UsageRow.FINGERPRINT))
                .isNotEqualTo(values(key).get(UsageRow.FINGERPRINT))
                .isNotEqualTo(
                        values(key, RequestMetadata.of(Map.of("team", "상담"))).get(UsageRow.FINGERPRINT));
    }

    @Test
    void imagesAndReasoningAreInTheRowOnlyWhereThereAreSomeAndWithinItsInputAndOutput() {
        KeyId key = new KeyId(new Ulid(3, 4));
        List<@Nullable Object> plain = values(key, RequestMetadata.NONE, new TokenUsage(10, 2, 20));
        assertThat(plain.subList(24, 26)).containsOnly(Cql.UNSET);
        List<@Nullable Object> image = values(key, RequestMetadata.NONE, new TokenUsage(6, 2, 4, 20, 0));
        assertThat(image.subList(24, 26)).containsExactly(4L, Cql.UNSET);
        List<@Nullable Object> reasoning = values(key, RequestMetadata.NONE, new TokenUsage(10, 2, 0, 16, 4));
        assertThat(reasoning.subList(24, 26)).containsExactly(Cql.UNSET, 4L);
        for (List<@Nullable Object> row : List.of(plain, image, reasoning)) {
            assertThat(row.subList(11, 14)).containsExactly(10L, 2L, 20L);
        }
        assertThat(List.of(plain, image, reasoning))
                .extracting(row -> row.get(UsageRow.FINGERPRINT))
                .doesNotHaveDuplicates();
    }

    private List<@Nullable Object> values(CallerId caller) {
        return values(caller, RequestMetadata.NONE);
    }

    private List<@Nullable Object> values(CallerId caller, RequestMetadata metadata) {
        return values(caller, metadata, new TokenUsage(10, 2, 20));
    }

    private List<@Nullable Object> values(CallerId caller, RequestMetadata metadata, TokenUsage usage) {
        UsageEvent event = new Samples(7).event(AT);
        BilledAttempt of = event.attempt();
        BilledAttempt attempt = new BilledAttempt(
                of.request(), 1, of.tenant(), of.project(), caller, of.deployment(), of.model(), of.price(), metadata);
        return new UsageRow.Event(new UsageEvent(
                        attempt,
                        usage,
                        event.cost(),
                        event.outcome(),
                        event.partial(),
                        event.estimated(),
                        event.startedAt(),
                        event.endedAt(),
                        event.gateway(),
                        event.sequence()))
                .values();
    }

    @Test
    void rollupsOfEarlierReleasesAreStillRead() throws IOException {
        assertRead(1);
        assertRead(2);
    }

    /** One of before there were members, or of before images and reasoning were summed apart. */
    private static void assertRead(int format) throws IOException {
        UsageTotals totals = new UsageTotals(1, 2, 3, 4, new NanoWon(5));
        UsageGroup group = new UsageGroup(
                new ProjectId(new Ulid(1, 2)), new KeyId(new Ulid(3, 4)), "한옥", new PriceId(new Ulid(5, 6)));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(format);
            out.writeUTF("marks");
            out.writeInt(1);
            out.writeLong(1);
            out.writeLong(2);
            if (format > 1) {
                out.writeBoolean(false);
            }
            out.writeLong(3);
            out.writeLong(4);
            out.writeUTF("한옥");
            for (long number : new long[] {5, 6, 1, 2, 3, 4, 5}) {
                out.writeLong(number);
            }
        }
        Rollup read = Rollup.decode(ByteBuffer.wrap(bytes.toByteArray()));
        assertThat(read.sums().byGroup()).containsOnlyKeys(group).containsValue(totals);
    }

    @Test
    void aRollupKnowsKeysFromMembersOfTheSameUlid() {
        UsageSums sums = new UsageSums();
        for (CallerId caller : samples.callers) {
            Ulid ulid = new Ulid(3, 4);
            CallerId same = caller instanceof KeyId ? new KeyId(ulid) : new MemberId(ulid);
            UsageGroup group = new UsageGroup(samples.projects.getFirst(), same, "m", new PriceId(ulid));
            sums.add(group, new UsageTotals(1, 2, 3, 4, 5, 6, new NanoWon(7)));
        }
        assertThat(sums.byGroup()).hasSize(2);
        assertThat(Rollup.decode(new Rollup("marks", sums).encode()).sums()).isEqualTo(sums);
    }
}
