package cloud.hanok.api.openai;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.hanok.cluster.serving.Capabilities;
import cloud.hanok.cluster.serving.Capability;
import cloud.hanok.registry.version.ModelCapability;
import java.util.EnumSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ModelParametersTest {
    @Test
    void aChatModelTakesWhatItCanAndNoMore() {
        assertThat(ModelParameters.supported(Capabilities.TEXT_CHAT))
                .contains("temperature", "tools", "parallel_tool_calls", "response_format", "logprobs")
                .doesNotContain("encoding_format", "reasoning_effort");
        assertThat(ModelParameters.architecture(Capabilities.TEXT_CHAT).inputModalities())
                .containsExactly("text");
        assertThat(ModelParameters.architecture(new Capabilities(EnumSet.of(Capability.CHAT, Capability.IMAGES), 0))
                        .inputModalities())
                .containsExactly("text", "image");
    }

    @Test
    void aModelOfVectorsTakesNoTemperature() {
        Capabilities vectors = Capabilities.embeddings(384);

        assertThat(ModelParameters.supported(vectors)).containsExactly("encoding_format");
        assertThat(ModelParameters.architecture(vectors).outputModalities()).containsExactly("embeddings");
    }

    /** Two rooms have the set, and neither knows the other: here they are held together. */
    @Test
    void registryAndClusterNameTheSameCapabilities() {
        assertThat(Stream.of(Capability.values()).map(Capability::text))
                .containsExactlyElementsOf(ModelCapability.texts());
    }
}
