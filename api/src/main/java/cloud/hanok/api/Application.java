package cloud.hanok.api;

import cloud.hanok.api.config.ConfigurationRefusedException;
import cloud.hanok.api.gateway.OrderlyEnd;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.Micronaut;
import io.micronaut.runtime.server.EmbeddedServer;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The program: control plane and gateway in one process. */
public final class Application {
    private static final Logger LOG = LoggerFactory.getLogger(Application.class);

    /** {@code EX_CONFIG} of BSD's sysexits: a supervisor should not start it again as it is. */
    private static final int EXIT_CONFIGURATION_REFUSED = 78;

    private Application() {}

    /**
     * Starts the server; it runs until it is told to stop. A configuration that is refused ends it with status 78. Micronaut's own way
     * to stop would close every connection first; so what is under way is let go on here, before its server hears of the end.
     */
    public static void main(String[] arguments) throws InterruptedException {
        var stopped = new CountDownLatch(1);
        try {
            ApplicationContext context = Micronaut.build(arguments)
                    .mainClass(Application.class)
                    .banner(false)
                    .build();
            context.start();
            EmbeddedServer server = context.getBean(EmbeddedServer.class).start();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(context, server, stopped), "stop"));
            LOG.info("listening at {}", server.getURI());
        } catch (RuntimeException failure) {
            System.exit(exitCode(failure));
        }
        stopped.await();
    }

    private static void stop(ApplicationContext context, EmbeddedServer server, CountDownLatch stopped) {
        try {
            context.getBean(OrderlyEnd.class).drain();
        } catch (InterruptedException | RuntimeException hurried) {
            LOG.warn("requests under way are not waited for", hurried);
        }
        server.stop();
        context.close();
        stopped.countDown();
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
