package cloud.hanok.content.object;

import cloud.hanok.platform.id.TenantId;
import cloud.hanok.platform.id.Ulid;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.stream.Stream;

/**
 * A folder: {@code <tenant>/<last two characters>/<object>}. An object is written aside, synced, moved into place, and the folders
 * above it are synced, so that what was committed outlives a power cut. Several processes may share the folder.
 */
public final class FolderStore implements ObjectStore {
    /**
     * Left to whatever else lives on the same disk, such as journals: a disk that is full stops more than files. Those who upload are
     * told that there is no room while there still is some.
     */
    public static final long RESERVE_BYTES = 256L << 20;

    /** How often the room that is left is looked at. */
    private static final long LOOKED_EVERY_BYTES = 4L << 20;

    private static final int SHARD_CHARACTERS = 2;

    private final Path root;
    private final Path aside;
    private final long reserveBytes;

    private FolderStore(Path root, Path aside, long reserveBytes) {
        this.root = root;
        this.aside = aside;
        this.reserveBytes = reserveBytes;
    }

    /**
     * Opens a folder, which is made when it is missing.
     *
     * @param reserveBytes left free: {@link #RESERVE_BYTES}
     * @throws IOException when it cannot be made
     */
    public static FolderStore open(Path root, long reserveBytes) throws IOException {
        return new FolderStore(
                Files.createDirectories(root), Files.createDirectories(root.resolve("incoming")), reserveBytes);
    }

    @Override
    public ObjectWriter write(TenantId tenant, Ulid name) {
        requireRoom(1);
        Path copy = aside.resolve(name + ".part");
        try {
            return new Writer(
                    copy,
                    root.resolve(tenant.ulid().toString()),
                    shard(tenant, name),
                    name.toString(),
                    FileChannel.open(copy, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
        } catch (IOException e) {
            throw failed("begin", e);
        }
    }

    @Override
    public InputStream read(TenantId tenant, Ulid name, long from) {
        try {
            FileChannel channel =
                    FileChannel.open(shard(tenant, name).resolve(name.toString()), StandardOpenOption.READ);
            channel.position(from);
            return new Reader(Channels.newInputStream(channel));
        } catch (NoSuchFileException e) {
            requireThere();
            throw new ObjectMissingException(name);
        } catch (IOException e) {
            throw failed("read", e);
        }
    }

    @Override
    public void delete(TenantId tenant, Ulid name) {
        requireThere();
        Path shard = shard(tenant, name);
        try {
            if (Files.deleteIfExists(shard.resolve(name.toString()))) {
                sync(shard);
            }
            Files.deleteIfExists(aside.resolve(name + ".part"));
        } catch (IOException e) {
            throw failed("delete", e);
        }
    }

    /** What is written goes to the disk at once. */
    @Override
    public int writerBytes() {
        return 0;
    }

    @Override
    public void removeLeftovers(Instant before) {
        try (Stream<Path> left = Files.list(aside)) {
            for (Path file : left.toList()) {
                if (isOlder(file, before)) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (IOException e) {
            throw failed("clear", e);
        }
    }

    @Override
    public void close() {
        // Nothing is held open between calls.
    }

    private static boolean isOlder(Path file, Instant before) throws IOException {
        try {
            return Files.getLastModifiedTime(file).toInstant().isBefore(before);
        } catch (NoSuchFileException committedMeanwhile) {
            return false;
        }
    }

    private Path shard(TenantId tenant, Ulid name) {
        String text = name.toString();
        return root.resolve(tenant.ulid().toString()).resolve(text.substring(text.length() - SHARD_CHARACTERS));
    }

    /** A disk that is not mounted looks as if nothing were there: nothing is to be believed deleted then. */
    private void requireThere() {
        if (!Files.isDirectory(aside)) {
            throw failed("look at", new NoSuchFileException(aside.toString()));
        }
    }

    private void requireRoom(long neededBytes) {
        long left;
        try {
            left = Files.getFileStore(root).getUsableSpace() - reserveBytes;
        } catch (IOException e) {
            throw failed("look at", e);
        }
        if (left < neededBytes) {
            throw new ObjectStoreFullException(neededBytes, Math.max(0, left));
        }
    }

    private static ObjectStoreUnavailableException failed(String what, IOException cause) {
        return new ObjectStoreUnavailableException(
                "the folder of objects cannot be used to " + what + ": " + cause.getMessage(), cause);
    }

    private static void sync(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** What the disk says while it is read is this store's failure. */
    private static final class Reader extends InputStream {
        private final InputStream in;

        Reader(InputStream in) {
            this.in = in;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] into, int from, int length) {
            try {
                return in.read(into, from, length);
            } catch (IOException e) {
                throw failed("read", e);
            }
        }

        @Override
        public void close() {
            try {
                in.close();
            } catch (IOException e) {
                throw failed("read", e);
            }
        }
    }

    private final class Writer implements ObjectWriter {
        private final Path copy;
        private final Path ofTenant;
        private final Path shard;
        private final String name;
        private final FileChannel channel;
        private long unlooked;

        Writer(Path copy, Path ofTenant, Path shard, String name, FileChannel channel) {
            this.copy = copy;
            this.ofTenant = ofTenant;
            this.shard = shard;
            this.name = name;
            this.channel = channel;
        }

        @Override
        public void write(byte[] bytes, int from, int length) {
            unlooked += length;
            if (unlooked >= LOOKED_EVERY_BYTES) {
                unlooked = 0;
                requireRoom(length);
            }
            ByteBuffer left = ByteBuffer.wrap(bytes, from, length);
            try {
                while (left.hasRemaining()) {
                    channel.write(left);
                }
            } catch (IOException e) {
                requireRoom(length);
                throw failed("write", e);
            }
        }

        @Override
        public void commit() {
            try {
                channel.force(true);
                channel.close();
                Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("r--------"));
                Files.createDirectories(shard);
                Files.move(copy, shard.resolve(name), StandardCopyOption.ATOMIC_MOVE);
                sync(shard);
                sync(ofTenant);
                sync(root);
            } catch (IOException e) {
                requireRoom(1);
                throw failed("write", e);
            }
        }

        @Override
        public void close() {
            try {
                channel.close();
                Files.deleteIfExists(copy);
            } catch (IOException e) {
                throw failed("write", e);
            }
        }
    }
}
