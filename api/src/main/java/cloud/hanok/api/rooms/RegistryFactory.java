package cloud.hanok.api.rooms;

import cloud.hanok.api.config.InstallationConfiguration;
import cloud.hanok.api.config.ObjectsConfiguration;
import cloud.hanok.api.config.RegistryConfiguration;
import cloud.hanok.platform.cassandra.Keyspaces;
import cloud.hanok.platform.change.ChangeLog;
import cloud.hanok.platform.id.Ulids;
import cloud.hanok.registry.model.Models;
import cloud.hanok.registry.store.ObjectStore;
import cloud.hanok.registry.version.ImportRoots;
import cloud.hanok.registry.version.ModelVersions;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;

/** What. */
@Factory
final class RegistryFactory {
    @Singleton
    Models models(Keyspaces keyspaces, Ulids ulids, Clock clock) {
        return new Models(keyspaces, ulids, clock);
    }

    @Singleton
    @Bean(preDestroy = "close")
    ObjectStore objectStore(ObjectsConfiguration objects, InstallationConfiguration installation) throws IOException {
        Path folder = objects.dir().isEmpty() ? installation.dataDir().resolve("objects") : Path.of(objects.dir());
        return ObjectStore.local(folder);
    }

    @Singleton
    @Bean(preDestroy = "close")
    ModelVersions modelVersions(
            Keyspaces keyspaces,
            ChangeLog changes,
            Models models,
            ObjectStore store,
            RegistryConfiguration registry,
            InstallationConfiguration installation,
            Ulids ulids,
            Clock clock)
            throws IOException {
        Path state = installation.dataDir().resolve("imports");
        return new ModelVersions(
                keyspaces, changes, models, store, new ImportRoots(registry.roots()), state, ulids, clock);
    }
}
