package cloud.hanok.api.batches;

import cloud.hanok.api.error.ErrorCode;
import cloud.hanok.api.error.Language;
import cloud.hanok.api.gateway.InternalRequest;
import cloud.hanok.cluster.fairness.PriorityClass;
import cloud.hanok.content.batch.Batch;
import cloud.hanok.content.batch.NewBatch;
import cloud.hanok.platform.id.RequestId;
import cloud.hanok.platform.id.TenantId;
import cloud.hanok.tenant.key.KeyEndpoint;
import java.time.Duration;
import java.util.Objects;

/**
 * One line on its way to its answer: asked as often as it takes, each time with the same idempotency key, so that it is computed to its end
 * once and paid once, whoever asks. What is wrong with the line is its answer; what is wrong with us is waited for.
 */
final class LineRun {
    /** An engine that fails at a line so often would again. */
    private static final int MOST_BREAKS = 3;

    private static final int LONGEST_PAUSE = 30;

    private final BatchRunner runner;
    private final TenantId tenant;
    private final Batch batch;
    private final Wanted wanted;

    LineRun(BatchRunner runner, TenantId tenant, Batch batch, Wanted wanted) {
        this.runner = runner;
        this.tenant = tenant;
        this.batch = batch;
        this.wanted = wanted;
    }

    /** @param number of the line */
    LineResult ask(int number, BatchLine line) throws InterruptedException {
        Duration pause = runner.settings().firstPause();
        int breaks = 0;
        while (true) {
            RequestId request = runner.nextRequest();
            var answer = new LineAnswer();
            wanted.ask(() -> runner.client().ask(request(request, number, line), answer), answer);
            if (answer.isOpened() && answer.isWorthRetrying()) {
                breaks++;
            }
            if (!answer.isWorthRetrying() || (answer.isWhole() && breaks >= MOST_BREAKS)) {
                return new LineResult.Told(
                        Objects.requireNonNullElse(answer.first(), request.text()), answer.status(), answer.bytes());
            }
            ErrorCode stopped = wanted.stopped();
            if (stopped != null) {
                return new LineResult.Unasked(stopped, language());
            }
            Duration asked = Duration.ofSeconds(answer.retryAfterSeconds());
            Duration longest = runner.settings().firstPause().multipliedBy(LONGEST_PAUSE);
            wanted.pause(asked.compareTo(pause) > 0 && asked.compareTo(longest) <= 0 ? asked : pause);
            Duration twice = pause.multipliedBy(2);
            pause = twice.compareTo(longest) > 0 ? longest : twice;
        }
    }

    private Language language() {
        return Language.preferred(batch.asked().language());
    }

    private InternalRequest request(RequestId id, int number, BatchLine line) {
        NewBatch asked = batch.asked();
        KeyEndpoint family = BatchEndpoint.of(asked.endpoint()).orElseThrow().family();
        return new InternalRequest(
                id,
                id,
                asked.endpoint(),
                () -> runner.callers().find(tenant, asked.caller(), asked.project(), family),
                PriorityClass.BATCH,
                "batch/" + batch.id().text() + "/" + number,
                asked.language(),
                line.body());
    }
}
