package cloud.hanok.cluster.problem;

import java.util.Optional;

/** Why a request about sites, nodes or deployments was refused. Codes are stable; messages are for people. */
public sealed interface ClusterProblem {
    /** A stable, machine-readable name. */
    String code();

    /** What is wrong and what would be right, in Korean. */
    String messageKorean();

    /** What is wrong and what would be right, in English. */
    String messageEnglish();

    /** The field of the request that is wrong, as it is written there, if one is. */
    Optional<String> field();

    /** What kind of answer it calls for. */
    Kind kind();

    /** Kinds of refusals. */
    enum Kind {
        /** The request itself is wrong: 400 or 422. */
        INVALID,
        /** What it names does not exist: 404. */
        ABSENT,
        /** It contradicts what already exists: 409. */
        CONFLICT
    }

    /**
     * A field of the request is wrong.
     *
     * @param name of the field, as the request writes it
     * @param korean what would be right
     * @param english what would be right
     */
    record InvalidField(String name, String korean, String english) implements ClusterProblem {
        @Override
        public String code() {
            return "invalid_" + name.toLowerCase(java.util.Locale.ROOT);
        }

        @Override
        public String messageKorean() {
            return name + ": " + korean;
        }

        @Override
        public String messageEnglish() {
            return name + ": " + english;
        }

        @Override
        public Optional<String> field() {
            return Optional.of(name);
        }

        @Override
        public Kind kind() {
            return Kind.INVALID;
        }
    }

    /**
     * An engine's URL leads where this installation must not connect.
     *
     * @param korean why, and what would be right
     * @param english why, and what would be right
     */
    record ForbiddenUrl(String korean, String english) implements ClusterProblem {
        @Override
        public String code() {
            return "forbidden_url";
        }

        @Override
        public String messageKorean() {
            return "url: " + korean;
        }

        @Override
        public String messageEnglish() {
            return "url: " + english;
        }

        @Override
        public Optional<String> field() {
            return Optional.of("url");
        }

        @Override
        public Kind kind() {
            return Kind.INVALID;
        }
    }

    /**
     * The name belongs to another.
     *
     * @param what kind of thing: {@code site}, {@code deployment}
     * @param name that is taken
     */
    record NameTaken(String what, String name) implements ClusterProblem {
        @Override
        public String code() {
            return what + "_name_taken";
        }

        @Override
        public String messageKorean() {
            return "name: 이미 사용 중인 이름입니다: " + name + ". 다른 이름을 고르거나 기존 항목을 먼저 삭제하십시오.";
        }

        @Override
        public String messageEnglish() {
            return "name: already in use: " + name + ". Choose another, or delete what has it first.";
        }

        @Override
        public Optional<String> field() {
            return Optional.of("name");
        }

        @Override
        public Kind kind() {
            return Kind.CONFLICT;
        }
    }

    /**
     * Nothing has this id.
     *
     * @param what kind of thing: {@code site}, {@code deployment}
     * @param id that names nothing
     * @param name of the field that carried the id; empty when it was the path
     */
    record NotFound(String what, String id, String name) implements ClusterProblem {
        @Override
        public String code() {
            return what + "_not_found";
        }

        @Override
        public String messageKorean() {
            return "존재하지 않습니다: " + what + " " + id + ". 목록을 조회하여 확인하십시오.";
        }

        @Override
        public String messageEnglish() {
            return "there is no " + what + " " + id + ". List them to see which exist.";
        }

        @Override
        public Optional<String> field() {
            return name.isEmpty() ? Optional.empty() : Optional.of(name);
        }

        @Override
        public Kind kind() {
            return name.isEmpty() ? Kind.ABSENT : Kind.INVALID;
        }
    }
}
