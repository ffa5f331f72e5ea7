package cloud.hanok.compliance.receipt;

import cloud.hanok.platform.id.RequestId;
import cloud.hanok.platform.money.NanoWon;
import java.time.Instant;

/**
 * What became of an attempt.
 *
 * @param request it belongs to
 * @param attempt from 1
 * @param openingLeaf of the same attempt, 32 bytes ({@link Leaf#entry()})
 * @param outcome a stable code: {@code completed}, {@code client_left}, {@code engine_failed}, {@code gateway_lost}
 * @param usage tokens charged
 * @param cost charged
 * @param outputHmac HMAC-SHA256 of the content bytes handed to the client, keyed by this leaf's salt
 *     ({@link SaltedHash}), 32 bytes; empty when they are not known, as after the death of a gateway
 * @param startedAt the attempt began
 * @param endedAt the attempt ended
 */
public record ClosingFacts(
        RequestId request,
        int attempt,
        byte[] openingLeaf,
        String outcome,
        ReceiptUsage usage,
        NanoWon cost,
        byte[] outputHmac,
        Instant startedAt,
        Instant endedAt) {}
