package cloud.hanok.api.console;

import cloud.hanok.api.error.ApiError;
import cloud.hanok.api.error.ErrorCode;
import cloud.hanok.api.http.ErrorAnswers;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Answers those requests of the console's pages to the API that did not pass. */
@Controller("/console")
@Secured(SecurityRule.IS_ANONYMOUS)
@Produces({MediaType.APPLICATION_JSON, MediaType.ALL})
public final class ConsoleApiController {
    private final ErrorAnswers answers;

    ConsoleApiController(ErrorAnswers answers) {
        this.answers = answers;
    }

    /** Says why. */
    @Get("/{organization}/api/{+path}")
    public HttpResponse<byte[]> refused(HttpRequest<?> request, String organization, String path) {
        return answers.answer(request, error(request, request.getHeaders().get(Passage.REFUSAL)));
    }

    private static ApiError error(HttpRequest<?> request, @Nullable String refusal) {
        return Arrays.stream(ErrorCode.values())
                .filter(code -> code.code().equals(refusal))
                .map(ApiError::of)
                .findFirst()
                .orElseGet(() -> ApiError.of(ErrorCode.UNKNOWN_URL, request.getMethodName(), request.getPath()));
    }
}
