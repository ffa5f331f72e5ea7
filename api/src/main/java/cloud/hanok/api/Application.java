package cloud.hanok.api;

import cloud.hanok.api.config.ConfigurationRefusedException;
import io.micronaut.context.exceptions.BeanInstantiationException;
import io.micronaut.runtime.Micronaut;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The program: control plane and gateway in one process. */
public final class Application {
    private static final Logger LOG = LoggerFactory.getLogger(Application.class);

    /** {@code EX_CONFIG} of BSD's sysexits: a supervisor should not start it again as it is. */
    private static final int EXIT_CONFIGURATION_REFUSED = 78;

    private Application() {}

    /** Starts the server; it runs until it is told to stop. A configuration that is refused ends it with status 78. */
    public static void main(String[] arguments) {
        Micronaut.build(arguments)
                .mainClass(Application.class)
                .banner(false)
                .mapError(BeanInstantiationException.class, Application::exitCode)
                .start();
    }

    private static int exitCode(Throwable failure) {
        ConfigurationRefusedException refused = refusal(failure);
        if (refused == null) {
            LOG.error("the start failed", failure);
            return 1;
        }
        refused.reasons().forEach(reason -> LOG.error("configuration refused: {}", reason));
        return EXIT_CONFIGURATION_REFUSED;
    }

    private static @Nullable ConfigurationRefusedException refusal(Throwable failure) {
        Throwable cause = failure;
        while (cause != null && !(cause instanceof ConfigurationRefusedException)) {
            cause = cause.getCause();
        }
        return (ConfigurationRefusedException) cause;
    }
}
