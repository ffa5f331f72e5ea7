package cloud.hanok.api.gateway;

import cloud.hanok.billing.price.TokenPrice;
import cloud.hanok.billing.price.TokenUsage;
import cloud.hanok.billing.usage.Outcome;
import cloud.hanok.platform.id.CallerId;
import cloud.hanok.platform.id.DeploymentId;
import cloud.hanok.platform.id.Id;
import cloud.hanok.platform.id.KeyId;
import cloud.hanok.platform.id.MemberId;
import cloud.hanok.platform.id.PriceId;
import cloud.hanok.platform.id.ProjectId;
import cloud.hanok.platform.id.TenantId;
import cloud.hanok.platform.id.Ulid;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * What a record of the gateway's journal says beside request and attempt: all that shipping or recovery needs, so that
 * neither has to look anything up. One binary form for OPEN, SETTLE and AMEND; big-endian, lengths before what varies.
 *
 * @param facts who asked what of whom, at which price
 * @param ending what became of it; in an OPEN nothing was used yet
 * @param salt of the leaf, 32 bytes
 * @param receipt the leaf's exact bytes
 */
@SuppressWarnings("ArrayRecordComponent")
record JournalEntry(Facts facts, Ending ending, byte[] salt, byte[] receipt) {
    /** In the flags: the name of an idempotency claim follows what all records have. */
    private static final int KEYED = 4;

    private static final int CLAIM_BYTES = 32;

    /** A key called: what a gateway of before there were members writes, and reads. */
    private static final byte OF_KEY = 1;

    /** The same, with a member in the place of the key. */
    private static final byte OF_MEMBER = 2;

    private static final int SALT_BYTES = 32;
    private static final int FIXED_BYTES = 1 + 5 * Ulid.BYTES + 3 * Long.BYTES + 5 * Long.BYTES + 2 + SALT_BYTES;

    /**
     * @param promptEstimateTokens what the prompt is billed as where the engine never counted it
     * @param claim the name of its idempotency claim in hexadecimal digits, or null where it came without a key
     */
    record Facts(
            TenantId tenant,
            ProjectId project,
            CallerId caller,
            DeploymentId deployment,
            TokenPrice price,
            String model,
            long promptEstimateTokens,
            Instant startedAt,
            @Nullable String claim) {}

    /**
     * @param usage the tokens that were handed over
     * @param partial whether less was handed over than the engine made
     * @param estimated whether we counted because the engine did not
     */
    record Ending(TokenUsage usage, Outcome outcome, boolean partial, boolean estimated, Instant endedAt) {
        private static final int PARTIAL = 1;
        private static final int ESTIMATED = 2;

        int flags() {
            return (partial ? PARTIAL : 0) | (estimated ? ESTIMATED : 0);
        }
    }

    /** Its binary form. */
    byte[] encode() {
        byte[] model = facts.model.getBytes(StandardCharsets.UTF_8);
        String claim = facts.claim;
        ByteBuffer out = ByteBuffer.allocate(FIXED_BYTES
                + 2 * Short.BYTES
                + 2 * Long.BYTES
                + model.length
                + receipt.length
                + (claim == null ? 0 : CLAIM_BYTES));
        out.put(
                switch (facts.caller) {
                    case KeyId key -> OF_KEY;
                    case MemberId member -> OF_MEMBER;
                });
        put(out, facts.tenant);
        put(out, facts.project);
        put(out, facts.caller);
        put(out, facts.deployment);
        TokenPrice price = facts.price;
        put(out, price.id());
        out.putLong(price.inputNanoWon()).putLong(price.cachedNanoWon()).putLong(price.outputNanoWon());
        out.putLong(price.from().toEpochMilli());
        out.putLong(facts.promptEstimateTokens).putLong(facts.startedAt.toEpochMilli());
        TokenUsage usage = ending.usage;
        out.putLong(usage.inputTokens()).putLong(usage.cachedTokens()).putLong(usage.outputTokens());
        out.put((byte) ending.outcome.ordinal()).put((byte) (ending.flags() | (claim == null ? 0 : KEYED)));
        out.putLong(ending.endedAt.toEpochMilli());
        out.putShort((short) model.length).put(model);
        out.put(salt);
        out.putShort((short) receipt.length).put(receipt);
        if (claim != null) {
            out.put(HexFormat.of().parseHex(claim));
        }
        return out.array();
    }

    /**
     * Reads what {@link #encode()} wrote.
     *
     * @throws IllegalArgumentException when it is of another version
     */
    static JournalEntry decode(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        byte version = in.get();
        if (version != OF_KEY && version != OF_MEMBER) {
            throw new IllegalArgumentException("a record of the journal is of the unknown version " + version);
        }
        TenantId tenant = new TenantId(Ulid.read(in));
        ProjectId project = new ProjectId(Ulid.read(in));
        Ulid callerUlid = Ulid.read(in);
        CallerId caller = version == OF_KEY ? new KeyId(callerUlid) : new MemberId(callerUlid);
        DeploymentId deployment = new DeploymentId(Ulid.read(in));
        PriceId priceId = new PriceId(Ulid.read(in));
        TokenPrice price =
                new TokenPrice(priceId, in.getLong(), in.getLong(), in.getLong(), Instant.ofEpochMilli(in.getLong()));
        long promptEstimate = in.getLong();
        Instant startedAt = Instant.ofEpochMilli(in.getLong());
        TokenUsage usage = new TokenUsage(in.getLong(), in.getLong(), in.getLong());
        Outcome outcome = Outcome.values()[in.get()];
        int flags = in.get();
        Instant endedAt = Instant.ofEpochMilli(in.getLong());
        String model = new String(take(in, Short.toUnsignedInt(in.getShort())), StandardCharsets.UTF_8);
        byte[] salt = take(in, SALT_BYTES);
        byte[] receipt = take(in, Short.toUnsignedInt(in.getShort()));
        String claim = (flags & KEYED) == 0 ? null : HexFormat.of().formatHex(take(in, CLAIM_BYTES));
        var facts = new Facts(tenant, project, caller, deployment, price, model, promptEstimate, startedAt, claim);
        var ending =
                new Ending(usage, outcome, (flags & Ending.PARTIAL) != 0, (flags & Ending.ESTIMATED) != 0, endedAt);
        return new JournalEntry(facts, ending, salt, receipt);
    }

    private static void put(ByteBuffer out, Id id) {
        id.ulid().write(out);
    }

    private static byte[] take(ByteBuffer in, int length) {
        byte[] taken = new byte[length];
        in.get(taken);
        return taken;
    }
}
