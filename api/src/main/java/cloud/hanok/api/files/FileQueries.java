package cloud.hanok.api.files;

import cloud.hanok.api.http.PageQuery;
import cloud.hanok.api.openai.Refusals;
import cloud.hanok.content.file.FilePurpose;
import cloud.hanok.content.file.FileQuery;
import cloud.hanok.platform.id.FileId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads what a list of files is asked for. */
final class FileQueries {
    private FileQueries() {}

    /** @throws cloud.hanok.api.error.ApiException when a parameter is out of bounds */
    static FileQuery of(
            @Nullable String after, @Nullable Integer limit, @Nullable String order, @Nullable String purpose) {
        int wanted = limit == null ? FileQuery.MOST : limit;
        if (wanted < 1 || wanted > FileQuery.MOST) {
            throw Refusals.outOfRange("limit", "1", Integer.toString(FileQuery.MOST));
        }
        return new FileQuery(after(after), wanted, oldestFirst(order), purpose(purpose));
    }

    private static Optional<FileId> after(@Nullable String text) {
        try {
            return Optional.ofNullable(text).map(FileId::parse);
        } catch (IllegalArgumentException noId) {
            throw PageQuery.unknownCursor();
        }
    }

    private static boolean oldestFirst(@Nullable String order) {
        return switch (order) {
            case null -> false;
            case "desc" -> false;
            case "asc" -> true;
            default -> throw Refusals.value("order", "it must be asc or desc", "asc, desc 중 하나여야 합니다");
        };
    }

    private static Optional<FilePurpose> purpose(@Nullable String word) {
        if (word == null) {
            return Optional.empty();
        }
        return Optional.of(FilePurpose.of(word)
                .orElseThrow(() -> Refusals.value(FileFields.PURPOSE, "no file is for that", "해당 용도의 파일은 없습니다")));
    }
}
