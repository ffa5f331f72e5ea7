package cloud.hanok.api.fault;

import cloud.hanok.content.object.ObjectWriter;
import cloud.hanok.content.object.S3Settings;
import cloud.hanok.content.object.S3Store;
import cloud.hanok.platform.id.TenantId;
import cloud.hanok.platform.id.Ulid;
import cloud.hanok.platform.secret.Secret;
import java.io.DataInputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The least that a file costs, in a process of its own: a socket, AES-256-GCM by chunks of 256 KiB, a file that is synced, and nothing
 * else; or our way to a bucket alone, without a gateway before it. Each connection says what it wants: a letter and a length.
 */
public final class FileFloor {
    static final char FOLDER_WRITE = 'W';
    static final char FOLDER_READ = 'R';
    static final char BUCKET_WRITE = 'w';
    static final char BUCKET_READ = 'r';

    private static final int CHUNK = 256 << 10;
    private static final int TAG = 16;

    private final Path file;
    private final S3Store store;
    private final TenantId tenant;
    private final Ulid name;
    private final SecretKeySpec key = new SecretKeySpec(new byte[32], "AES");

    private FileFloor(Path file, S3Store store, Ulid name) {
        this.file = file;
        this.store = store;
        this.tenant = new TenantId(name);
        this.name = name;
    }

    /** Folder, endpoint, bucket, key's id, key; says its port. */
    public static void main(String[] arguments) throws Exception {
        var settings = new S3Settings(
                URI.create(arguments[1]),
                "us-east-1",
                arguments[2],
                arguments[3],
                new Secret(arguments[4]),
                true,
                List.of());
        var floor = new FileFloor(
                Path.of(arguments[0], "floor"), S3Store.open(settings), Ulid.parse("01JD0000000000000000000000"));
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            System.out.println(server.getLocalPort());
            while (true) {
                try (Socket socket = server.accept()) {
                    floor.serve(socket);
                }
            }
        }
    }

    private void serve(Socket socket) throws Exception {
        var in = new DataInputStream(socket.getInputStream());
        char wanted = (char) in.readUnsignedByte();
        long length = in.readLong();
        OutputStream out = socket.getOutputStream();
        switch (wanted) {
            case FOLDER_WRITE -> {
                seal(in, length);
                out.write(1);
            }
            case FOLDER_READ -> open(out, length);
            case BUCKET_WRITE -> {
                try (ObjectWriter writer = store.write(tenant, name)) {
                    byte[] chunk = new byte[CHUNK];
                    for (long left = length; left > 0; left -= chunk.length) {
                        in.readFully(chunk);
                        writer.write(chunk, 0, chunk.length);
                    }
                    writer.commit();
                }
                out.write(1);
            }
            case BUCKET_READ -> {
                try (InputStream stored = store.read(tenant, name, 0)) {
                    byte[] chunk = new byte[CHUNK];
                    for (long left = length; left > 0; left -= chunk.length) {
                        out.write(chunk, 0, stored.readNBytes(chunk, 0, chunk.length));
                    }
                }
                store.delete(tenant, name);
            }
            default -> throw new IllegalArgumentException(Character.toString(wanted));
        }
    }

    private void seal(DataInputStream in, long length) throws Exception {
        byte[] clear = new byte[CHUNK];
        byte[] sealed = new byte[CHUNK + TAG];
        try (FileChannel to = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            for (long chunk = 0; chunk < length / CHUNK; chunk++) {
                in.readFully(clear);
                cipher(Cipher.ENCRYPT_MODE, chunk).doFinal(clear, 0, CHUNK, sealed, 0);
                ByteBuffer bytes = ByteBuffer.wrap(sealed);
                while (bytes.hasRemaining()) {
                    to.write(bytes);
                }
            }
            to.force(true);
        }
    }

    private void open(OutputStream out, long length) throws Exception {
        byte[] clear = new byte[CHUNK];
        byte[] sealed = new byte[CHUNK + TAG];
        try (InputStream from = Files.newInputStream(file)) {
            for (long chunk = 0; chunk < length / CHUNK; chunk++) {
                from.readNBytes(sealed, 0, sealed.length);
                cipher(Cipher.DECRYPT_MODE, chunk).doFinal(sealed, 0, sealed.length, clear, 0);
                out.write(clear);
            }
        }
        Files.delete(file);
    }

    private Cipher cipher(int mode, long chunk) throws Exception {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        byte[] nonce = ByteBuffer.allocate(12).putLong(chunk).array();
        cipher.init(mode, key, new GCMParameterSpec(TAG * 8, nonce));
        return cipher;
    }
}
