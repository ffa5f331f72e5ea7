package cloud.hanok.compliance.receipt;

import cloud.hanok.platform.id.KeyId;
import cloud.hanok.platform.id.MemberId;

/**
 * Writes receipts: canonical JSON, the same facts always the same bytes. Meant for the event loop: it touches no more than
 * its own buffer and the array it returns. One for each thread.
 *
 * <p>A receipt says what we knew and decided, not more. Its {@code assurance} names the layer that held: {@code registry}
 * means that the site is where the operator's registry says it is, and that nothing stronger (a measured boot, an
 * attested accelerator) was checked. A {@code declared} model's digest is {@code unknown}.
 *
 * <p>{@code v} is 1, and 2 in the opening receipt of a request that a member made with a token of their own: {@code member}
 * then stands where {@code key} stands else.
 */
public final class ReceiptWriter {
    /** Far above any receipt with names of a sensible length. */
    public static final int MAX_RECEIPT_BYTES = 16_384;

    private static final byte[] HMAC = CanonicalJson.ascii("hmac-sha256:");
    private static final byte[] SHA256 = CanonicalJson.ascii("sha256:");
    private static final byte[] END = CanonicalJson.ascii("}");

    private final CanonicalJson json = new CanonicalJson(MAX_RECEIPT_BYTES);

    /**
     * The receipt of an attempt that is about to start.
     *
     * @throws IllegalArgumentException when its names are so long that it exceeds {@link #MAX_RECEIPT_BYTES}
     */
    public byte[] opening(OpeningFacts facts) {
        json.start();
        json.raw(
                        switch (facts.caller()) {
                            case KeyId key -> Opening.START;
                            case MemberId member -> Opening.START_OF_MEMBER;
                        })
                .id(facts.request());
        json.raw(Opening.ATTEMPT).number(facts.attempt());
        json.raw(Opening.ORIGIN).string(facts.origin());
        json.raw(Opening.TENANT).id(facts.tenant());
        json.raw(Opening.PROJECT).id(facts.project());
        json.raw(
                        switch (facts.caller()) {
                            case KeyId key -> Opening.KEY;
                            case MemberId member -> Opening.MEMBER;
                        })
                .id(facts.caller());
        json.raw(Opening.MODEL).string(facts.model());
        json.raw(Opening.VERSION).id(facts.modelVersion());
        if (facts.modelDigest().isEmpty()) {
            json.raw(Opening.DECLARED);
        } else {
            json.raw(Opening.STORED).string(facts.modelDigest());
        }
        json.raw(Opening.DEPLOYMENT).id(facts.deployment());
        json.raw(Opening.ENGINE).string(facts.engine());
        json.raw(Opening.SITE).id(facts.site().id());
        json.raw(Opening.NAME).string(facts.site().name());
        json.raw(Opening.COUNTRY).string(facts.site().country());
        json.raw(Opening.OPERATOR).string(facts.site().operator());
        json.raw(Opening.RESIDENCY).bool(facts.residency().allowed());
        json.raw(Opening.REASON).string(facts.residency().reason());
        json.raw(Opening.POLICY).string(facts.residency().policyVersion());
        json.raw(Opening.ASSURANCE).hash(HMAC, facts.promptHmac());
        json.raw(Opening.MAX_TOKENS).number(facts.maxOutputTokens());
        json.raw(Opening.PRICE).id(facts.price());
        json.raw(Opening.TIME).time(facts.at().toEpochMilli());
        json.raw(Opening.GATEWAY).string(facts.gateway());
        return json.raw(END).finish();
    }

    /** The receipt of an attempt that ended. */
    public byte[] closing(ClosingFacts facts) {
        json.start();
        json.raw(Closing.START).id(facts.request());
        json.raw(Closing.ATTEMPT).number(facts.attempt());
        json.raw(Closing.OPENING).hash(SHA256, facts.openingLeaf());
        json.raw(Closing.OUTCOME).string(facts.outcome());
        usage(facts.usage());
        json.raw(Closing.COST).amount(facts.cost().value());
        if (facts.outputHmac().length == 0) {
            json.raw(Closing.OUTPUT_UNKNOWN);
        } else {
            json.raw(Closing.OUTPUT).hash(HMAC, facts.outputHmac());
        }
        json.raw(Closing.STARTED).time(facts.startedAt().toEpochMilli());
        json.raw(Closing.ENDED).time(facts.endedAt().toEpochMilli());
        return json.raw(END).finish();
    }

    /** The receipt that replaces usage and cost of a closing one. */
    public byte[] amendment(AmendmentFacts facts) {
        json.start();
        json.raw(Amendment.START).id(facts.request());
        json.raw(Closing.ATTEMPT).number(facts.attempt());
        json.raw(Amendment.CLOSING).hash(SHA256, facts.closingLeaf());
        json.raw(Amendment.REASON).string(facts.reason());
        usage(facts.usage());
        json.raw(Closing.COST).amount(facts.cost().value());
        json.raw(Amendment.TIME).time(facts.at().toEpochMilli());
        return json.raw(END).finish();
    }

    private void usage(ReceiptUsage usage) {
        json.raw(Closing.INPUT).number(usage.inputTokens());
        json.raw(Closing.CACHED).number(usage.cachedTokens());
        json.raw(Closing.OUTPUT_TOKENS).number(usage.outputTokens());
        json.raw(Closing.ESTIMATED).bool(usage.estimated());
        json.raw(Closing.PARTIAL).bool(usage.partial());
    }

    /** The fixed parts of an opening receipt, in order. */
    private static final class Opening {
        static final byte[] START = CanonicalJson.ascii("{\"v\":1,\"type\":\"opening\",\"requestId\":");
        static final byte[] START_OF_MEMBER = CanonicalJson.ascii("{\"v\":2,\"type\":\"opening\",\"requestId\":");
        static final byte[] ATTEMPT = CanonicalJson.ascii(",\"attempt\":");
        static final byte[] ORIGIN = CanonicalJson.ascii(",\"origin\":");
        static final byte[] TENANT = CanonicalJson.ascii(",\"tenant\":");
        static final byte[] PROJECT = CanonicalJson.ascii(",\"project\":");
        static final byte[] KEY = CanonicalJson.ascii(",\"key\":");
        static final byte[] MEMBER = CanonicalJson.ascii(",\"member\":");
        static final byte[] MODEL = CanonicalJson.ascii(",\"model\":{\"name\":");
        static final byte[] VERSION = CanonicalJson.ascii(",\"version\":");
        static final byte[] DECLARED = CanonicalJson.ascii(",\"kind\":\"declared\",\"digest\":\"unknown\"");
        static final byte[] STORED = CanonicalJson.ascii(",\"kind\":\"stored\",\"digest\":");
        static final byte[] DEPLOYMENT = CanonicalJson.ascii("},\"deployment\":");
        static final byte[] ENGINE = CanonicalJson.ascii(",\"engine\":");
        static final byte[] SITE = CanonicalJson.ascii(",\"site\":{\"id\":");
        static final byte[] NAME = CanonicalJson.ascii(",\"name\":");
        static final byte[] COUNTRY = CanonicalJson.ascii(",\"country\":");
        static final byte[] OPERATOR = CanonicalJson.ascii(",\"operator\":");
        static final byte[] RESIDENCY = CanonicalJson.ascii("},\"residency\":{\"allowed\":");
        static final byte[] REASON = CanonicalJson.ascii(",\"reason\":");
        static final byte[] POLICY = CanonicalJson.ascii(",\"policyVersion\":");
        static final byte[] ASSURANCE = CanonicalJson.ascii("},\"assurance\":\"registry\",\"promptHash\":");
        static final byte[] MAX_TOKENS = CanonicalJson.ascii(",\"maxOutputTokens\":");
        static final byte[] PRICE = CanonicalJson.ascii(",\"price\":");
        static final byte[] TIME = CanonicalJson.ascii(",\"time\":");
        static final byte[] GATEWAY = CanonicalJson.ascii(",\"gateway\":");
    }

    /** The fixed parts of a closing receipt, in order. */
    private static final class Closing {
        static final byte[] START = CanonicalJson.ascii("{\"v\":1,\"type\":\"closing\",\"requestId\":");
        static final byte[] ATTEMPT = CanonicalJson.ascii(",\"attempt\":");
        static final byte[] OPENING = CanonicalJson.ascii(",\"openingLeaf\":");
        static final byte[] OUTCOME = CanonicalJson.ascii(",\"outcome\":");
        static final byte[] INPUT = CanonicalJson.ascii(",\"usage\":{\"inputTokens\":");
        static final byte[] CACHED = CanonicalJson.ascii(",\"cachedTokens\":");
        static final byte[] OUTPUT_TOKENS = CanonicalJson.ascii(",\"outputTokens\":");
        static final byte[] ESTIMATED = CanonicalJson.ascii(",\"estimated\":");
        static final byte[] PARTIAL = CanonicalJson.ascii(",\"partial\":");
        static final byte[] COST = CanonicalJson.ascii("},\"costNanoWon\":");
        static final byte[] OUTPUT = CanonicalJson.ascii(",\"outputHash\":");
        static final byte[] OUTPUT_UNKNOWN = CanonicalJson.ascii(",\"outputHash\":\"unknown\"");
        static final byte[] STARTED = CanonicalJson.ascii(",\"startedAt\":");
        static final byte[] ENDED = CanonicalJson.ascii(",\"endedAt\":");
    }

    /** The parts in which an amendment differs from a closing receipt. */
    private static final class Amendment {
        static final byte[] START = CanonicalJson.ascii("{\"v\":1,\"type\":\"amendment\",\"requestId\":");
        static final byte[] CLOSING = CanonicalJson.ascii(",\"closingLeaf\":");
        static final byte[] REASON = CanonicalJson.ascii(",\"reason\":");
        static final byte[] TIME = CanonicalJson.ascii(",\"time\":");
    }
}
