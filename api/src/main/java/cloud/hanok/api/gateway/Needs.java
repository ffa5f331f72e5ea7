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
 * @param remoteImages whether images are named by address: they are fetched first, where that is done
 */
public record Needs(List<Need> all, boolean remoteImages) {
    /** Nothing that every model cannot. */
    public static final Needs NONE = new Needs(List.of(), false);

    /** A chat with text alone, as most are. */
    public static final Needs CHAT = new Needs(List.of(new Need(Capability.CHAT, "model")), false);

    /** A text that goes on from another. */
    public static final Needs COMPLETIONS = new Needs(List.of(new Need(Capability.COMPLETIONS, "model")), false);

    /** Vectors. */
    public static final Needs EMBEDDINGS = new Needs(List.of(new Need(Capability.EMBEDDINGS, "model")), false);

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
        return new Needs(List.copyOf(more), remoteImages);
    }

    /** The same, with or without images that are elsewhere. */
    public Needs withRemoteImages(boolean elsewhere) {
        return elsewhere == remoteImages ? this : new Needs(all, elsewhere);
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
