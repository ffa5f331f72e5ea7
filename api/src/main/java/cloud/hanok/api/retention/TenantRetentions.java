package cloud.hanok.api.retention;

import cloud.hanok.api.config.FilesConfiguration;
import cloud.hanok.api.config.ResponsesConfiguration;
import cloud.hanok.content.file.FileLives;
import cloud.hanok.content.value.Retention;
import cloud.hanok.platform.cassandra.StoreUnavailableException;
import cloud.hanok.platform.change.Lookup;
import cloud.hanok.platform.id.TenantId;
import cloud.hanok.tenant.organization.DataRetention;
import cloud.hanok.tenant.organization.Isolation;
import cloud.hanok.tenant.organization.Tenant;
import cloud.hanok.tenant.organization.TenantDirectory;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;

/**
 * What tenants say of their data, over what the installation says. Blocks while a tenant is read; one that is not there keeps as a
 * shared one does that said nothing.
 */
@Singleton
public final class TenantRetentions {
    private final TenantDirectory tenants;
    private final Duration usualResponses;
    private final Duration usualFiles;

    TenantRetentions(TenantDirectory tenants, ResponsesConfiguration responses, FilesConfiguration files) {
        this.tenants = tenants;
        this.usualResponses = responses.retention();
        this.usualFiles = files.retention();
    }

    /** Of responses and chat completions. */
    public Retention responses() {
        return tenant -> responses(of(tenant));
    }

    /** Of conversations, from when they were made. */
    public Retention conversations() {
        return tenant -> conversations(of(tenant));
    }

    /** Of files. */
    public FileLives files() {
        return new FileLives(usualFiles, this::owner);
    }

    Duration responses(DataRetention said) {
        return DataRetention.days(said.responses()).orElse(usualResponses);
    }

    /** As long as responses, where nothing was said. */
    Duration conversations(DataRetention said) {
        return DataRetention.days(said.conversations()).orElse(usualResponses);
    }

    /** Empty where files stay until they are deleted. */
    Optional<Duration> files(DataRetention said, boolean dedicated) {
        return files().usual(new FileLives.Owner(dedicated, DataRetention.days(said.files())));
    }

    private DataRetention of(TenantId id) {
        return find(id).map(Tenant::retention).orElse(DataRetention.USUAL);
    }

    private FileLives.Owner owner(TenantId id) {
        return find(id).map(tenant -> new FileLives.Owner(
                        tenant.isolation() == Isolation.DEDICATED,
                        DataRetention.days(tenant.retention().files())))
                .orElse(new FileLives.Owner(false, Optional.empty()));
    }

    private Optional<Tenant> find(TenantId id) {
        return switch (tenants.of(id).settled()) {
            case Lookup.Found<Tenant>(var tenant) -> Optional.of(tenant);
            case Lookup.Absent<Tenant> _ -> Optional.empty();
            case Lookup.Stale<Tenant> _, Lookup.Pending<Tenant> _ -> {
                String why = "it is not known for how long " + id.text() + " keeps its data";
                throw new StoreUnavailableException(why, new IllegalStateException(why));
            }
        };
    }
}
