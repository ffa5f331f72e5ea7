package cloud.hanok.api;

import io.micronaut.runtime.Micronaut;

/** The program: control plane and gateway in one process. */
public final class Application {
    private Application() {}

    /** Starts the server; it runs until it is told to stop. */
    public static void main(String[] arguments) {
        Micronaut.build(arguments).mainClass(Application.class).banner(false).start();
    }
}
