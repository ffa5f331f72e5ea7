package cloud.hanok.api.http;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.server.exceptions.ExceptionHandler;
import jakarta.inject.Singleton;

/** Whatever a controller throws and Micronaut has no handler of its own for. */
@Singleton
public final class ApiExceptionHandler implements ExceptionHandler<RuntimeException, MutableHttpResponse<byte[]>> {
    private final ErrorAnswers answers;

    public ApiExceptionHandler(ErrorAnswers answers) {
        this.answers = answers;
    }

    @Override
    public MutableHttpResponse<byte[]> handle(HttpRequest request, RuntimeException exception) {
        return answers.answer((HttpRequest<?>) request, exception);
    }
}
