package cloud.hanok.standalone.parts;

import cloud.hanok.standalone.StandaloneException;
import cloud.hanok.standalone.process.StateDirectory;
import cloud.hanok.standalone.screen.Screen;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Fetched parts, outside the checkout so that a fresh clone is warm. A part is a folder whose name carries its version; it appears in one
 * step when everything in it was checked, so what is there is whole.
 */
public final class PartsCache {
    private final Path root;
    private final Screen screen;
    private final Clock clock;

    /** @param root an absolute folder, made when missing */
    public PartsCache(Path root, Screen screen, Clock clock) {
        this.root = root;
        this.screen = screen;
        this.clock = clock;
    }

    /** The folder that {@code HANOK_CACHE} names, or the user's cache folder. */
    public static Path defaultRoot(Map<String, String> environment) {
        String own = environment.getOrDefault("HANOK_CACHE", "");
        if (!own.isBlank()) {
            return Path.of(own).toAbsolutePath();
        }
        String shared = environment.getOrDefault("XDG_CACHE_HOME", "");
        Path caches = shared.isBlank() ? Path.of(environment.getOrDefault("HOME", "."), ".cache") : Path.of(shared);
        return caches.resolve("hanok").toAbsolutePath();
    }

    /** The folder all parts lie in. */
    public Path root() {
        return root;
    }

    /** Makes the content of a part inside an empty folder; throws when anything is wrong. */
    @FunctionalInterface
    public interface Maker {
        /** Fetches, checks and unpacks into the folder. */
        void make(Path folder) throws IOException;
    }

    /** The folder of a part; the first caller on this machine makes it while the others wait. */
    public Path part(String name, String description, Maker maker) {
        Path folder = root.resolve(name);
        if (Files.isDirectory(folder)) {
            return folder;
        }
        try {
            Files.createDirectories(root);
            synchronized (this) {
                try (FileChannel channel = FileChannel.open(
                                root.resolve(name + ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                        FileLock lock = channel.lock()) {
                    if (lock.isValid() && !Files.isDirectory(folder)) {
                        make(name, description, maker, folder);
                    }
                }
            }
        } catch (IOException failure) {
            throw new StandaloneException(
                    description + " could not be put into " + root + ": " + failure,
                    "Check the free space and the rights there, or set HANOK_CACHE to another folder.",
                    failure);
        }
        return folder;
    }

    /** The folder of a part that is already there. */
    public Optional<Path> present(String name) {
        return Optional.of(root.resolve(name)).filter(Files::isDirectory);
    }

    /** The parts of which a file is gone or damaged, each with one such file; reads every byte of all of them. */
    public Map<Path, Path> damaged() {
        Map<Path, Path> damaged = new TreeMap<>();
        if (!Files.isDirectory(root)) {
            return damaged;
        }
        try (Stream<Path> parts = Files.list(root)) {
            for (Path part : parts.filter(Files::isDirectory).toList()) {
                Seal.broken(part).stream().findFirst().ifPresent(file -> damaged.put(part, file));
            }
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot read " + root, failure);
        }
        return damaged;
    }

    private void make(String name, String description, Maker maker, Path folder) throws IOException {
        Instant start = Instant.now(clock);
        screen.part("fetch", description);
        Path work = root.resolve(name + ".partial");
        try {
            removeTree(work);
            Files.createDirectories(work);
            maker.make(work);
            Seal.put(work);
            Files.move(work, folder, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            removeTree(work);
        }
        screen.part("fetch", description + ": done in " + Screen.seconds(Duration.between(start, Instant.now(clock))));
    }

    private static void removeTree(Path folder) {
        try {
            if (Files.exists(folder)) {
                new StateDirectory(folder).clear();
                Files.delete(folder);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
