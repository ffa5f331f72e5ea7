package cloud.hanok.api.gateway;

import cloud.hanok.billing.price.TokenPrice;
import cloud.hanok.billing.price.TokenUsage;
import cloud.hanok.billing.usage.Outcome;
import cloud.hanok.billing.usage.RequestMetadata;
import cloud.hanok.platform.id.CallerId;
import cloud.hanok.platform.id.DeploymentId;
import cloud.hanok.platform.id.Id;
import cloud.hanok.platform.id.KeyId;
import cloud.hanok.platform.id.MemberId;
import cloud.hanok.platform.id.PriceId;
import cloud.hanok.platform.id.ProjectId;
import cloud.hanok.platform.id.TenantId;
import cloud.hanok.platform.id.Ulid;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
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

    /** In the flags: what the client said about the request follows after that. */
    private static final int DESCRIBED = 8;

    /** In the flags: at the end, how many tokens of the input are of images, and of the output of reasoning. */
    private static final int DETAILED = 16;

    private static final int CLAIM_BYTES = 32;

    /** A key called: what a gateway of before there were members writes, and reads. */
    private static final byte OF_KEY = 1;

    /** The same, with a member in the place of the key. */
    private static final byte OF_MEMBER = 2;

    private static final byte[] NOTHING = {};
    private static final int SALT_BYTES = 32;
    private static final int FIXED_BYTES = 1 + 5 * Ulid.BYTES + 3 * Long.BYTES + 5 * Long.BYTES + 2 + SALT_BYTES;

    /**
     * @param promptEstimateTokens what the prompt is billed as where the engine never counted it
     * @param claim the name of its idempotency claim in hexadecimal digits, or null where it came without a key
     * @param metadata what the client said about it
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
            @Nullable String claim,
            RequestMetadata metadata) {}

    /**
     * @param usage the tokens that were handed over
     * @param partial whether less was handed over than the engine made
     * @param estimated whether we counted because the engine did not
     */
    record Ending(TokenUsage usage, Outcome outcome, boolean partial, boolean estimated, Instant endedAt) {
        private static final int PARTIAL = 1;
        private static final int ESTIMATED = 2;

        int flags() {
            return (partial ? PARTIAL : 0) | (estimated ? ESTIMATED : 0) | (isDetailed() ? DETAILED : 0);
        }

        boolean isDetailed() {
            return usage.imageTokens() > 0 || usage.reasoningTokens() > 0;
        }
    }

    /** Its binary form. */
    byte[] encode() {
        byte[] model = facts.model.getBytes(StandardCharsets.UTF_8);
        String claim = facts.claim;
        byte[] metadata = facts.metadata.isEmpty() ? NOTHING : bytes(facts.metadata);
        ByteBuffer out = ByteBuffer.allocate(FIXED_BYTES
                + 2 * Short.BYTES
                + 2 * Long.BYTES
                + model.length
                + receipt.length
                + (claim == null ? 0 : CLAIM_BYTES)
                + metadata.length
                + (ending.isDetailed() ? 2 * Long.BYTES : 0));
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
        out.putLong(usage.promptTokens() - usage.cachedTokens())
                .putLong(usage.cachedTokens())
                .putLong(usage.completionTokens());
        int flags = ending.flags() | (claim == null ? 0 : KEYED) | (facts.metadata.isEmpty() ? 0 : DESCRIBED);
        out.put((byte) ending.outcome.ordinal()).put((byte) flags);
        out.putLong(ending.endedAt.toEpochMilli());
        out.putShort((short) model.length).put(model);
        out.put(salt);
        out.putShort((short) receipt.length).put(receipt);
        if (claim != null) {
            out.put(HexFormat.of().parseHex(claim));
        }
        out.put(metadata);
        if (ending.isDetailed()) {
            out.putLong(usage.imageTokens()).putLong(usage.reasoningTokens());
        }
        return out.array();
    }

    /** How many pairs, then of each the name and the value. */
    private static byte[] bytes(RequestMetadata metadata) {
        var out = new ByteArrayOutputStream();
        out.write(metadata.pairs().size());
        metadata.pairs().forEach((name, value) -> {
            for (String text : List.of(name, value)) {
                byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                out.write(bytes.length >> 8);
                out.write(bytes.length);
                out.writeBytes(bytes);
            }
        });
        return out.toByteArray();
    }

    private static RequestMetadata metadata(ByteBuffer in) {
        int count = in.get();
        SortedMap<String, String> pairs = new TreeMap<>();
        for (int i = 0; i < count; i++) {
            pairs.put(text(in), text(in));
        }
        return new RequestMetadata(pairs);
    }

    private static String text(ByteBuffer in) {
        return new String(take(in, Short.toUnsignedInt(in.getShort())), StandardCharsets.UTF_8);
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
        long computed = in.getLong();
        long cached = in.getLong();
        long completion = in.getLong();
        Outcome outcome = Outcome.values()[in.get()];
        int flags = in.get();
        Instant endedAt = Instant.ofEpochMilli(in.getLong());
        String model = text(in);
        byte[] salt = take(in, SALT_BYTES);
        byte[] receipt = take(in, Short.toUnsignedInt(in.getShort()));
        String claim = (flags & KEYED) == 0 ? null : HexFormat.of().formatHex(take(in, CLAIM_BYTES));
        RequestMetadata metadata = (flags & DESCRIBED) == 0 ? RequestMetadata.NONE : metadata(in);
        boolean detailed = (flags & DETAILED) != 0;
        long image = detailed ? in.getLong() : 0;
        long reasoning = detailed ? in.getLong() : 0;
        TokenUsage usage = new TokenUsage(computed - image, cached, image, completion - reasoning, reasoning);
        var facts = new Facts(
                tenant, project, caller, deployment, price, model, promptEstimate, startedAt, claim, metadata);
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
