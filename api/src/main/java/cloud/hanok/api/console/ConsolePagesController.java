package cloud.hanok.api.console;

import cloud.hanok.api.error.ApiError;
import cloud.hanok.api.error.ApiException;
import cloud.hanok.api.error.ErrorCode;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import java.util.Optional;

/**
 * Serves the console. It is one page, whatever path below {@code /console/} is asked for; the page holds nothing of anybody, so everybody gets it. The
 * other routes here say that they produce everything as this one does: else it would be preferred to them for whoever accepts everything, as pages' requests do.
 */
@Controller("/console")
@Secured(SecurityRule.IS_ANONYMOUS)
@Produces(MediaType.ALL)
public final class ConsolePagesController {
    /** Styles may stand in the page: component libraries set variables in elements of their own. Programs may not. */
    private static final String POLICY =
            "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:;"
                    + " font-src 'self'; connect-src 'self'; worker-src 'self'; manifest-src 'self'; object-src 'none'; base-uri 'none';"
                    + " form-action 'self'; frame-ancestors 'none'";

    private static final String YEAR_SECONDS = "31536000";

    private final ConsolePages pages;
    private final ConsoleAddress address;

    ConsolePagesController(ConsolePages pages, ConsoleAddress address) {
        this.pages = pages;
        this.address = address;
    }

    /** The page, at its root. */
    @Get
    public HttpResponse<byte[]> root(HttpRequest<?> request) {
        return page(request);
    }

    /** The page, at any path: its own router knows which view is meant. */
    @Get("/{+path}")
    public HttpResponse<byte[]> any(HttpRequest<?> request, String path) {
        return page(request);
    }

    /** What the page loads. */
    @Get("/assets/{+path}")
    public HttpResponse<byte[]> asset(HttpRequest<?> request, String path) {
        return answer(request, pages.asset(path))
                .header(HttpHeaders.CACHE_CONTROL, "public, max-age=" + YEAR_SECONDS + ", immutable");
    }

    private HttpResponse<byte[]> page(HttpRequest<?> request) {
        return answer(request, pages.index()).header(HttpHeaders.CACHE_CONTROL, "no-cache");
    }

    private MutableHttpResponse<byte[]> answer(HttpRequest<?> request, Optional<ConsolePages.File> found) {
        ConsolePages.File file = found.orElseThrow(
                () -> new ApiException(ApiError.of(ErrorCode.UNKNOWN_URL, request.getMethodName(), request.getPath())));
        MutableHttpResponse<byte[]> answer = HttpResponse.ok(file.bytes())
                .header(HttpHeaders.CONTENT_TYPE, file.type())
                .header("content-security-policy", POLICY)
                .header("x-frame-options", "DENY")
                .header("referrer-policy", "no-referrer")
                .header("cross-origin-opener-policy", "same-origin")
                .header("cross-origin-resource-policy", "same-origin")
                .header("permissions-policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()");
        return address.secure() ? answer.header("strict-transport-security", "max-age=" + YEAR_SECONDS) : answer;
    }
}
