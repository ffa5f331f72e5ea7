package cloud.hanok.registry.gguf;

import java.util.Map;

/**
 * The numbers GGUF files use for types, from ggml's {@code ggml.h} and llama.cpp's {@code llama.h}.
 *
 * @see <a href="https://github.com/ggml-org/ggml/blob/master/docs/gguf.md">the GGUF specification</a>
 */
final class GgufTypes {
    static final int UINT8 = 0;
    static final int INT8 = 1;
    static final int UINT16 = 2;
    static final int INT16 = 3;
    static final int UINT32 = 4;
    static final int INT32 = 5;
    static final int FLOAT32 = 6;
    static final int BOOL = 7;
    static final int STRING = 8;
    static final int ARRAY = 9;
    static final int UINT64 = 10;
    static final int INT64 = 11;
    static final int FLOAT64 = 12;

    /** Set in a file type that was guessed from the tensors. */
    private static final long FILE_TYPE_GUESSED = 1024;

    private static final Map<Long, String> FILE_TYPES = Map.ofEntries(
            Map.entry(0L, "F32"),
            Map.entry(1L, "F16"),
            Map.entry(2L, "Q4_0"),
            Map.entry(3L, "Q4_1"),
            Map.entry(7L, "Q8_0"),
            Map.entry(8L, "Q5_0"),
            Map.entry(9L, "Q5_1"),
            Map.entry(10L, "Q2_K"),
            Map.entry(11L, "Q3_K_S"),
            Map.entry(12L, "Q3_K_M"),
            Map.entry(13L, "Q3_K_L"),
            Map.entry(14L, "Q4_K_S"),
            Map.entry(15L, "Q4_K_M"),
            Map.entry(16L, "Q5_K_S"),
            Map.entry(17L, "Q5_K_M"),
            Map.entry(18L, "Q6_K"),
            Map.entry(19L, "IQ2_XXS"),
            Map.entry(20L, "IQ2_XS"),
            Map.entry(21L, "Q2_K_S"),
            Map.entry(22L, "IQ3_XS"),
            Map.entry(23L, "IQ3_XXS"),
            Map.entry(24L, "IQ1_S"),
            Map.entry(25L, "IQ4_NL"),
            Map.entry(26L, "IQ3_S"),
            Map.entry(27L, "IQ3_M"),
            Map.entry(28L, "IQ2_S"),
            Map.entry(29L, "IQ2_M"),
            Map.entry(30L, "IQ4_XS"),
            Map.entry(31L, "IQ1_M"),
            Map.entry(32L, "BF16"),
            Map.entry(36L, "TQ1_0"),
            Map.entry(37L, "TQ2_0"),
            Map.entry(38L, "MXFP4_MOE"));

    private static final Map<Integer, Block> TENSOR_TYPES = Map.ofEntries(
            Map.entry(0, new Block(1, 4)),
            Map.entry(1, new Block(1, 2)),
            Map.entry(2, new Block(32, 18)),
            Map.entry(3, new Block(32, 20)),
            Map.entry(6, new Block(32, 22)),
            Map.entry(7, new Block(32, 24)),
            Map.entry(8, new Block(32, 34)),
            Map.entry(10, new Block(256, 84)),
            Map.entry(11, new Block(256, 110)),
            Map.entry(12, new Block(256, 144)),
            Map.entry(13, new Block(256, 176)),
            Map.entry(14, new Block(256, 210)),
            Map.entry(16, new Block(256, 66)),
            Map.entry(17, new Block(256, 74)),
            Map.entry(18, new Block(256, 98)),
            Map.entry(19, new Block(256, 50)),
            Map.entry(20, new Block(32, 18)),
            Map.entry(21, new Block(256, 110)),
            Map.entry(22, new Block(256, 82)),
            Map.entry(23, new Block(256, 136)),
            Map.entry(24, new Block(1, 1)),
            Map.entry(25, new Block(1, 2)),
            Map.entry(26, new Block(1, 4)),
            Map.entry(27, new Block(1, 8)),
            Map.entry(28, new Block(1, 8)),
            Map.entry(29, new Block(256, 56)),
            Map.entry(30, new Block(1, 2)),
            Map.entry(34, new Block(256, 54)),
            Map.entry(35, new Block(256, 66)),
            Map.entry(39, new Block(32, 17)));

    private GgufTypes() {}

    /** Bytes of one value, or 0 for a string or an array. -1 when there is no such type. */
    static int valueBytes(long type) {
        return switch ((int) Math.min(type, Integer.MAX_VALUE)) {
            case UINT8, INT8, BOOL -> 1;
            case UINT16, INT16 -> 2;
            case UINT32, INT32, FLOAT32 -> 4;
            case UINT64, INT64, FLOAT64 -> 8;
            case STRING, ARRAY -> 0;
            default -> -1;
        };
    }

    /** The name of a {@code general.file_type}. */
    static String fileType(long number) {
        return FILE_TYPES.getOrDefault(number & ~FILE_TYPE_GUESSED, "type-" + number);
    }

    /**
     * Bytes that so many elements take at least: exactly, for the types known here; 0 for a type that is younger than
     * this table.
     *
     * @throws ArithmeticException on overflow
     */
    static long tensorBytes(long type, long elements) {
        Block block = type > Integer.MAX_VALUE ? null : TENSOR_TYPES.get((int) type);
        if (block == null) {
            return 0;
        }
        return Math.multiplyExact(Math.ceilDiv(elements, block.elements()), block.bytes());
    }

    private record Block(long elements, long bytes) {}
}
