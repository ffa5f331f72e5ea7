package cloud.hanok.api.health;

import cloud.hanok.api.error.Language;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import java.util.List;
import java.util.Map;

/** What an orchestrator asks. Liveness never looks beyond the process: a database that is gone is no reason to restart. */
@Controller("/health")
@Secured(SecurityRule.IS_ANONYMOUS)
public final class HealthController {
    private final List<ReadinessSource> sources;

    public HealthController(List<ReadinessSource> sources) {
        this.sources = List.copyOf(sources);
    }

    /** 200 as long as the process answers. */
    @Get("/liveness")
    public HttpResponse<HealthView> liveness() {
        return answer(new HealthView("UP", List.of()));
    }

    /** 200 when it may be given work, else 503 with the reasons. */
    @Get("/readiness")
    public HttpResponse<HealthView> readiness(HttpRequest<?> request) {
        Language language = Language.preferred(request.getHeaders().get(HttpHeaders.ACCEPT_LANGUAGE));
        List<ReasonView> reasons = sources.stream()
                .flatMap(source -> source.missing().stream())
                .map(reason -> ReasonView.of(reason, language))
                .toList();
        return answer(new HealthView(reasons.isEmpty() ? "UP" : "DOWN", reasons));
    }

    private static HttpResponse<HealthView> answer(HealthView view) {
        return HttpResponse.<HealthView>status(view.status().equals("UP") ? 200 : 503, "")
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .body(view);
    }

    /**
     * @param status {@code UP} or {@code DOWN}
     * @param reasons why it is down
     */
    public record HealthView(String status, List<ReasonView> reasons) {}

    /**
     * @param code stable
     * @param message in the language that was asked for
     * @param messages in both
     */
    public record ReasonView(String code, String message, Map<String, String> messages) {
        static ReasonView of(Reason reason, Language language) {
            Map<String, String> messages =
                    Map.of(Language.ENGLISH.tag(), reason.english(), Language.KOREAN.tag(), reason.korean());
            return new ReasonView(
                    reason.code(), language == Language.KOREAN ? reason.korean() : reason.english(), messages);
        }
    }
}
