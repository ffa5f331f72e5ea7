package cloud.hanok.api.docs;

import cloud.hanok.api.error.ApiError;
import cloud.hanok.api.error.ApiException;
import cloud.hanok.api.error.ErrorCode;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;

/** Serves the contracts and the page that shows them. The page needs nothing from anywhere else, and may fetch nothing. */
@Controller
@Secured(SecurityRule.IS_ANONYMOUS)
@Produces(MediaType.ALL)
public final class DocsController {
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
            + " img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static final Map<String, String> ASSETS =
            Map.of("viewer.js", "text/javascript; charset=utf-8", "viewer.css", "text/css; charset=utf-8");

    private final Contracts contracts;

    public DocsController(Contracts contracts) {
        this.contracts = contracts;
    }

    /** A contract. */
    @Get("/openapi/{name}")
    public HttpResponse<byte[]> contract(HttpRequest<?> request, String name) {
        byte[] file = contracts.file(name).orElseThrow(() -> unknown(request));
        return answer(file, name.endsWith(".json") ? MediaType.APPLICATION_JSON : "application/yaml; charset=utf-8");
    }

    /** The page. */
    @Get("/docs")
    public HttpResponse<byte[]> page() {
        return answer(resource("viewer.html"), "text/html; charset=utf-8");
    }

    /** What the page loads. */
    @Get("/docs/{asset}")
    public HttpResponse<byte[]> asset(HttpRequest<?> request, String asset) {
        String type = ASSETS.get(asset);
        if (type == null) {
            throw unknown(request);
        }
        return answer(resource(asset), type);
    }

    private static HttpResponse<byte[]> answer(byte[] body, String type) {
        return HttpResponse.ok(body)
                .header(HttpHeaders.CONTENT_TYPE, type)
                .header(HttpHeaders.CACHE_CONTROL, "no-cache")
                .header("content-security-policy", POLICY)
                .header("referrer-policy", "no-referrer");
    }

    private static ApiException unknown(HttpRequest<?> request) {
        return new ApiException(ApiError.of(ErrorCode.UNKNOWN_URL, request.getMethodName(), request.getPath()));
    }

    private static byte[] resource(String name) {
        try (InputStream stream = DocsController.class.getResourceAsStream("/docs/" + name)) {
            if (stream == null) {
                throw new IllegalStateException(name + " is not in this program's jar; build it again");
            }
            return stream.readAllBytes();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
