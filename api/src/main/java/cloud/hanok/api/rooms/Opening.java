package cloud.hanok.api.rooms;

import cloud.hanok.api.config.CassandraConfiguration;
import cloud.hanok.api.config.ConfigurationRefusedException;
import cloud.hanok.api.config.DedicatedClusters;
import cloud.hanok.api.config.SecretFile;
import cloud.hanok.api.config.VaultConfiguration;
import cloud.hanok.api.error.ApiError;
import cloud.hanok.api.error.ApiException;
import cloud.hanok.api.error.ErrorCode;
import cloud.hanok.api.health.ReadinessSource;
import cloud.hanok.api.health.Reason;
import cloud.hanok.platform.cassandra.CassandraConnection;
import cloud.hanok.platform.home.Homes;
import cloud.hanok.platform.vault.Vault;
import cloud.hanok.platform.vault.VaultSettings;
import io.micronaut.context.BeanProvider;
import io.micronaut.runtime.event.annotation.EventListener;
import io.micronaut.runtime.server.event.ServerStartupEvent;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings up what the rooms stand on, in this order: a session with Cassandra, its schema, a login at the key store,
 * then everything that runs in the background. A step that fails is tried again, ever more slowly, for as long as the
 * process lives; readiness says which one and why.
 */
@Singleton
public final class Opening implements ReadinessSource {
    private static final Logger LOG = LoggerFactory.getLogger(Opening.class);

    /** The first pause after a failure; it doubles, */
    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
    /** up to this, so that a dependency that returns is found within seconds. */
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private static final Reason STARTING = new Reason("starting", "The process has just started.", "프로세스가 방금 시작되었습니다.");

    private final CassandraConfiguration cassandra;
    private final DedicatedClusters clusters;
    private final VaultConfiguration vault;
    private final Clock clock;
    private final BeanProvider<Background> background;
    private final CountDownLatch closing = new CountDownLatch(1);

    private volatile @Nullable CassandraConnection connection;
    private volatile @Nullable Homes homes;
    private volatile @Nullable Background running;
    private volatile @Nullable Reason missing = STARTING;
    private volatile @Nullable Thread opener;

    Opening(
            CassandraConfiguration cassandra,
            DedicatedClusters clusters,
            VaultConfiguration vault,
            Clock clock,
            BeanProvider<Background> background) {
        this.cassandra = cassandra;
        this.clusters = clusters;
        this.vault = vault;
        this.clock = clock;
        this.background = background;
    }

    /** Begins, once the server listens: liveness can be asked from then on. */
    @EventListener
    void begin(ServerStartupEvent event) {
        opener = Thread.ofVirtual().name("opening").start(this::run);
    }

    /**
     * Where tenants' rows and keys are.
     *
     * @throws ApiException {@code not_ready} as long as there is no session, or its schema is not ours, or we are not logged in at the key
     *     store
     */
    public Homes homes() {
        Homes opened = homes;
        if (opened == null) {
            throw new ApiException(ApiError.of(ErrorCode.NOT_READY));
        }
        return opened;
    }

    @Override
    public List<Reason> missing() {
        Reason reason = missing;
        Background started = running;
        if (reason != null) {
            return List.of(reason);
        }
        return started == null ? List.of(STARTING) : started.missing();
    }

    @PreDestroy
    void close() throws InterruptedException {
        closing.countDown();
        Thread thread = opener;
        if (thread != null) {
            thread.join();
        }
        Background started = running;
        if (started != null) {
            started.close();
        }
        Homes left = homes;
        if (left != null) {
            left.close();
        }
        CassandraConnection opened = connection;
        if (opened != null) {
            opened.close();
        }
    }

    private void run() {
        Duration pause = FIRST_PAUSE;
        try {
            while (closing.getCount() > 0 && !attempt()) {
                if (closing.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                    return;
                }
                pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean attempt() {
        Step step = Step.CASSANDRA;
        try {
            CassandraConnection opened = connection;
            if (opened == null) {
                opened = CassandraConnection.open(cassandra.settings(), clock).upToDate();
                connection = opened;
            }
            step = Step.KEY_STORE;
            if (homes == null) {
                homes = new Homes(opened, clusters.addresses(), logIn(), clock);
            }
            step = Step.BACKGROUND;
            Background started = background.get();
            started.start();
            running = started;
            missing = null;
            LOG.info("ready");
            return true;
        } catch (RuntimeException failed) {
            Reason reason = step.failed(failed);
            if (!reason.equals(missing)) {
                LOG.warn("not ready, trying again: {}", reason.english(), failed);
            }
            missing = reason;
            return false;
        }
    }

    private Vault logIn() {
        return Vault.login(
                new VaultSettings(
                        vault.address().toString(),
                        SecretFile.read("hanok.vault.role-id-file", Path.of(vault.roleIdFile())),
                        SecretFile.read("hanok.vault.secret-id-file", Path.of(vault.secretIdFile())),
                        vault.timeout()),
                clock);
    }

    private enum Step {
        CASSANDRA("cassandra_unavailable", "Cassandra", "Cassandra"),
        KEY_STORE("key_store_unavailable", "The key store (hanok.vault)", "키 저장소(hanok.vault)"),
        BACKGROUND("background_not_started", "Background work", "백그라운드 작업");

        private final String code;
        private final String english;
        private final String korean;

        Step(String code, String english, String korean) {
            this.code = code;
            this.english = english;
            this.korean = korean;
        }

        Reason failed(RuntimeException failure) {
            Throwable cause = failure;
            while (cause.getCause() != null && cause.getMessage() == null) {
                cause = cause.getCause();
            }
            String detail = String.valueOf(cause.getMessage());
            return new Reason(
                    failure instanceof ConfigurationRefusedException ? "configuration_invalid" : code,
                    english + " is not ready: " + detail,
                    korean + "이(가) 준비되지 않았습니다: " + detail);
        }
    }
}
