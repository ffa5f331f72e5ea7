package cloud.hanok.standalone.testing;

import cloud.hanok.standalone.process.ServerProcess;
import java.net.URI;

/** An engine that a test started; closing it ends it. */
public final class RunningEngine implements AutoCloseable {
    private final ServerProcess server;
    private final URI url;
    private final String apiKey;
    private final String model;

    RunningEngine(ServerProcess server, URI url, String apiKey, String model) {
        this.server = server;
        this.url = url;
        this.apiKey = apiKey;
        this.model = model;
    }

    /** Base address for OpenAI clients; ends in {@code /v1}. */
    public URI url() {
        return url;
    }

    /** The bearer key it asks for. */
    public String apiKey() {
        return apiKey;
    }

    /** The name of its model in requests. */
    public String model() {
        return model;
    }

    /** Its process, for tests that pause or kill it. */
    public ProcessHandle process() {
        return server.running().orElseThrow(() -> new IllegalStateException("the engine at " + url + " ended"));
    }

    @Override
    public void close() {
        server.kill();
    }
}
