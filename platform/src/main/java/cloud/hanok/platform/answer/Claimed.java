package cloud.hanok.platform.answer;

import cloud.hanok.platform.id.RequestId;

/** What became of the attempt to claim a key. */
public sealed interface Claimed {
    /**
     * The caller is the first, or the first after one that came to nothing: it runs the request, and then keeps its answer or
     * releases the claim. Until then it renews it.
     */
    record Mine(Claim claim) implements Claimed {}

    /**
     * Another one runs it just now.
     *
     * @param by that one; the moment in its id says since when
     */
    record Running(RequestId by) implements Claimed {}

    /**
     * It was answered.
     *
     * @param by the request that was, and that was paid
     */
    record Answered(RequestId by, KeptAnswer answer) implements Claimed {}

    /**
     * It was answered, and the answer was not kept: it was too long, or was erased since.
     *
     * @param by the request that was, and that was paid
     */
    record NotKept(RequestId by) implements Claimed {}

    /** The key came with something else before. */
    record Reused() implements Claimed {}
}
