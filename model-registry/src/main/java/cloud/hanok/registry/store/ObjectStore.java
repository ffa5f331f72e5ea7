package cloud.hanok.registry.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A folder of objects by the SHA-256 of their content: {@code sha256/ab/cd/abcd...}. An object appears whole or not at
 * all: it is written aside, synced, and moved into place; the same content is kept once. Sources are copied, never
 * linked, since a hard link would share later changes of the source.
 *
 * <p>One process has a folder at a time (a lock file says which), so that whatever lies aside when it is opened was
 * left by a process that died, and is removed.
 */
public final class ObjectStore implements AutoCloseable {
    private static final int BUFFER_BYTES = 1 << 20;
    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");

    private final Path objects;
    private final Path aside;
    private final FileChannel lockChannel;
    private final FileLock lock;

    private ObjectStore(Path objects, Path aside, FileChannel lockChannel, FileLock lock) {
        this.objects = objects;
        this.aside = aside;
        this.lockChannel = lockChannel;
        this.lock = lock;
    }

    /**
     * Opens a folder, which is made when it is missing.
     *
     * @throws IOException when it cannot be written, or another process has it
     */
    public static ObjectStore local(Path folder) throws IOException {
        Path objects = Files.createDirectories(folder.resolve("sha256"));
        Path aside = Files.createDirectories(folder.resolve("incoming"));
        FileChannel channel =
                FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            lock = null;
        }
        if (lock == null) {
            channel.close();
            throw new IOException("the object store " + folder + " is in use by another process; stop it, or give this"
                    + " one a folder of its own (hanok.registry.store)");
        }
        removeAll(aside);
        return new ObjectStore(objects, aside, channel, lock);
    }

    /** The object of this digest, if it is here. Its content is not checked; see {@link #verified}. */
    public Optional<StoredObject> find(String digest) throws IOException {
        Path file = place(digest);
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        return Optional.of(new StoredObject(digest, Files.size(file), file));
    }

    /**
     * The object of this digest, after its content was read and hashed again: for use by an engine.
     *
     * @throws DamagedObjectException when its content has another digest
     */
    public Optional<StoredObject> verified(String digest) throws IOException {
        Optional<StoredObject> object = find(digest);
        if (object.isPresent()) {
            String actual = digestOf(object.get().file());
            if (!actual.equals(digest)) {
                throw new DamagedObjectException(
                        "object " + digest + " is damaged: its content hashes to " + actual + "; import it again");
            }
        }
        return object;
    }

    /** Bytes that can still be written. */
    public long usableBytes() throws IOException {
        return Files.getFileStore(objects).getUsableSpace();
    }

    /**
     * Copies a file in. What becomes an object is exactly what was hashed: the check sees the copy, not the source.
     *
     * @param source a regular file
     * @param check looks at the copy before it becomes an object, and may refuse it
     * @param progress is told how many bytes are copied, about once per MiB
     * @param <T> what the check finds
     * @param <E> how the check refuses
     * @throws SourceChangedException when it was written to meanwhile
     * @throws IOException when it cannot be read or written; nothing is kept then
     */
    public <T, E extends Exception> Stored<T> copyIn(Path source, Check<T, E> check, LongConsumer progress)
            throws IOException, E {
        Path copy = Files.createTempFile(aside, "import-", ".part");
        try {
            BasicFileAttributes before = Files.readAttributes(source, BasicFileAttributes.class);
            String digest = copy(source, copy, before.size(), progress);
            BasicFileAttributes after = Files.readAttributes(source, BasicFileAttributes.class);
            if (Files.size(copy) != before.size()
                    || after.size() != before.size()
                    || !after.lastModifiedTime().equals(before.lastModifiedTime())) {
                throw new SourceChangedException(source + " was written to while it was copied");
            }
            T finding = check.look(copy);
            return new Stored<>(keep(copy, digest), finding);
        } finally {
            Files.deleteIfExists(copy);
        }
    }

    private StoredObject keep(Path copy, String digest) throws IOException {
        Path file = place(digest);
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS) || !digestOf(file).equals(digest)) {
            Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("r--r--r--"));
            Path outer = objects.resolve(digest.substring(0, 2));
            Path inner = outer.resolve(digest.substring(2, 4));
            Files.createDirectories(inner);
            Files.move(copy, file, StandardCopyOption.ATOMIC_MOVE);
            sync(inner);
            sync(outer);
            sync(objects);
        }
        return new StoredObject(digest, Files.size(file), file);
    }

    /**
     * Looks at a complete copy before it is kept.
     *
     * @param <T> what it finds
     * @param <E> how it refuses
     */
    @FunctionalInterface
    public interface Check<T, E extends Exception> {
        /** @throws E when the content must not be kept */
        T look(Path copy) throws IOException, E;
    }

    /**
     * What became of a copy.
     *
     * @param object that is kept
     * @param finding of the check
     * @param <T> what the check finds
     */
    public record Stored<T>(StoredObject object, T finding) {}

    /** Lets another process have the folder. */
    @Override
    public void close() throws IOException {
        lock.release();
        lockChannel.close();
    }

    private Path place(String digest) {
        if (!DIGEST.matcher(digest).matches()) {
            throw new IllegalArgumentException("64 lower-case hex digits were expected");
        }
        return objects.resolve(digest.substring(0, 2))
                .resolve(digest.substring(2, 4))
                .resolve(digest);
    }

    /** Stops after as many bytes as the source had: one that is still written to would never end. */
    private static String copy(Path source, Path target, long sizeBytes, LongConsumer progress) throws IOException {
        MessageDigest sha256 = sha256();
        try (FileChannel in = FileChannel.open(source, StandardOpenOption.READ);
                FileChannel out = FileChannel.open(target, StandardOpenOption.WRITE)) {
            ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
            long copied = 0;
            while (copied < sizeBytes && in.read(buffer) >= 0) {
                buffer.flip();
                sha256.update(buffer.duplicate());
                copied += buffer.remaining();
                while (buffer.hasRemaining()) {
                    out.write(buffer);
                }
                buffer.clear();
                progress.accept(copied);
            }
            out.force(true);
        }
        return HexFormat.of().formatHex(sha256.digest());
    }

    private static String digestOf(Path file) throws IOException {
        MessageDigest sha256 = sha256();
        try (FileChannel in = FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
            while (in.read(buffer) >= 0) {
                sha256.update(buffer.flip());
                buffer.clear();
            }
        }
        return HexFormat.of().formatHex(sha256.digest());
    }

    private static void sync(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static void removeAll(Path folder) throws IOException {
        try (Stream<Path> left = Files.list(folder)) {
            for (Path file : left.toList()) {
                Files.delete(file);
            }
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
