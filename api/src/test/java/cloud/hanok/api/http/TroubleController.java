package cloud.hanok.api.http;

import cloud.hanok.platform.cassandra.StoreUnavailableException;
import io.micronaut.context.annotation.Requires;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import java.util.Map;

/** Fails in each way an endpoint can. */
@Controller("/trouble")
@Secured(SecurityRule.IS_ANONYMOUS)
@Requires(property = "trouble")
final class TroubleController {
    @Get("/store")
    String store() {
        throw new StoreUnavailableException("no answer", new IllegalStateException("contact point 10.1.2.3"));
    }

    @Get("/bug")
    String bug() {
        throw new IllegalStateException("password=secret");
    }

    @Get("/error")
    String error() {
        throw new AssertionError("password=secret");
    }

    @Get("/number")
    String number(@QueryValue int limit) {
        return "limit " + limit;
    }

    @Post("/body")
    Map<String, Object> body(@Body Map<String, Object> body) {
        return body;
    }

    @Get("/thread")
    String thread() {
        return Boolean.toString(Thread.currentThread().isVirtual());
    }
}
