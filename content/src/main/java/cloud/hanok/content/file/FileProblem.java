package cloud.hanok.content.file;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Everything that is refused of files and uploads. The set is closed, so that the API maps each to a status and a documented page. */
public sealed interface FileProblem {
    /** The field of the request that is wrong, as the caller named it; null when no single field is. */
    @Nullable
    String field();

    /** What is wrong and what would be right, in English. */
    String english();

    /** The same in Korean. */
    String korean();

    /**
     * A file, or a part, is too long.
     *
     * @param most bytes that it may have
     */
    record TooLong(String field, long most) implements FileProblem {
        @Override
        public String english() {
            return "'" + field + "' is larger than " + most + " bytes. Send less at once, or use /v1/uploads.";
        }

        @Override
        public String korean() {
            return "'" + field + "'이(가) " + most + " 바이트를 넘습니다. 나누어 보내거나 /v1/uploads 를 사용해 주세요.";
        }
    }

    /** It did not arrive in time. */
    record TooSlow(Duration longest) implements FileProblem {
        @Override
        public @Nullable String field() {
            return null;
        }

        @Override
        public String english() {
            return "The body did not arrive within " + longest.toMinutes() + " minutes. Send it in parts: /v1/uploads.";
        }

        @Override
        public String korean() {
            return "본문이 " + longest.toMinutes() + "분 안에 도착하지 않았습니다. /v1/uploads 로 나누어 보내 주세요.";
        }
    }

    /** There is nothing in it. */
    record Empty(String field) implements FileProblem {
        @Override
        public String english() {
            return "'" + field + "' is empty: it must have at least one byte.";
        }

        @Override
        public String korean() {
            return "'" + field + "'이(가) 비어 있습니다. 1바이트 이상이어야 합니다.";
        }
    }

    /**
     * The tenant's files would have more bytes than they may.
     *
     * @param used bytes now
     * @param quota bytes at most
     */
    record QuotaReached(long used, long quota) implements FileProblem {
        @Override
        public @Nullable String field() {
            return null;
        }

        @Override
        public String english() {
            return "Your organization's files use " + used + " of " + quota
                    + " bytes, which leaves too little for this one. Delete files, or ask the operator for more.";
        }

        @Override
        public String korean() {
            return "조직의 파일이 " + quota + " 바이트 중 " + used + " 바이트를 사용하고 있어 공간이 부족합니다. 파일을 삭제하거나 운영자에게 증설을 요청해 주세요.";
        }
    }

    /**
     * The tenant has as many files and parts as it may.
     *
     * @param most of them
     */
    record TooMany(long most) implements FileProblem {
        @Override
        public @Nullable String field() {
            return null;
        }

        @Override
        public String english() {
            return "Your organization has " + most
                    + " files and parts of uploads, and can have no more. Delete some first.";
        }

        @Override
        public String korean() {
            return "조직의 파일과 업로드 파트가 최대 개수인 " + most + "개입니다. 먼저 일부를 삭제해 주세요.";
        }
    }

    /**
     * An upload is not open any more.
     *
     * @param state {@code completed}, {@code cancelled} or {@code expired}
     */
    record UploadEnded(String state) implements FileProblem {
        @Override
        public @Nullable String field() {
            return null;
        }

        @Override
        public String english() {
            return "The upload is " + state + ". Begin a new one with POST /v1/uploads.";
        }

        @Override
        public String korean() {
            return "이미 종료된 업로드입니다(" + state + "). POST /v1/uploads 로 새로 시작해 주세요.";
        }
    }

    /**
     * A part is not of this upload, or was not wholly received.
     *
     * @param index in the list that was sent
     */
    record NoSuchPart(int index, String part) implements FileProblem {
        @Override
        public String field() {
            return "part_ids[" + index + "]";
        }

        @Override
        public String english() {
            return "'" + part + "' is no part of this upload. Send the parts that are missing, then complete it again.";
        }

        @Override
        public String korean() {
            return "'" + part + "'은(는) 이 업로드의 파트가 아닙니다. 빠진 파트를 보낸 뒤 다시 완료해 주세요.";
        }
    }

    /**
     * A part is named twice.
     *
     * @param index of the second time
     */
    record PartTwice(int index, String part) implements FileProblem {
        @Override
        public String field() {
            return "part_ids[" + index + "]";
        }

        @Override
        public String english() {
            return "'" + part + "' is named twice. Name each part once, in the order of the file.";
        }

        @Override
        public String korean() {
            return "'" + part + "'이(가) 두 번 들어 있습니다. 파일의 순서대로 파트를 한 번씩만 적어 주세요.";
        }
    }

    /**
     * The parts together are longer or shorter than the upload was said to be.
     *
     * @param expected bytes that were said
     * @param found bytes of the parts
     */
    record LengthDiffers(long expected, long found) implements FileProblem {
        @Override
        public String field() {
            return "part_ids";
        }

        @Override
        public String english() {
            return "The parts have " + found + " bytes together, and the upload was begun with 'bytes' " + expected
                    + ".";
        }

        @Override
        public String korean() {
            return "파트의 합계가 " + found + " 바이트로, 업로드를 시작할 때의 'bytes' " + expected + "와(과) 다릅니다.";
        }
    }

    /**
     * The content has another MD5.
     *
     * @param found in lower-case hexadecimal
     */
    record ChecksumDiffers(String found) implements FileProblem {
        @Override
        public String field() {
            return "md5";
        }

        @Override
        public String english() {
            return "The content has the MD5 " + found + ". Send the parts again that differ, or check their order.";
        }

        @Override
        public String korean() {
            return "내용의 MD5는 " + found + "입니다. 다른 파트를 다시 보내거나 순서를 확인해 주세요.";
        }
    }

    /** An upload was completed, and not in this way. */
    record CompletedOtherwise() implements FileProblem {
        @Override
        public String field() {
            return "part_ids";
        }

        @Override
        public String english() {
            return "The upload was completed with other parts, or in another order.";
        }

        @Override
        public String korean() {
            return "다른 파트 또는 다른 순서로 이미 완료된 업로드입니다.";
        }
    }
}
