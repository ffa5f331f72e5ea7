package cloud.hanok.content.response;

import cloud.hanok.platform.id.ProjectId;
import cloud.hanok.platform.id.ResponseId;
import cloud.hanok.platform.id.TenantId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where responses are kept. One that was deleted, has outlived its retention, or was erased with its tenant's key is not there.
 *
 * <p>Every method blocks, and throws {@link cloud.hanok.platform.cassandra.StoreUnavailableException} or {@link
 * cloud.hanok.platform.vault.VaultUnavailableException} when it could not be done; where it writes, it may have been done
 * all the same.
 */
public interface Responses {
    /**
     * Keeps one, for as long as its tenant keeps responses. Once this returned it is found, whole.
     *
     * @return false where the tenant keeps none
     */
    boolean keep(TenantId tenant, StoredResponse response);

    /** One of a tenant. */
    Optional<StoredResponse> find(TenantId tenant, ResponseId id);

    /** Those that are there. */
    Map<ResponseId, StoredResponse> find(TenantId tenant, Collection<ResponseId> ids);

    /** Deletes one, with all that is kept of it; nothing where there is none. */
    void delete(TenantId tenant, ResponseId id);

    /**
     * A response of a project with all that it goes on from, the oldest first.
     *
     * @throws NotAllKeptException when one of them is not there, or is of another project
     */
    default List<StoredResponse> upTo(TenantId tenant, ProjectId project, ResponseId last) {
        StoredResponse end = find(tenant, last)
                .filter(found -> found.project().equals(project))
                .orElseThrow(() -> new NotAllKeptException(last));
        Map<ResponseId, StoredResponse> found = find(tenant, end.before());
        List<StoredResponse> all = new ArrayList<>(end.before().size() + 1);
        for (ResponseId id : end.before()) {
            StoredResponse each = found.get(id);
            if (each == null) {
                throw new NotAllKeptException(id);
            }
            all.add(each);
        }
        all.add(end);
        return all;
    }
}
