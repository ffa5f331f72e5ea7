package cloud.hanok.api.config;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.nio.file.Path;
import java.util.List;

/**
 * {@code hanok.registry}: the model registry.
 *
 * @param importRoots folders that files may be imported from; with none, nothing is imported from disk
 */
@ConfigurationProperties("hanok.registry")
public record RegistryConfiguration(
        @Bindable(defaultValue = "") List<String> importRoots) {
    /** The folders. */
    public List<Path> roots() {
        return importRoots.stream()
                .filter(root -> !root.isEmpty())
                .map(Path::of)
                .toList();
    }
}
