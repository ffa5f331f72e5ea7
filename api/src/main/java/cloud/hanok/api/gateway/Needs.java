package cloud.hanok.api.gateway;

import cloud.hanok.cluster.serving.Capabilities;
import cloud.hanok.cluster.serving.Capability;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a request needs a model to be able to, each with the parameter that asks for it. Few: they are compared with each request.
 *
 * @param all the first that is missing is told
 */
public record Needs(List<Need> all) {
    /** Nothing that every model cannot. */
    public static final Needs NONE = new Needs(List.of());

    /** A chat with text alone, as most are. */
    public static final Needs CHAT = new Needs(List.of(new Need(Capability.CHAT, "model")));

    /** A text that goes on from another. */
    public static final Needs COMPLETIONS = new Needs(List.of(new Need(Capability.COMPLETIONS, "model")));

    /** Vectors. */
    public static final Needs EMBEDDINGS = new Needs(List.of(new Need(Capability.EMBEDDINGS, "model")));

    /**
     * @param param the parameter of the request that asks for it
     */
    public record Need(Capability capability, String param) {}

    /** These and one more, where it is asked for. */
    public Needs and(boolean asked, Capability capability, String param) {
        if (!asked) {
            return this;
        }
        List<Need> more = new ArrayList<>(all);
        more.add(new Need(capability, param));
        return new Needs(List.copyOf(more));
    }

    /** The first that a model cannot, or null. */
    @Nullable
    Need missing(Capabilities capabilities) {
        for (int i = 0; i < all.size(); i++) {
            Need need = all.get(i);
            if (!capabilities.can(need.capability())) {
                return need;
            }
        }
        return null;
    }
}
