package cloud.hanok.cluster.problem;

import java.util.Locale;
import java.util.Optional;

/** Why a request about sites, nodes or deployments was refused. Codes are stable; messages are for people. */
public sealed interface ClusterProblem {
    /**
     * A field of the request is wrong.
     *
     * @param name of the field, as the request writes it
     * @param korean what would be right
     * @param english what would be right
     */
    record InvalidField(String name, String korean, String english) implements ClusterProblem {}

    /**
     * An engine's URL leads where this installation must not connect.
     *
     * @param korean why, and what would be right
     * @param english why, and what would be right
     */
    record ForbiddenUrl(String korean, String english) implements ClusterProblem {}

    /**
     * The name belongs to another.
     *
     * @param what {@code site} or {@code deployment}
     * @param name that is taken
     */
    record NameTaken(String what, String name) implements ClusterProblem {}

    /**
     * Nothing has this id.
     *
     * @param what {@code site} or {@code deployment}
     * @param id that names nothing
     * @param field of the request that carried the id; empty when it was the path
     */
    record NotFound(String what, String id, Optional<String> field) implements ClusterProblem {}

    /** Kinds of refusals. */
    enum Kind {
        /** The request itself is wrong: 400 or 422. */
        INVALID,
        /** What it names does not exist: 404. */
        ABSENT,
        /** It contradicts what already exists: 409. */
        CONFLICT
    }

    /** A stable, machine-readable name. */
    default String code() {
        return switch (this) {
            case InvalidField it ->
                "invalid_" + it.name.replaceAll("(?=[A-Z])", "_").toLowerCase(Locale.ROOT);
            case ForbiddenUrl _ -> "forbidden_url";
            case NameTaken it -> it.what + "_name_taken";
            case NotFound it -> it.what + "_not_found";
        };
    }

    /** What is wrong and what would be right, in English. */
    default String messageEnglish() {
        return switch (this) {
            case InvalidField it -> it.name + ": " + it.english;
            case ForbiddenUrl it -> "url: " + it.english;
            case NameTaken it -> "name: already in use: " + it.name + ". Choose another, or delete what has it first.";
            case NotFound it -> "there is no " + it.what + " " + it.id + ". List them to see which exist.";
        };
    }

    /** What is wrong and what would be right, in Korean. */
    default String messageKorean() {
        return switch (this) {
            case InvalidField it -> it.name + ": " + it.korean;
            case ForbiddenUrl it -> "url: " + it.korean;
            case NameTaken it -> "name: 이미 사용 중인 이름입니다: " + it.name + ". 다른 이름을 고르거나 기존 항목을 먼저 삭제하십시오.";
            case NotFound it -> "존재하지 않습니다: " + it.what + " " + it.id + ". 목록을 조회하여 확인하십시오.";
        };
    }

    /** The field of the request that is wrong, as it is written there, if one is. */
    default Optional<String> field() {
        return switch (this) {
            case InvalidField it -> Optional.of(it.name);
            case ForbiddenUrl _ -> Optional.of("url");
            case NameTaken _ -> Optional.of("name");
            case NotFound it -> it.field;
        };
    }

    /** What kind of answer it calls for. */
    default Kind kind() {
        return switch (this) {
            case InvalidField _, ForbiddenUrl _ -> Kind.INVALID;
            case NameTaken _ -> Kind.CONFLICT;
            case NotFound it -> it.field.isPresent() ? Kind.INVALID : Kind.ABSENT;
        };
    }
}
