package cloud.hanok.api.naming;

import cloud.hanok.api.audit.Audited;
import cloud.hanok.cluster.naming.ModelAlias;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * A name that stands for models.
 *
 * @param object always {@code model_alias}
 * @param id the name
 * @param targets names of models, the first that can answer does
 * @param changedAt Unix seconds
 */
public record AliasView(
        String object,
        String id,
        List<String> targets,
        @JsonProperty("changed_at") long changedAt) implements Audited {
    /**
     * All of them.
     *
     * @param object always {@code list}
     */
    public record AliasList(String object, List<AliasView> data) {}

    /**
     * That one was deleted.
     *
     * @param deleted always true
     */
    public record Deleted(String object, String id, boolean deleted) {}

    static AliasView of(ModelAlias alias) {
        return new AliasView(
                "model_alias", alias.name(), alias.targets(), alias.changedAt().getEpochSecond());
    }
}
