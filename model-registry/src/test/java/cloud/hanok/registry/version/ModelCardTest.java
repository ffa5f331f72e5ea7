package cloud.hanok.registry.version;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.hanok.registry.gguf.GgufFile;
import cloud.hanok.registry.gguf.GgufHeader;
import cloud.hanok.registry.gguf.InvalidGgufException;
import cloud.hanok.registry.problem.RegistryException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ModelCardTest {
    @Test
    void aVersionWithoutAFileIsTakenForATextChatModel() {
        assertThat(ModelCard.derived(null)).isEqualTo(ModelCard.TEXT_CHAT);
        assertThat(ModelCard.TEXT_CHAT.capabilities())
                .contains(ModelCapability.CHAT, ModelCapability.TOOLS)
                .doesNotContain(ModelCapability.EMBEDDINGS, ModelCapability.IMAGES, ModelCapability.REASONING);
    }

    @Test
    void aFileWithAChatTemplateChatsAndCallsTools() throws Exception {
        assertThat(ModelCard.derived(file(GgufFile.small())).capabilities())
                .containsExactly(
                        ModelCapability.CHAT,
                        ModelCapability.COMPLETIONS,
                        ModelCapability.TOOLS,
                        ModelCapability.JSON_SCHEMA,
                        ModelCapability.LOGPROBS);
    }

    @Test
    void aFileWithoutAChatTemplateOnlyContinuesTexts() throws Exception {
        GgufFile base = new GgufFile().text("general.architecture", "llama").tensor("t", 0, 4);

        assertThat(ModelCard.derived(file(base)).capabilities())
                .containsExactly(ModelCapability.COMPLETIONS, ModelCapability.JSON_SCHEMA, ModelCapability.LOGPROBS);
    }

    @Test
    void aFileThatPoolsItsTokensMakesVectorsOfItsWidthAndNothingElse() throws Exception {
        for (int pooling : List.of(1, 2, 3)) {
            ModelCard card = ModelCard.derived(file(pooled(pooling)));

            assertThat(card.capabilities()).as("pooling %s", pooling).containsExactly(ModelCapability.EMBEDDINGS);
            assertThat(card.embeddingDimensions()).isEqualTo(384);
        }
        assertThat(ModelCard.derived(file(pooled(4))).capabilities())
                .as("one that ranks pairs of texts")
                .doesNotContain(ModelCapability.EMBEDDINGS);
    }

    @Test
    void whatIsStatedMustNotContradictItself() {
        refused("capabilities", List.of(), 0);
        refused("capabilities", List.of(ModelCapability.TOOLS), 0);
        refused("capabilities", List.of(ModelCapability.COMPLETIONS, ModelCapability.TOOLS), 0);
        refused("capabilities", List.of(ModelCapability.CHAT, ModelCapability.PARALLEL_TOOLS), 0);
        refused("capabilities", List.of(ModelCapability.EMBEDDINGS, ModelCapability.REASONING), 0);
        refused("embeddingDimensions", List.of(ModelCapability.CHAT), 384);
        refused("embeddingDimensions", List.of(ModelCapability.EMBEDDINGS), -1);
        refused("embeddingDimensions", List.of(ModelCapability.EMBEDDINGS), ModelCard.MAX_EMBEDDING_DIMENSIONS + 1);

        assertThat(ModelCard.stated(List.of(ModelCapability.EMBEDDINGS), 0).embeddingDimensions())
                .isZero();
    }

    @Test
    void aCardDoesNotChangeWithTheSetItWasMadeOf() {
        Set<ModelCapability> set = EnumSet.of(ModelCapability.CHAT);
        ModelCard card = new ModelCard(set, 0);

        set.add(ModelCapability.IMAGES);

        assertThat(card.capabilities()).containsExactly(ModelCapability.CHAT);
        assertThatThrownBy(() -> card.capabilities().clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    private static void refused(String field, List<ModelCapability> capabilities, int dimensions) {
        assertThatThrownBy(() -> ModelCard.stated(capabilities, dimensions))
                .as("%s %s", capabilities, dimensions)
                .isInstanceOfSatisfying(
                        RegistryException.class,
                        e -> assertThat(e.problem().field()).contains(field));
    }

    private static GgufFile pooled(int type) {
        return new GgufFile()
                .text("general.architecture", "bert")
                .u32("bert.embedding_length", 384)
                .u32("bert.pooling_type", type)
                .tensor("t", 0, 4);
    }

    private static ModelFile file(GgufFile file) throws IOException, InvalidGgufException {
        byte[] bytes = file.build();
        return new ModelFile.Gguf(GgufHeader.read(new ByteArrayInputStream(bytes), bytes.length));
    }
}
