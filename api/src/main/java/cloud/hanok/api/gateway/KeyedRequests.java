package cloud.hanok.api.gateway;

import cloud.hanok.api.error.ApiError;
import cloud.hanok.api.error.ApiException;
import cloud.hanok.api.error.ErrorCode;
import cloud.hanok.platform.answer.Answers;
import cloud.hanok.platform.answer.Claim;
import cloud.hanok.platform.answer.Claimed;
import cloud.hanok.platform.answer.KeptAnswer;
import cloud.hanok.platform.answer.KeyedRequest;
import cloud.hanok.platform.id.RequestId;
import cloud.hanok.platform.id.TenantId;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The requests of this gateway that came with an idempotency key, beside its event loops: claims, renews, keeps and
 * releases on threads that may wait. A request without a key never comes here.
 */
final class KeyedRequests implements AutoCloseable {
    /** Of one gateway at a time, those that are replayed included; beyond it they are told to come back. */
    static final int MOST = 2_048;

    /** Of all answers that are being gathered; one that would go beyond it is answered and not kept. */
    private static final long MOST_BYTES = 64L << 20;

    /** Claims that are decided at a time: each may bring an answer into memory. */
    private static final int MOST_AT_ONCE = 32;

    private static final int RENEWALS_PER_LEASE = 4;

    private static final Logger LOG = LoggerFactory.getLogger(KeyedRequests.class);

    private final Answers answers;
    private final ExecutorService calls = Executors.newVirtualThreadPerTaskExecutor();
    private final Semaphore places = new Semaphore(MOST);
    private final Semaphore deciding = new Semaphore(MOST_AT_ONCE);
    private final AtomicLong bytes = new AtomicLong();
    private final Set<Claim> held = ConcurrentHashMap.newKeySet();
    private final CountDownLatch closing = new CountDownLatch(1);
    private @Nullable Thread renewals;

    KeyedRequests(Answers answers) {
        this.answers = answers;
    }

    /** Renews what is held from now on. */
    synchronized void start() {
        if (renewals == null && closing.getCount() > 0) {
            renewals = Thread.ofVirtual().name("claim-renewals").start(this::renewAll);
        }
    }

    /**
     * Claims a request's key. Whoever gets {@link Claimed.Mine} hands it to a {@link KeyedRun}, or to {@link #release}.
     *
     * @return completes on a thread of ours; with an {@link ApiException} when it cannot be decided
     */
    CompletionStage<Claimed> claim(KeyedRequest request, RequestId by) {
        if (!places.tryAcquire()) {
            return CompletableFuture.failedStage(new ApiException(ApiError.of(ErrorCode.SERVER_OVERLOADED)));
        }
        return call(() -> decided(request, by)).whenComplete((claimed, failure) -> {
            if (claimed instanceof Claimed.Mine(var claim)) {
                held.add(claim);
            } else {
                places.release();
            }
        });
    }

    private Claimed decided(KeyedRequest request, RequestId by) {
        deciding.acquireUninterruptibly();
        try {
            return answers.claim(request, by);
        } finally {
            deciding.release();
        }
    }

    /**
     * Keeps an answer, or that there was one.
     *
     * @param answer null when it is not kept itself
     * @return whether it may be paid; false also when nobody can tell
     */
    CompletionStage<Boolean> keep(Claim claim, @Nullable KeptAnswer answer) {
        return call(() -> answer == null ? answers.keepNothing(claim) : answers.keep(claim, answer))
                .handle((kept, failure) -> {
                    let(claim);
                    if (failure != null) {
                        LOG.error(
                                "the answer to {} could not be kept for its key, and is not billed",
                                claim.by(),
                                failure);
                    } else if (!kept) {
                        LOG.warn("{} lost its claim to another one while it ran, and is not billed", claim.by());
                    }
                    return failure == null && kept;
                });
    }

    /** Gives a claim up: nothing of its request is billed. */
    void release(Claim claim) {
        let(claim);
        call(() -> {
                    answers.release(claim);
                    return true;
                })
                .whenComplete((released, failure) -> {
                    if (failure != null) {
                        LOG.warn("the claim of {} could not be released; its lease ends it", claim.by(), failure);
                    }
                });
    }

    /**
     * Whether a request that the last run of this gateway left open had been answered: else its claim is released, and it
     * is not billed. Blocks.
     *
     * @throws RuntimeException when nobody can tell now
     */
    boolean conclude(TenantId tenant, String claim, RequestId request) {
        return answers.conclude(tenant, claim, request);
    }

    /** Room for so many more bytes of an answer; what was taken is given back by a negative number. */
    boolean takeRoom(int length) {
        if (bytes.addAndGet(length) <= MOST_BYTES || length < 0) {
            return true;
        }
        bytes.addAndGet(-length);
        return false;
    }

    /** The longest answer that is kept. */
    int maxAnswerBytes() {
        return answers.settings().maxBytes();
    }

    /** Claims that are held now. */
    int size() {
        return held.size();
    }

    @Override
    public void close() {
        closing.countDown();
        calls.shutdown();
    }

    private void let(Claim claim) {
        if (held.remove(claim)) {
            places.release();
        }
    }

    private <T> CompletionStage<T> call(Supplier<T> supplier) {
        try {
            return CompletableFuture.supplyAsync(() -> worded(supplier), calls);
        } catch (java.util.concurrent.RejectedExecutionException closed) {
            return CompletableFuture.failedStage(new ApiException(ApiError.of(ErrorCode.NOT_READY)));
        }
    }

    private static <T> T worded(Supplier<T> supplier) {
        try {
            return supplier.get();
        } catch (RuntimeException failure) {
            ApiException refused = StoreRefusals.of(failure);
            if (refused == null) {
                LOG.error("an idempotency key could not be looked at", failure);
                refused = new ApiException(ApiError.of(ErrorCode.INTERNAL_ERROR), failure);
            }
            throw new CompletionException(refused);
        }
    }

    private void renewAll() {
        long everyMillis = Math.max(1, answers.settings().lease().toMillis() / RENEWALS_PER_LEASE);
        try {
            while (!closing.await(everyMillis, TimeUnit.MILLISECONDS)) {
                held.forEach(this::renew);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void renew(Claim claim) {
        call(() -> answers.renew(claim)).whenComplete((held, failure) -> {
            if (failure != null) {
                LOG.warn("the claim of {} could not be renewed: {}", claim.by(), failure.toString());
            }
        });
    }
}
