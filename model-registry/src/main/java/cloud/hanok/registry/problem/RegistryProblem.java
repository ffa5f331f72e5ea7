package cloud.hanok.registry.problem;

import java.util.Locale;
import java.util.Optional;

/** Why a request to the registry was refused. Codes are stable; messages are for people. */
public sealed interface RegistryProblem {
    /**
     * A field of the request is wrong.
     *
     * @param name of the field, as the request writes it
     * @param korean what would be right
     * @param english what would be right
     */
    record InvalidField(String name, String korean, String english) implements RegistryProblem {}

    /**
     * The name belongs to another.
     *
     * @param what {@code model} or {@code version}
     * @param name that is taken
     */
    record NameTaken(String what, String name) implements RegistryProblem {}

    /**
     * Nothing has this id.
     *
     * @param what {@code model} or {@code version}
     * @param id that names nothing
     */
    record NotFound(String what, String id) implements RegistryProblem {}

    /**
     * The path leads outside of where imports may come from.
     *
     * @param path as the request wrote it
     */
    record PathForbidden(String path) implements RegistryProblem {}

    /**
     * There is no readable file at the path.
     *
     * @param path as the request wrote it
     */
    record FileUnreadable(String path) implements RegistryProblem {}

    /**
     * The file is no model that is understood here.
     *
     * @param detail what is wrong with it
     */
    record InvalidModelFile(String detail) implements RegistryProblem {}

    /**
     * The file changed while it was read.
     *
     * @param path as the request wrote it
     */
    record FileChanged(String path) implements RegistryProblem {}

    /**
     * The object store has no room.
     *
     * @param neededBytes for the file and the reserve
     * @param usableBytes that are left
     */
    record InsufficientStorage(long neededBytes, long usableBytes) implements RegistryProblem {}

    /**
     * More imports wait than are kept waiting.
     *
     * @param bound on imports that wait
     */
    record TooManyImports(int bound) implements RegistryProblem {}

    /** Kinds of refusals. */
    enum Kind {
        /** The request itself is wrong: 400 or 422. */
        INVALID,
        /** What it names does not exist: 404. */
        ABSENT,
        /** It contradicts what already exists: 409. */
        CONFLICT,
        /** It cannot be served now: 503 or 507. */
        EXHAUSTED
    }

    /** A stable, machine-readable name. */
    default String code() {
        return switch (this) {
            case InvalidField it ->
                "invalid_" + it.name.replaceAll("(?=[A-Z])", "_").toLowerCase(Locale.ROOT);
            case NameTaken it -> it.what + "_name_taken";
            case NotFound it -> it.what + "_not_found";
            case PathForbidden _ -> "import_path_forbidden";
            case FileUnreadable _ -> "import_file_unreadable";
            case InvalidModelFile _ -> "invalid_model_file";
            case FileChanged _ -> "import_file_changed";
            case InsufficientStorage _ -> "insufficient_storage";
            case TooManyImports _ -> "too_many_imports";
        };
    }

    /** What is wrong and what would be right, in English. */
    default String messageEnglish() {
        return switch (this) {
            case InvalidField it -> it.name + ": " + it.english;
            case NameTaken it -> "the name is already in use: " + it.name + ". Choose another one.";
            case NotFound it -> "there is no " + it.what + " " + it.id + ". List them to see which exist.";
            case PathForbidden it ->
                "path: " + it.path + " is not below a folder that imports may come from. Put the file there, or add"
                        + " its folder to hanok.registry.import-roots.";
            case FileUnreadable it ->
                "path: there is no readable file at " + it.path + ". Give the absolute path of one file of weights.";
            case InvalidModelFile it ->
                "path: the file cannot be imported: " + it.detail + ". Download or convert it again.";
            case FileChanged it ->
                "path: " + it.path + " changed while it was read. Wait until it is complete, then import it again.";
            case InsufficientStorage it ->
                "the object store needs " + it.neededBytes + " bytes and has " + it.usableBytes + ". Free some space.";
            case TooManyImports it -> it.bound + " imports are waiting already. Try again when some of them are done.";
        };
    }

    /** What is wrong and what would be right, in Korean. */
    default String messageKorean() {
        return switch (this) {
            case InvalidField it -> it.name + ": " + it.korean;
            case NameTaken it -> "이미 사용 중인 이름입니다: " + it.name + ". 다른 이름을 고르십시오.";
            case NotFound it -> "존재하지 않습니다: " + it.what + " " + it.id + ". 목록을 조회하여 확인하십시오.";
            case PathForbidden it ->
                "path: " + it.path + "는 가져오기가 허용된 폴더 아래에 있지 않습니다. 파일을 그곳으로 옮기거나"
                        + " hanok.registry.import-roots에 폴더를 추가하십시오.";
            case FileUnreadable it -> "path: 읽을 수 있는 파일이 없습니다: " + it.path + ". 가중치 파일 하나의 절대 경로를 지정하십시오.";
            case InvalidModelFile it -> "path: 가져올 수 없는 파일입니다(" + it.detail + "). 파일을 다시 내려받거나 변환하십시오.";
            case FileChanged it -> "path: 읽는 동안 파일이 바뀌었습니다: " + it.path + ". 파일이 완성된 뒤 다시 가져오십시오.";
            case InsufficientStorage it ->
                "저장 공간이 부족합니다. 필요: " + it.neededBytes + "바이트, 남음: " + it.usableBytes + "바이트. 공간을 확보하십시오.";
            case TooManyImports it -> "대기 중인 가져오기가 이미 " + it.bound + "건입니다. 일부가 끝난 뒤 다시 시도하십시오.";
        };
    }

    /** The field of the request that is wrong, as it is written there, if one is. */
    default Optional<String> field() {
        return switch (this) {
            case InvalidField it -> Optional.of(it.name);
            case NameTaken it -> Optional.of(it.what.equals("version") ? "version" : "name");
            case PathForbidden _, FileUnreadable _, InvalidModelFile _, FileChanged _ -> Optional.of("path");
            case NotFound _, InsufficientStorage _, TooManyImports _ -> Optional.empty();
        };
    }

    /** What kind of answer it calls for. */
    default Kind kind() {
        return switch (this) {
            case InvalidField _, PathForbidden _, FileUnreadable _, InvalidModelFile _, FileChanged _ -> Kind.INVALID;
            case NameTaken _ -> Kind.CONFLICT;
            case NotFound _ -> Kind.ABSENT;
            case InsufficientStorage _, TooManyImports _ -> Kind.EXHAUSTED;
        };
    }
}
