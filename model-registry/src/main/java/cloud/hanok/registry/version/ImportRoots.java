package cloud.hanok.registry.version;

import cloud.hanok.registry.problem.RegistryException;
import cloud.hanok.registry.problem.RegistryProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Folders that files may be imported from ({@code hanok.registry.import-roots}). Without one nothing is imported.
 * Symbolic links are followed first, so that a link inside cannot lead outside.
 */
public final class ImportRoots {
    private static final int MAX_PATH_LENGTH = 4_096;

    private final List<Path> roots;

    /** @param roots absolute folders; one that does not exist allows nothing */
    public ImportRoots(List<Path> roots) {
        this.roots = List.copyOf(roots);
    }

    /**
     * The regular file that a request's path leads to, without links in its way.
     *
     * @throws RegistryException when it is no absolute path, is not below a root, or leads to no readable file; outside
     *     of the roots the answer is the same whether or not there is a file
     */
    public Path resolve(@Nullable String path) {
        if (path == null || path.isBlank() || path.length() > MAX_PATH_LENGTH) {
            throw notAbsolute();
        }
        Path asked;
        try {
            asked = Path.of(path);
        } catch (InvalidPathException e) {
            throw notAbsolute();
        }
        if (!asked.isAbsolute()) {
            throw notAbsolute();
        }
        Path real;
        try {
            real = asked.toRealPath();
        } catch (IOException e) {
            throw isBelowRoot(asked.normalize())
                    ? new RegistryException(new RegistryProblem.FileUnreadable(path))
                    : new RegistryException(new RegistryProblem.PathForbidden(path));
        }
        if (!isBelowRoot(real)) {
            throw new RegistryException(new RegistryProblem.PathForbidden(path));
        }
        if (!Files.isRegularFile(real, LinkOption.NOFOLLOW_LINKS) || !Files.isReadable(real)) {
            throw new RegistryException(new RegistryProblem.FileUnreadable(path));
        }
        return real;
    }

    private boolean isBelowRoot(Path file) {
        for (Path root : roots) {
            try {
                if (file.startsWith(root.toRealPath())) {
                    return true;
                }
            } catch (IOException missing) {
                // A root that is not there allows nothing.
                continue;
            }
        }
        return false;
    }

    private static RegistryException notAbsolute() {
        return new RegistryException(new RegistryProblem.InvalidField(
                "path", "GGUF 파일 하나의 절대 경로여야 합니다.", "the absolute path of one GGUF file was expected."));
    }
}
