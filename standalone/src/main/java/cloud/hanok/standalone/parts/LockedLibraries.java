package cloud.hanok.standalone.parts;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * Libraries of other languages, with all they need, as lock files name them: every package by its version and digest,
 * nothing that is not in the lock, and no script of a package is run. A changed lock is another part.
 */
public final class LockedLibraries {
    private static final int DIGITS_IN_NAME = 12;
    private static final String MANIFEST = "package.json";
    private static final String LOCK = "package-lock.json";

    private final PartsCache cache;
    private final String python;
    private final String npm;

    /**
     * @param cache where they go
     * @param python the Python program with pip, of whose version they are
     * @param npm Node's package manager
     */
    public LockedLibraries(PartsCache cache, String python, String npm) {
        this.cache = cache;
        this.python = python;
        this.npm = npm;
    }

    /**
     * A folder for {@code PYTHONPATH}.
     *
     * @param name of what is wanted, for the eyes
     * @param lock requirements, each with its version and the SHA-256 of its files
     */
    public Path python(String name, Path lock) {
        String version = Tool.run(
                        "Asking Python for its version",
                        folderOf(lock),
                        List.of(python, "-c", "import sys; print('%d.%d' % sys.version_info[:2])"))
                .strip();
        String part = "python" + version + "-" + name + "-" + digits(lock);
        return cache.part(part, name + " for Python " + version, work -> {
            Tool.run(
                    "Installing " + name,
                    work,
                    List.of(
                            python,
                            "-m",
                            "pip",
                            "install",
                            "--quiet",
                            "--disable-pip-version-check",
                            "--require-hashes",
                            "--no-deps",
                            "--only-binary=:all:",
                            "--target",
                            work.toString(),
                            "--requirement",
                            lock.toString()));
        });
    }

    /**
     * A folder that holds {@code node_modules}.
     *
     * @param name of what is wanted, for the eyes
     * @param folder with {@code package.json} and {@code package-lock.json}, which has the digest of each package
     */
    public Path node(String name, Path folder) {
        Path lock = folder.resolve(LOCK);
        return cache.part("node-" + name + "-" + digits(lock), name + " for Node.js", work -> {
            Files.copy(folder.resolve(MANIFEST), work.resolve(MANIFEST));
            Files.copy(lock, work.resolve(LOCK));
            Tool.run(
                    "Installing " + name,
                    work,
                    List.of(npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"));
        });
    }

    private static String digits(Path lock) {
        return Sha256.of(lock).substring(0, DIGITS_IN_NAME);
    }

    private static Path folderOf(Path file) {
        return Objects.requireNonNull(file.toAbsolutePath().getParent());
    }
}
