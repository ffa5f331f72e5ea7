package cloud.hanok.registry.gguf;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Writes GGUF files for tests, right or wrong. */
public final class GgufFile {
    private final ByteArrayOutputStream entries = new ByteArrayOutputStream();
    private final ByteArrayOutputStream tensors = new ByteArrayOutputStream();
    private int version = 3;
    private long entryCount;
    private long tensorCount;
    private long dataBytes;

    /** A small and right one: two tensors of F32, 6 + 4 weights. */
    public static GgufFile small() {
        return new GgufFile()
                .text("general.architecture", "llama")
                .text("general.name", "Tiny")
                .text("general.license", "apache-2.0")
                .u32("general.file_type", 15)
                .u32("llama.context_length", 2048)
                .text("tokenizer.ggml.model", "gpt2")
                .texts("tokenizer.ggml.tokens", List.of("a", "b", "한옥"))
                .text("tokenizer.chat_template", "{{ messages }}")
                .tensor("token_embd.weight", 0, 2, 3)
                .tensor("output.weight", 0, 4);
    }

    public GgufFile version(int number) {
        version = number;
        return this;
    }

    public GgufFile text(String key, String value) {
        return entry(key, 8, bytes(value));
    }

    public GgufFile u32(String key, int value) {
        return entry(key, 4, little(4).putInt(value).array());
    }

    public GgufFile u64(String key, long value) {
        return entry(key, 10, little(8).putLong(value).array());
    }

    public GgufFile texts(String key, List<String> values) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(little(12).putInt(8).putLong(values.size()).array());
        values.forEach(value -> all.writeBytes(bytes(value)));
        return entry(key, 9, all.toByteArray());
    }

    /** An entry with any type and any bytes. */
    public GgufFile entry(String key, int type, byte[] value) {
        entries.writeBytes(bytes(key));
        entries.writeBytes(little(4).putInt(type).array());
        entries.writeBytes(value);
        entryCount++;
        return this;
    }

    /** A tensor of F32 (type 0) after the one before. */
    public GgufFile tensor(String name, int type, long... extents) {
        tensors.writeBytes(bytes(name));
        tensors.writeBytes(little(4).putInt(extents.length).array());
        long elements = 1;
        for (long extent : extents) {
            tensors.writeBytes(little(8).putLong(extent).array());
            elements *= extent;
        }
        tensors.writeBytes(little(12).putInt(type).putLong(dataBytes).array());
        dataBytes += Math.ceilDiv(Math.max(0, elements) * 4, 32) * 32;
        tensorCount++;
        return this;
    }

    public byte[] build() {
        return build(tensorCount, entryCount, Math.min(dataBytes, 1 << 20));
    }

    /** With counts and an amount of tensor data that need not be true. */
    public byte[] build(long claimedTensors, long claimedEntries, long data) {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.writeBytes("GGUF".getBytes(StandardCharsets.US_ASCII));
        file.writeBytes(little(20)
                .putInt(version)
                .putLong(claimedTensors)
                .putLong(claimedEntries)
                .array());
        file.writeBytes(entries.toByteArray());
        file.writeBytes(tensors.toByteArray());
        while (file.size() % 32 != 0) {
            file.write(0);
        }
        file.writeBytes(new byte[(int) data]);
        return file.toByteArray();
    }

    public static byte[] bytes(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        return little(8 + utf8.length).putLong(utf8.length).put(utf8).array();
    }

    public static ByteBuffer little(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }
}
