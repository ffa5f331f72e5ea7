package cloud.hanok.registry.gguf;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the header of a GGUF file, version 2 or 3, little-endian: metadata and the list of tensors, never the tensors.
 *
 * @see <a href="https://github.com/ggml-org/ggml/blob/master/docs/gguf.md">the GGUF specification</a>
 */
public final class GgufHeader {
    /** A vocabulary of a million tokens with its merges takes a tenth of this. */
    static final long MAX_HEADER_BYTES = 512L * 1024 * 1024;
    /** Real models have fewer than a hundred entries. */
    static final long MAX_ENTRIES = 4_096;
    /** A mixture of 1,000 experts in 100 layers, one tensor each, has a third of this. */
    static final long MAX_TENSORS = 1_000_000;
    /** Sixteen times the largest vocabulary in use. */
    static final long MAX_ARRAY_ELEMENTS = 16L * 1024 * 1024;
    /** The specification allows 65,535; keys in use have fewer than 64, and all of them are held while reading. */
    static final int MAX_KEY_BYTES = 1_024;
    /** Chat templates are the longest strings; the largest seen has 40 KiB. */
    static final long MAX_STRING_BYTES = 4L * 1024 * 1024;
    /** Values that are kept (names, licences) are short; a longer one is somebody's text in the wrong place. */
    static final int MAX_KEPT_STRING_BYTES = 4_096;
    /** Four times ggml's own bound on names of tensors. */
    static final int MAX_TENSOR_NAME_BYTES = 256;
    /** ggml's bound. */
    static final int MAX_DIMENSIONS = 4;
    /** Alignments in use are 32 and 64. */
    static final long MAX_ALIGNMENT = 1L << 20;

    private static final int MAGIC = 0x46554747;
    private static final long DEFAULT_ALIGNMENT = 32;
    /** llama.cpp's numbers for mean, first and last token; 0 is none, 4 ranks pairs of texts. */
    private static final Set<Long> POOLS_TEXTS = Set.of(1L, 2L, 3L);

    private static final String CHAT_TEMPLATE = "tokenizer.chat_template";
    private static final Pattern ARCHITECTURE = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final Set<String> KEPT_TEXTS =
            Set.of("general.architecture", "general.name", "general.license", "tokenizer.ggml.model");

    private final GgufBytes bytes;
    private final long fileBytes;
    private final Map<String, String> texts = new HashMap<>();
    private final Map<String, Long> numbers = new HashMap<>();
    private final Set<String> keys = new HashSet<>();

    private GgufHeader(InputStream source, long fileBytes) {
        this.bytes = new GgufBytes(source, Math.min(fileBytes, MAX_HEADER_BYTES));
        this.fileBytes = fileBytes;
    }

    /**
     * Reads a file's header.
     *
     * @throws InvalidGgufException when it is no complete GGUF file of one part, or its header breaks a bound
     * @throws IOException when it cannot be read
     */
    public static GgufFacts read(Path file) throws IOException, InvalidGgufException {
        try (InputStream source = Files.newInputStream(file)) {
            return read(source, Files.size(file));
        }
    }

    /**
     * Reads a header from the start of a stream, and not much further.
     *
     * @param fileBytes the size of the whole file, against which the tensors' places are checked
     * @throws InvalidGgufException as {@link #read(Path)}
     * @throws IOException when it cannot be read
     */
    public static GgufFacts read(InputStream source, long fileBytes) throws IOException, InvalidGgufException {
        return new GgufHeader(source, fileBytes).facts();
    }

    private GgufFacts facts() throws IOException, InvalidGgufException {
        int version = version();
        long tensors = bytes.count("the number of tensors", MAX_TENSORS);
        long entries = bytes.count("the number of metadata entries", MAX_ENTRIES);
        for (long i = 0; i < entries; i++) {
            entry();
        }
        String architecture = texts.get("general.architecture");
        if (architecture == null || !ARCHITECTURE.matcher(architecture).matches()) {
            throw new InvalidGgufException("the header does not name an architecture (general.architecture)");
        }
        if (number("split.count", 0) > 1) {
            throw new InvalidGgufException("the file is one of " + number("split.count", 0)
                    + " parts of a model; merge them into one file first (llama-gguf-split --merge)");
        }
        if (tensors == 0) {
            throw new InvalidGgufException("the file has no tensors: it is a vocabulary without a model");
        }
        long parameters = tensors(tensors);
        Long fileType = numbers.get("general.file_type");
        return new GgufFacts(
                version,
                architecture,
                texts.get("general.name"),
                parameters,
                tensors,
                number(architecture + ".context_length", 0),
                fileType == null ? "unknown" : GgufTypes.fileType(fileType),
                texts.get("general.license"),
                keys.contains(CHAT_TEMPLATE),
                texts.get("tokenizer.ggml.model"),
                number(architecture + ".embedding_length", 0),
                POOLS_TEXTS.contains(number(architecture + ".pooling_type", 0)),
                bytes.position());
    }

    private int version() throws IOException, InvalidGgufException {
        if (fileBytes < 4 || bytes.u32("the magic number") != MAGIC) {
            throw new InvalidGgufException("not a GGUF file: it does not start with the letters GGUF");
        }
        long version = bytes.u32("the version");
        if (version == 2 || version == 3) {
            return (int) version;
        }
        boolean bigEndian = Integer.reverseBytes((int) version) == 2 || Integer.reverseBytes((int) version) == 3;
        throw new InvalidGgufException(
                bigEndian
                        ? "the file is big-endian; convert it to little-endian first"
                        : "GGUF version " + version + " is not read here; versions 2 and 3 are");
    }

    private void entry() throws IOException, InvalidGgufException {
        String key = bytes.text("a metadata key", MAX_KEY_BYTES);
        if (key.isEmpty() || !keys.add(key)) {
            throw new InvalidGgufException("a metadata key is empty or comes twice, before byte " + bytes.position());
        }
        long type = bytes.u32("the type of a value");
        switch ((int) Math.min(type, Integer.MAX_VALUE)) {
            case GgufTypes.STRING -> {
                if (KEPT_TEXTS.contains(key)) {
                    texts.put(key, printable(bytes.text(key, MAX_KEPT_STRING_BYTES)));
                } else {
                    bytes.skipText("a metadata value", MAX_STRING_BYTES);
                }
            }
            case GgufTypes.ARRAY -> skipArray();
            case GgufTypes.UINT8, GgufTypes.INT8 -> numbers.put(key, (long) bytes.u8(key));
            case GgufTypes.UINT32, GgufTypes.INT32 -> numbers.put(key, bytes.u32(key));
            case GgufTypes.UINT64, GgufTypes.INT64 -> numbers.put(key, bytes.u64(key));
            case GgufTypes.UINT16, GgufTypes.INT16 -> numbers.put(key, (long) (bytes.u8(key) | bytes.u8(key) << 8));
            case GgufTypes.FLOAT32, GgufTypes.FLOAT64, GgufTypes.BOOL ->
                bytes.skip(GgufTypes.valueBytes(type), "a metadata value");
            default -> throw unknownType(type);
        }
    }

    /** People and logs see it: no line breaks, no terminal sequences. */
    private static String printable(String text) {
        return text.replaceAll("\\p{C}", " ").strip();
    }

    private void skipArray() throws IOException, InvalidGgufException {
        long type = bytes.u32("the type of an array");
        long elements = bytes.count("the length of an array", MAX_ARRAY_ELEMENTS);
        int size = GgufTypes.valueBytes(type);
        if (type == GgufTypes.STRING) {
            for (long i = 0; i < elements; i++) {
                bytes.skipText("an element of an array", MAX_STRING_BYTES);
            }
        } else if (size > 0) {
            bytes.skip(elements * size, "an array");
        } else if (type == GgufTypes.ARRAY) {
            throw new InvalidGgufException("an array of arrays at byte " + bytes.position() + "; no engine reads one");
        } else {
            throw unknownType(type);
        }
    }

    /** Adds up the elements, and checks that each tensor lies within the file. */
    private long tensors(long count) throws IOException, InvalidGgufException {
        long alignment = alignment();
        long parameters = 0;
        long dataBytes = 0;
        for (long i = 0; i < count; i++) {
            bytes.skipText("the name of a tensor", MAX_TENSOR_NAME_BYTES);
            long elements = elements();
            long type = bytes.u32("the type of a tensor");
            long offset = bytes.u64("the place of a tensor");
            try {
                if (offset < 0) {
                    throw new ArithmeticException();
                }
                dataBytes = Math.max(dataBytes, Math.addExact(offset, GgufTypes.tensorBytes(type, elements)));
                parameters = Math.addExact(parameters, elements);
            } catch (ArithmeticException e) {
                throw new InvalidGgufException("tensor " + (i + 1) + " is larger than any file");
            }
        }
        long dataStart = Math.ceilDiv(bytes.position(), alignment) * alignment;
        if (dataBytes > fileBytes - dataStart) {
            throw new InvalidGgufException("the file is cut off: its tensors end at byte "
                    + Long.toUnsignedString(dataStart + dataBytes) + ", it has " + fileBytes);
        }
        return parameters;
    }

    private long elements() throws IOException, InvalidGgufException {
        long dimensions = bytes.u32("the dimensions of a tensor");
        if (dimensions < 1 || dimensions > MAX_DIMENSIONS) {
            throw new InvalidGgufException("a tensor at byte " + bytes.position() + " has " + dimensions
                    + " dimensions; 1 to " + MAX_DIMENSIONS + " are accepted");
        }
        long elements = 1;
        for (long d = 0; d < dimensions; d++) {
            long extent = bytes.u64("the extent of a tensor");
            try {
                elements = Math.multiplyExact(elements, extent);
            } catch (ArithmeticException e) {
                elements = -1;
            }
            if (extent < 1 || elements < 1) {
                throw new InvalidGgufException("a tensor before byte " + bytes.position() + " has an impossible shape");
            }
        }
        return elements;
    }

    private long alignment() throws InvalidGgufException {
        long alignment = number("general.alignment", DEFAULT_ALIGNMENT);
        if (alignment < 8 || alignment > MAX_ALIGNMENT || alignment % 8 != 0) {
            throw new InvalidGgufException("general.alignment is " + alignment + "; a multiple of 8 was expected");
        }
        return alignment;
    }

    private long number(String key, long otherwise) throws InvalidGgufException {
        @Nullable Long number = numbers.get(key);
        if (number == null) {
            return otherwise;
        }
        if (number < 0) {
            throw new InvalidGgufException(key + " is out of range");
        }
        return number;
    }

    private InvalidGgufException unknownType(long type) {
        return new InvalidGgufException("a value before byte " + bytes.position() + " has the unknown type " + type);
    }
}
