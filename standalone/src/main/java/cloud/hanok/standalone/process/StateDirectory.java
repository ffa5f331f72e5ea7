package cloud.hanok.standalone.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A folder that outlives the processes it describes. Folders are 0700 and files 0600, because they hold passwords and keys.
 *
 * @param path absolute
 */
public record StateDirectory(Path path) {
    private static final int PASSWORD_BYTES = 24;

    /** Creates the folder when it is missing. */
    public StateDirectory {
        path = path.toAbsolutePath().normalize();
        createPrivate(path);
    }

    /** A folder inside this one. */
    public StateDirectory child(String name) {
        return new StateDirectory(path.resolve(name));
    }

    /** The file of that name, existing or not. */
    public Path file(String name) {
        return path.resolve(name);
    }

    /** The trimmed text of a file, empty when there is no such file. */
    public Optional<String> read(String name) {
        try {
            return Files.exists(file(name))
                    ? Optional.of(Files.readString(file(name)).strip())
                    : Optional.empty();
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot read " + file(name), failure);
        }
    }

    /** Replaces a file in one step; a reader sees the old text or the new, never half of it. */
    public Path write(String name, String text) {
        Path target = file(name);
        Path next = file(name + ".next");
        try {
            Files.deleteIfExists(next);
            Files.createFile(next, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(next, text, StandardCharsets.UTF_8);
            Files.move(next, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return target;
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot write " + target, failure);
        }
    }

    /** Removes a file, if there. */
    public void remove(String name) {
        try {
            Files.deleteIfExists(file(name));
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot remove " + file(name), failure);
        }
    }

    /** The secret kept under this name, made at the first call: 192 random bits, URL-safe. */
    public String secret(String name, SecureRandom random) {
        Optional<String> known = read(name);
        if (known.isPresent()) {
            return known.get();
        }
        byte[] bytes = new byte[PASSWORD_BYTES];
        random.nextBytes(bytes);
        String secret = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        write(name, secret);
        return secret;
    }

    /** Removes everything inside. */
    public void clear() {
        if (!Files.exists(path)) {
            return;
        }
        try (Stream<Path> inside = Files.walk(path)) {
            for (Path each : inside.sorted(java.util.Comparator.reverseOrder()).toList()) {
                if (!each.equals(path)) {
                    Files.delete(each);
                }
            }
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot clear " + path, failure);
        }
    }

    private static void createPrivate(Path path) {
        try {
            if (!Files.isDirectory(path)) {
                Path parent = path.getParent();
                if (parent != null) {
                    Files.createDirectories(parent);
                }
                Files.createDirectories(
                        path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot create " + path, failure);
        }
    }
}
