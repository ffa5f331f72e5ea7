package cloud.hanok.cluster.serving;

import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What a model can. Immutable; {@link #can} is a bit test, for the path of a request.
 *
 * @param all of them, in the order of the enum
 * @param embeddingDimensions how long its vectors are; 0 when it makes none, or nobody said
 */
public record Capabilities(Set<Capability> all, int embeddingDimensions) {
    /** A text chat model: so is taken what was deployed before models had cards. */
    public static final Capabilities TEXT_CHAT = new Capabilities(
            EnumSet.of(
                    Capability.CHAT,
                    Capability.COMPLETIONS,
                    Capability.TOOLS,
                    Capability.PARALLEL_TOOLS,
                    Capability.JSON_SCHEMA,
                    Capability.LOGPROBS),
            0);

    public Capabilities {
        if (embeddingDimensions < 0) {
            throw new IllegalArgumentException("vectors have no negative length: " + embeddingDimensions);
        }
        EnumSet<Capability> copy = EnumSet.noneOf(Capability.class);
        copy.addAll(all);
        all = Collections.unmodifiableSet(copy);
    }

    /** A model that makes vectors of texts, and no texts. */
    public static Capabilities embeddings(int dimensions) {
        return new Capabilities(EnumSet.of(Capability.EMBEDDINGS), dimensions);
    }

    /** Those of these names. Names that only a newer program knows are left out: this one cannot grant them. */
    public static Capabilities ofTexts(Collection<String> texts, int embeddingDimensions) {
        EnumSet<Capability> known = EnumSet.noneOf(Capability.class);
        texts.forEach(text -> Capability.ofText(text).ifPresent(known::add));
        return new Capabilities(known, embeddingDimensions);
    }

    /** Whether the model can this. */
    public boolean can(Capability capability) {
        return all.contains(capability);
    }

    /** Their names, in the order of the enum. */
    public List<String> texts() {
        return all.stream().map(Capability::text).toList();
    }
}
