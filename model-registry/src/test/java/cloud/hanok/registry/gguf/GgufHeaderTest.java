package cloud.hanok.registry.gguf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class GgufHeaderTest {
    @Test
    void readsWhatAModelSaysOfItself() throws Exception {
        GgufFacts facts = read(GgufFile.small().build());

        assertThat(facts.ggufVersion()).isEqualTo(3);
        assertThat(facts.architecture()).isEqualTo("llama");
        assertThat(facts.name()).isEqualTo("Tiny");
        assertThat(facts.licence()).isEqualTo("apache-2.0");
        assertThat(facts.quantisation()).isEqualTo("Q4_K_M");
        assertThat(facts.contextTokens()).isEqualTo(2048);
        assertThat(facts.parameters()).isEqualTo(10);
        assertThat(facts.tensors()).isEqualTo(2);
        assertThat(facts.chatTemplate()).isTrue();
        assertThat(facts.tokenizer()).isEqualTo("gpt2");
    }

    @Test
    void readsVersion2AndDoesWithoutOptionalFacts() throws Exception {
        GgufFacts facts = read(new GgufFile()
                .version(2)
                .text("general.architecture", "qwen2")
                .tensor("t", 0, 1)
                .build());

        assertThat(facts.ggufVersion()).isEqualTo(2);
        assertThat(facts.quantisation()).isEqualTo("unknown");
        assertThat(facts.contextTokens()).isZero();
        assertThat(facts.licence()).isNull();
        assertThat(facts.chatTemplate()).isFalse();
    }

    @Test
    void refusesWhatIsNoGguf() {
        refused("PK\3\4 and then some".getBytes(java.nio.charset.StandardCharsets.UTF_8), "letters GGUF");
        refused(new byte[0], "letters GGUF");
        refused(GgufFile.small().version(1).build(), "version 1 is not read");
        refused(GgufFile.small().version(Integer.reverseBytes(3)).build(), "big-endian");
    }

    @Test
    void refusesAbsurdCounts() {
        refused(GgufFile.small().build(2, 5_000, 64), "number of metadata entries");
        refused(GgufFile.small().build(2, -1, 64), "number of metadata entries");
        refused(GgufFile.small().build(1_000_001, 8, 64), "number of tensors");
        refused(GgufFile.small().build(Long.MIN_VALUE, 8, 64), "number of tensors");
    }

    @Test
    void refusesStringsAndArraysBeyondTheirBounds() {
        byte[] longString = GgufFile.little(8).putLong(5L << 20).array();
        refused(new GgufFile().entry("x", 8, longString).build(), "at most 4194304");
        byte[] negative = GgufFile.little(8).putLong(-2).array();
        refused(new GgufFile().entry("x", 8, negative).build(), "18446744073709551614");
        byte[] longArray = GgufFile.little(12).putInt(0).putLong(1L << 40).array();
        refused(new GgufFile().entry("x", 9, longArray).build(), "length of an array");
        byte[] nested = GgufFile.little(12).putInt(9).putLong(3).array();
        refused(new GgufFile().entry("x", 9, nested).build(), "array of arrays");
        refused(new GgufFile().entry("x", 77, new byte[8]).build(), "unknown type 77");
        refused(new GgufFile().text("k".repeat(1_025), "v").build(), "length of a metadata key");
    }

    @Test
    void refusesClaimsThatReachBeyondTheFileWithoutAllocatingThem() {
        byte[] claim = GgufFile.little(12).putInt(10).putLong(16L << 20).array();
        refused(new GgufFile().entry("x", 9, claim).build(), "cut off");
    }

    @Test
    void refusesImpossibleShapes() {
        refused(GgufFile.small().tensor("bad", 0, 0).build(), "impossible shape");
        refused(GgufFile.small().tensor("bad", 0, Long.MAX_VALUE, 3).build(), "impossible shape");
        refused(GgufFile.small().tensor("bad", 0, -1).build(), "impossible shape");
        refused(GgufFile.small().tensor("bad", 0, 1, 1, 1, 1, 1).build(), "5 dimensions");
        refused(GgufFile.small().tensor("bad", 0, Long.MAX_VALUE / 2).build(), "larger than any file");
    }

    @Test
    void refusesAFileWithoutItsTensors() {
        byte[] whole = GgufFile.small().build();
        refused(Arrays.copyOf(whole, whole.length - 33), "cut off");
        refused(new GgufFile().text("general.architecture", "llama").build(), "no tensors");
    }

    @Test
    void refusesRepeatedKeysPartsAndMissingArchitecture() {
        refused(GgufFile.small().text("general.name", "again").build(), "comes twice");
        refused(GgufFile.small().u32("split.count", 3).build(), "one of 3 parts");
        refused(new GgufFile().tensor("t", 0, 1).build(), "architecture");
        refused(
                new GgufFile()
                        .text("general.architecture", "../../etc")
                        .tensor("t", 0, 1)
                        .build(),
                "architecture");
        refused(GgufFile.small().u32("general.alignment", 0).build(), "general.alignment");
    }

    @Test
    void keepsTerminalSequencesOutOfNames() throws Exception {
        byte[] file = new GgufFile()
                .text("general.architecture", "llama")
                .text("general.name", "a\u001b[2J\nb")
                .tensor("t", 0, 1)
                .build();

        assertThat(read(file).name()).isEqualTo("a [2J b");
    }

    private static GgufFacts read(byte[] file) throws IOException, InvalidGgufException {
        return GgufHeader.read(new ByteArrayInputStream(file), file.length);
    }

    private static void refused(byte[] file, String because) {
        assertThatThrownBy(() -> read(file))
                .isInstanceOf(InvalidGgufException.class)
                .hasMessageContaining(because);
    }
}
