package cloud.hanok.content.file;

import java.util.List;

/**
 * Some files of a project.
 *
 * @param more whether there are others behind them
 */
public record FilePage(List<ListedFile> files, boolean more) {
    public FilePage {
        files = List.copyOf(files);
    }
}
