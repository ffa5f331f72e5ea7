package cloud.hanok.cluster.driver;

import cloud.hanok.cluster.deployment.Deployment;
import cloud.hanok.cluster.deployment.StoredArtifact;
import cloud.hanok.cluster.driver.EngineFolder.Started;
import cloud.hanok.platform.id.DeploymentId;
import cloud.hanok.platform.id.ReplicaId;
import cloud.hanok.platform.id.Ulids;
import cloud.hanok.platform.secret.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts engines as child processes of this machine. An engine outlives the process that started it; the next one finds
 * it by what is kept in its folder.
 */
public final class LocalDriver implements Driver {
    private static final int HASH_BUFFER_BYTES = 1 << 20;
    /** What an engine is given of our environment: nothing that may hold a secret of ours. */
    private static final Set<String> ENVIRONMENT =
            Set.of("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "LD_LIBRARY_PATH", "CUDA_VISIBLE_DEVICES", "CUDA_HOME");

    private static final Pattern PORT = Pattern.compile("[0-9]{4,5}");
    private static final Logger LOG = LoggerFactory.getLogger(LocalDriver.class);

    private final EngineSettings settings;
    private final ProbeClient probes;
    private final Ulids ulids;
    private final SecureRandom random;
    private final Clock clock;

    public LocalDriver(EngineSettings settings, Ulids ulids, SecureRandom random, Clock clock) {
        this.settings = settings;
        this.probes = ProbeClient.system();
        this.ulids = ulids;
        this.random = random;
        this.clock = clock;
    }

    @Override
    public LocalEngine open(Deployment deployment) throws EngineFailedException, InterruptedException {
        try {
            EngineFolder folder = EngineFolder.of(settings.stateFolder(), deployment.id());
            Optional<Started> kept = folder.kept();
            Optional<Secret> key = folder.key();
            if (kept.isPresent() && key.isPresent() && kept.get().process().lives()) {
                LOG.info("adopting engine {} of {}", kept.get().process().pid(), deployment.name());
                return new LocalEngine(
                        folder, kept.get(), key.get(), Optional.empty(), program(deployment), probes, settings);
            }
            endAllOf(folder);
            return start(deployment, folder);
        } catch (IOException e) {
            throw new EngineFailedException(Reasons.notStarted(String.valueOf(e.getMessage())));
        }
    }

    @Override
    public void remove(DeploymentId deployment) throws InterruptedException {
        EngineFolder folder = folderOf(deployment);
        if (Files.isDirectory(folder.path())) {
            endAllOf(folder);
            folder.remove();
        }
    }

    /**
     * What the engine of a deployment wrote. Blocks.
     *
     * @param after where the part before ended, or a negative number for the log's end
     * @return empty when this machine never ran it
     * @throws IOException when it cannot be read
     */
    public Optional<EngineLog> log(DeploymentId deployment, long after) throws IOException {
        EngineFolder folder = folderOf(deployment);
        return Files.isDirectory(folder.path()) ? Optional.of(folder.log(after)) : Optional.empty();
    }

    /**
     * Ends the engines of this machine that belong to no deployment any more.
     *
     * @param live every deployment there is
     * @throws IOException when the folders cannot be listed
     * @throws InterruptedException when this process ends
     */
    public void removeStrays(Set<DeploymentId> live) throws IOException, InterruptedException {
        for (EngineFolder folder : EngineFolder.all(settings.stateFolder())) {
            Optional<DeploymentId> deployment = folder.deployment();
            if (deployment.isPresent() && !live.contains(deployment.get())) {
                LOG.warn("removing the engine of {}, which is no deployment any more", deployment.get());
                remove(deployment.get());
            }
        }
    }

    /** It may not be there. */
    private EngineFolder folderOf(DeploymentId deployment) {
        return new EngineFolder(settings.stateFolder().resolve(deployment.text()));
    }

    private LocalEngine start(Deployment deployment, EngineFolder folder)
            throws IOException, EngineFailedException, InterruptedException {
        EngineProgram program = program(deployment);
        if (program.command().arguments().isEmpty()) {
            throw new EngineFailedException(Reasons.commandMissing(deployment.engine()));
        }
        StoredArtifact weights = weights(deployment);
        Secret key = Secret.draw(random);
        folder.keepKey(key);
        int port = freePort();
        List<String> command = program.command()
                .fill(Map.of(
                        "model", weights.file().toString(),
                        "port", Integer.toString(port),
                        "alias", deployment.upstreamModel(),
                        "contextTokens", Integer.toString(deployment.contextTokens()),
                        "parallel", Integer.toString(settings.parallel()),
                        "threads", Integer.toString(settings.threads()),
                        "apiKeyFile", folder.keyFile().toString()));
        folder.boundLog();
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.path().toFile())
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectErrorStream(true)
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(folder.logFile().toFile()));
        builder.environment().keySet().retainAll(ENVIRONMENT);
        Process process = builder.start();
        Started started = new Started(new ReplicaId(ulids.next()), EngineProcess.of(process, clock.instant()), port);
        try {
            // While the engine loads. Until it is noted it serves nobody, and the start after a crash of ours ends it.
            requireWhole(weights);
            folder.keep(started);
        } catch (IOException | EngineFailedException | InterruptedException e) {
            process.destroyForcibly();
            throw e;
        }
        LOG.info("started engine {} of {} on port {}", process.pid(), deployment.name(), port);
        return new LocalEngine(folder, started, key, Optional.of(process), program, probes, settings);
    }

    private EngineProgram program(Deployment deployment) throws EngineFailedException {
        return settings.program(deployment.engine())
                .orElseThrow(() -> new EngineFailedException(Reasons.commandMissing(deployment.engine())));
    }

    private static StoredArtifact weights(Deployment deployment) throws EngineFailedException {
        StoredArtifact artifact = deployment.model().artifact();
        if (artifact == null || !Files.isReadable(artifact.file())) {
            throw new EngineFailedException(Reasons.weightsMissing(artifact == null ? Path.of("?") : artifact.file()));
        }
        return artifact;
    }

    private void requireWhole(StoredArtifact weights) throws IOException, EngineFailedException, InterruptedException {
        if (settings.verifyWeights() && !hash(weights.file()).equals(weights.digest())) {
            throw new EngineFailedException(Reasons.weightsDamaged(weights.file()));
        }
    }

    /**
     * Ends every process that was started with a port and this folder's key file, which is what an engine is and a
     * person's look at the file is not: also one that was started the moment before a crash, and never noted.
     */
    private void endAllOf(EngineFolder folder) throws InterruptedException {
        Optional<Started> kept = folder.kept();
        if (kept.isPresent()) {
            kept.get().process().end(settings.stopTimeout());
        }
        String keyFile = folder.keyFile().toString();
        List<ProcessHandle> strays = ProcessHandle.allProcesses()
                .filter(process -> process.info()
                        .arguments()
                        .map(Arrays::asList)
                        .map(arguments -> arguments.contains(keyFile)
                                && arguments.stream().anyMatch(PORT.asMatchPredicate()))
                        .orElse(false))
                .toList();
        for (ProcessHandle stray : strays) {
            LOG.warn("ending engine {}, which nobody noted", stray.pid());
            new EngineProcess(stray.pid(), stray.info().startInstant().orElse(clock.instant()))
                    .end(settings.stopTimeout());
        }
        folder.forget();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** On a thread of its own: seconds of computing would keep a carrier from every other virtual thread. */
    private static String hash(Path file) throws IOException, InterruptedException {
        FutureTask<String> hash = new FutureTask<>(() -> sha256(file));
        Thread.ofPlatform().name("weights").daemon(true).start(hash);
        try {
            return hash.get();
        } catch (ExecutionException e) {
            throw new IOException("the weights cannot be read: " + file, e.getCause());
        } finally {
            var _ = hash.cancel(true);
        }
    }

    private static String sha256(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[HASH_BUFFER_BYTES];
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                digest.update(buffer, 0, count);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
