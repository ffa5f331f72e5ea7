package cloud.hanok.registry.gguf;

import org.jspecify.annotations.Nullable;

/**
 * What the header of a GGUF file says of its model.
 *
 * @param ggufVersion 2 or 3
 * @param architecture {@code general.architecture}: {@code llama}, {@code qwen2}, ...
 * @param name {@code general.name}, else null
 * @param parameters number of weights: the sum of the elements of all tensors
 * @param tensors how many tensors
 * @param contextTokens {@code <architecture>.context_length}; 0 when the header has none
 * @param quantisation name of {@code general.file_type}: {@code Q4_K_M}; {@code unknown} when the header has none
 * @param licence {@code general.license}, else null
 * @param chatTemplate whether a chat template is inside
 * @param tokenizer {@code tokenizer.ggml.model}: {@code gpt2}, {@code llama}, ...; else null
 * @param embeddingLength {@code <architecture>.embedding_length}: the width of the model, and of its vectors where it
 *     makes embeddings; 0 when the header has none
 * @param makesEmbeddings whether the header says how the vectors of tokens become that of a text
 *     ({@code <architecture>.pooling_type}: mean, first or last), as those of models do that make vectors of texts
 * @param headerBytes where the header ends
 */
public record GgufFacts(
        int ggufVersion,
        String architecture,
        @Nullable String name,
        long parameters,
        long tensors,
        long contextTokens,
        String quantisation,
        @Nullable String licence,
        boolean chatTemplate,
        @Nullable String tokenizer,
        long embeddingLength,
        boolean makesEmbeddings,
        long headerBytes) {}
