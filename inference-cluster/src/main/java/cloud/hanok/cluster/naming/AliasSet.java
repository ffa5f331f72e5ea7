package cloud.hanok.cluster.naming;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The aliases of one owner, by name: for a look-up with each request. */
public final class AliasSet {
    /** Nothing stands for anything else. */
    public static final AliasSet EMPTY = new AliasSet(List.of());

    private final Map<String, ModelAlias> byName;

    public AliasSet(Collection<ModelAlias> aliases) {
        Map<String, ModelAlias> map = HashMap.newHashMap(aliases.size());
        aliases.forEach(alias -> map.put(alias.name(), alias));
        this.byName = Map.copyOf(map);
    }

    /** What a name stands for, or null where it is no alias. */
    public @Nullable List<String> targets(String name) {
        ModelAlias alias = byName.isEmpty() ? null : byName.get(name);
        return alias == null ? null : alias.targets();
    }

    /** The alias of this name, if there is one. */
    public Optional<ModelAlias> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** How many there are. */
    int size() {
        return byName.size();
    }

    /** All of them, by name. */
    public List<ModelAlias> sorted() {
        return byName.values().stream()
                .sorted(Comparator.comparing(ModelAlias::name))
                .toList();
    }
}
