package cloud.hanok.content.response;

import cloud.hanok.platform.id.ProjectId;
import cloud.hanok.platform.id.ResponseId;
import cloud.hanok.platform.id.TenantId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Where responses are kept. One that was deleted, has outlived its retention, or was erased with its tenant's key is not there.
 *
 * <p>Every method blocks, and throws {@link cloud.hanok.platform.cassandra.StoreUnavailableException} or {@link
 * cloud.hanok.platform.vault.VaultUnavailableException} when it could not be done; where it writes, it may have been done
 * all the same.
 */
public interface Responses {
    /** Keeps one, for as long as responses are kept. Once this returned it is found, whole. */
    void keep(TenantId tenant, StoredResponse response);

    /** One of a project. */
    Optional<StoredResponse> find(TenantId tenant, ProjectId project, ResponseId id);

    /** Those of a project that are there. */
    Map<ResponseId, StoredResponse> find(TenantId tenant, ProjectId project, Collection<ResponseId> ids);

    /** Deletes one of a project, with all that is kept of it; false when there is none. */
    boolean delete(TenantId tenant, ProjectId project, ResponseId id);

    /**
     * A response with all that it goes on from, the oldest first.
     *
     * @throws NotAllKeptException when one of them is not there
     */
    default List<StoredResponse> upTo(TenantId tenant, ProjectId project, ResponseId last) {
        StoredResponse end = find(tenant, project, last).orElseThrow(() -> new NotAllKeptException(last));
        List<ResponseId> before = end.before();
        Map<ResponseId, StoredResponse> found = before.isEmpty() ? Map.of() : find(tenant, project, Set.copyOf(before));
        List<StoredResponse> all = new ArrayList<>(before.size() + 1);
        for (ResponseId id : before) {
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
