package cloud.hanok.compliance.receipt;

import cloud.hanok.platform.id.RequestId;
import cloud.hanok.platform.id.TenantId;
import cloud.hanok.platform.id.Ulids;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Makes leaves from a seed. */
final class Leaves {
    private final Random random;
    private final Ulids ulids;

    Leaves(long seed) {
        random = new Random(seed);
        ulids = new Ulids(Clock.systemUTC(), new Random(seed ^ System.nanoTime()));
    }

    TenantId tenant() {
        return new TenantId(ulids.next());
    }

    RequestId request() {
        return new RequestId(ulids.next());
    }

    Leaf leaf(RequestId request, int attempt, LeafKind kind) {
        byte[] salt = new byte[Leaf.SALT_BYTES];
        random.nextBytes(salt);
        String receipt = "{\"type\":\"" + kind + "\",\"requestId\":\"" + request + "\",\"attempt\":" + attempt + "}";
        return new Leaf(
                request, attempt, kind, salt, receipt.getBytes(StandardCharsets.UTF_8), Receipts.PROJECT, Receipts.AT);
    }

    /** An opening and a closing leaf of a new request. */
    List<Leaf> pair() {
        RequestId request = request();
        return List.of(leaf(request, 1, LeafKind.OPENING), leaf(request, 1, LeafKind.CLOSING));
    }

    /** Opening leaves of one request's attempts. */
    List<Leaf> attempts(int count) {
        RequestId request = request();
        List<Leaf> leaves = new ArrayList<>();
        for (int attempt = 1; attempt <= count; attempt++) {
            leaves.add(leaf(request, attempt, LeafKind.OPENING));
        }
        return leaves;
    }
}
