package cloud.hanok.api.naming;

import cloud.hanok.api.audit.Audit;
import cloud.hanok.api.audit.AuditType;
import cloud.hanok.api.audit.Whose;
import cloud.hanok.api.http.JsonObject;
import cloud.hanok.api.http.PathIds.Thing;
import cloud.hanok.cluster.naming.ModelAlias;
import cloud.hanok.cluster.naming.ModelAliases;
import cloud.hanok.platform.id.TenantId;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the endpoints of aliases share. {@code owner} is null for those of the pool that tenants share. */
@Singleton
final class AliasDesk {
    private static final int NAME_LIMIT_CHARS = 100;

    private final ModelAliases aliases;
    private final Audit audit;

    AliasDesk(ModelAliases aliases, Audit audit) {
        this.aliases = aliases;
        this.audit = audit;
    }

    AliasView.AliasList list(@Nullable TenantId owner) {
        return new AliasView.AliasList(
                "list", aliases.find(owner).sorted().stream().map(AliasView::of).toList());
    }

    AliasView set(@Nullable TenantId owner, Whose whose, String name, byte @Nullable [] body) {
        JsonObject fields = JsonObject.of(body);
        List<String> targets = fields.texts("targets", ModelAliases.MAX_TARGETS, NAME_LIMIT_CHARS);
        fields.end();
        Optional<ModelAlias> present = aliases.find(owner, name);
        return present.isPresent()
                ? audit.changed(
                        AuditType.MODEL_ALIAS_SET,
                        whose,
                        AliasView.of(present.get()),
                        () -> AliasView.of(aliases.set(owner, name, targets)))
                : audit.made(AuditType.MODEL_ALIAS_SET, whose, () -> AliasView.of(aliases.set(owner, name, targets)));
    }

    AliasView.Deleted delete(@Nullable TenantId owner, Whose whose, String name) {
        ModelAlias alias = aliases.find(owner, name).orElseThrow(() -> Thing.MODEL_ALIAS.unknown(name));
        audit.removed(AuditType.MODEL_ALIAS_DELETED, whose, AliasView.of(alias), () -> aliases.delete(owner, name));
        return new AliasView.Deleted("model_alias.deleted", name, true);
    }
}
