package cloud.hanok.standalone.process;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** A server is ready when an address of it answers 200. */
public final class HttpProbe implements Probe {
    private static final Duration LIMIT = Duration.ofSeconds(5);

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(LIMIT).build();
    private final HttpRequest request;

    /** @param address what is asked */
    public HttpProbe(URI address) {
        this.request = HttpRequest.newBuilder(address).timeout(LIMIT).build();
    }

    @Override
    public boolean ready() {
        try {
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
