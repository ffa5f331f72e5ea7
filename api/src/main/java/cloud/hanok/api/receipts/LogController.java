package cloud.hanok.api.receipts;

import cloud.hanok.api.error.ApiException;
import cloud.hanok.api.http.PathIds.Thing;
import cloud.hanok.compliance.receipt.TransparencyLogs;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;

/** Checkpoints, tiles and entries for anyone, as C2SP tlog-tiles lays them out. They do not say whose log it is. */
@Controller("/log/{logId}")
@Secured(SecurityRule.IS_ANONYMOUS)
public final class LogController {
    /** What was published under a tile's path never changes. */
    private static final String FOR_EVER = "public, max-age=31536000, immutable";

    /** A new checkpoint comes at most every second. */
    private static final String FOR_A_SECOND = "public, max-age=1";

    private final TransparencyLogs logs;

    public LogController(TransparencyLogs logs) {
        this.logs = logs;
    }

    /** The newest checkpoint, a signed note. */
    @Get(
            value = "/checkpoint",
            produces = {MediaType.TEXT_PLAIN, MediaType.APPLICATION_JSON})
    public HttpResponse<?> checkpoint(@PathVariable String logId) {
        String note = logs.checkpoint(logId).orElseThrow(() -> absent(logId));
        return HttpResponse.ok(note)
                .contentType(MediaType.TEXT_PLAIN_TYPE)
                .header(HttpHeaders.CACHE_CONTROL, FOR_A_SECOND);
    }

    /** A tile or a bundle of entries, below the newest checkpoint. */
    @Get(
            value = "/tile/{+path}",
            produces = {MediaType.APPLICATION_OCTET_STREAM, MediaType.APPLICATION_JSON})
    public HttpResponse<?> tile(@PathVariable String logId, @PathVariable String path) {
        byte[] bytes = logs.tile(logId, "tile/" + path).orElseThrow(() -> absent(logId));
        return HttpResponse.ok(bytes)
                .contentType(MediaType.APPLICATION_OCTET_STREAM_TYPE)
                .header(HttpHeaders.CACHE_CONTROL, FOR_EVER);
    }

    private static ApiException absent(String logId) {
        return new ApiException(Thing.LOG.absent(logId));
    }
}
