package cloud.hanok.api.receipt;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The verifier of {@code compliance/verifier}, built with Go and run as a program of its own: none of our code decides
 * whether our receipts hold.
 */
public final class OutsideVerifier {
    /** A first build fetches one module. */
    private static final Duration BUILD_LIMIT = Duration.ofMinutes(3);

    private static final Duration RUN_LIMIT = Duration.ofSeconds(20);

    private final Path program;

    private OutsideVerifier(Path program) {
        this.program = program;
    }

    /**
     * What the program said.
     *
     * @param proven its exit status was 0
     * @param output what it printed, in English and Korean
     */
    public record Verdict(boolean proven, String output) {}

    /**
     * Builds the program into this module's target folder; quick when nothing changed.
     *
     * @throws IllegalStateException when it cannot be built; the message has Go's own
     */
    public static OutsideVerifier build() throws IOException, InterruptedException {
        Path program = Files.createDirectories(root().resolve("api/target/outside-verifier"))
                .resolve("verify");
        Verdict built = run(sources(), List.of("go", "build", "-o", program.toString(), "."), BUILD_LIMIT);
        if (!built.proven()) {
            throw new IllegalStateException(
                    "The outside verifier was not built. Go 1.26 or later is needed on the PATH." + " Go says: "
                            + built.output());
        }
        return new OutsideVerifier(program);
    }

    /** The program's own tests, against a log that is kept by Go's library. */
    public static Verdict ownTests() throws IOException, InterruptedException {
        return run(sources(), List.of("go", "test", "./..."), BUILD_LIMIT);
    }

    /**
     * Verifies one leaf.
     *
     * @param folder where the three files may be put
     * @param vkey the log's verifier key
     * @param receiptJson the body of GET /v1/receipts/{id}
     * @param leaf {@code opening}, {@code closing} or {@code amendment}
     * @param proof the body of GET /v1/receipts/{id}.tlog-proof
     */
    public Verdict verify(Path folder, String vkey, byte[] receiptJson, String leaf, byte[] proof)
            throws IOException, InterruptedException {
        Path key = Files.writeString(folder.resolve("vkey"), vkey);
        Path receipt = Files.write(folder.resolve("receipt.json"), receiptJson);
        Path evidence = Files.write(folder.resolve(leaf + ".tlog-proof"), proof);
        return run(
                folder,
                List.of(
                        program.toString(),
                        "--vkey",
                        key.toString(),
                        "--receipt",
                        receipt.toString(),
                        "--leaf",
                        leaf,
                        "--proof",
                        evidence.toString()),
                RUN_LIMIT);
    }

    private static Path sources() {
        return root().resolve("compliance/verifier");
    }

    private static Path root() {
        return Path.of(System.getProperty("hanok.root", "..")).toAbsolutePath();
    }

    private static Verdict run(Path folder, List<String> command, Duration limit)
            throws IOException, InterruptedException {
        Path said = Files.createTempFile("outside-verifier", ".log");
        try {
            Process process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(said.toFile())
                    .start();
            if (!process.waitFor(limit.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException(command.getFirst() + " took longer than " + limit);
            }
            return new Verdict(process.exitValue() == 0, Files.readString(said, StandardCharsets.UTF_8));
        } finally {
            Files.delete(said);
        }
    }
}
