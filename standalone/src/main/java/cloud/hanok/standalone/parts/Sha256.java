package cloud.hanok.standalone.parts;

import cloud.hanok.standalone.StandaloneException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 of files, and the refusal of a file that is not the pinned one. */
public final class Sha256 {
    private static final int BUFFER_BYTES = 1 << 20;

    private Sha256() {}

    /** The digest of a file, in lower-case hexadecimal. */
    public static String of(Path file) {
        MessageDigest digest = digest();
        byte[] buffer = new byte[BUFFER_BYTES];
        try (InputStream in = Files.newInputStream(file)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot read " + file, failure);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** A fresh digest. */
    static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }

    /**
     * Refuses a file whose digest is not the pinned one.
     *
     * @throws StandaloneException naming the part, the digest that was expected and the one that was found
     */
    public static void require(String part, Path file, String expected) {
        String found = of(file);
        if (!found.equals(expected)) {
            throw mismatch(part, expected, found);
        }
    }

    static StandaloneException mismatch(String part, String expected, String found) {
        return new StandaloneException(
                part + " is not the pinned file: SHA-256 is " + found + ", expected " + expected + ".",
                "Nothing of it was used. Try again; if it repeats, the package registry serves another file under this name"
                        + " and version: do not use it.");
    }
}
