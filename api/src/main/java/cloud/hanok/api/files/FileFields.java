package cloud.hanok.api.files;

import cloud.hanok.api.openai.Refusals;
import cloud.hanok.content.file.FilePurpose;
import cloud.hanok.content.file.NewFile;
import cloud.hanok.platform.id.ProjectId;
import java.text.Normalizer;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a client says of a file, in a form or in JSON, while it is gathered. */
final class FileFields {
    static final String PURPOSE = "purpose";
    static final String ANCHOR = "expires_after[anchor]";
    static final String SECONDS = "expires_after[seconds]";

    /** Of a life that a client asks for, as OpenAI's. */
    static final long LEAST_SECONDS = 3_600;

    static final long MOST_SECONDS = 2_592_000;

    static final String CREATED_AT = "created_at";

    private @Nullable FilePurpose purpose;
    private @Nullable String name;
    private @Nullable String anchor;
    private @Nullable Long seconds;

    /** @throws cloud.hanok.api.error.ApiException when nobody uploads a file for it */
    void purpose(String word) {
        purpose = FilePurpose.of(word)
                .filter(FilePurpose::uploadable)
                .orElseThrow(() -> Refusals.value(
                        PURPOSE, "it must be one of: " + FilePurpose.CHOICES, "다음 중 하나여야 합니다: " + FilePurpose.CHOICES));
    }

    /**
     * What the file is called: of a path the last part, in NFC, as a Korean name is written everywhere but on a Mac.
     *
     * @throws cloud.hanok.api.error.ApiException when nothing is left, or it is too long or has control characters
     */
    void name(String param, String given) {
        String last = given.substring(Math.max(given.lastIndexOf('/'), given.lastIndexOf('\\')) + 1);
        String composed = Normalizer.normalize(last.strip(), Normalizer.Form.NFC);
        if (composed.isEmpty() || composed.equals(".") || composed.equals("..")) {
            throw Refusals.value(param, "a file name is needed", "파일 이름이 필요합니다");
        }
        if (composed.codePoints()
                .anyMatch(c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE)) {
            throw Refusals.value(param, "a file name must not have control characters", "파일 이름에 제어 문자를 사용할 수 없습니다");
        }
        int most = NewFile.MOST_NAME_CHARACTERS;
        if (composed.codePointCount(0, composed.length()) > most) {
            throw Refusals.value(
                    param, "a file name must have at most " + most + " characters", "파일 이름은 " + most + "자 이하여야 합니다");
        }
        name = composed;
    }

    void anchor(String word) {
        anchor = word;
    }

    /** @throws cloud.hanok.api.error.ApiException when it is no number */
    void seconds(String number) {
        try {
            seconds = Long.valueOf(number.strip());
        } catch (NumberFormatException noNumber) {
            throw Refusals.type(SECONDS, Refusals.Expected.INTEGER);
        }
    }

    /** How long it is to be kept, read elsewhere. */
    void life(Duration life) {
        anchor = CREATED_AT;
        seconds = life.toSeconds();
    }

    /** @throws cloud.hanok.api.error.ApiException when something is missing or out of bounds */
    NewFile file(ProjectId project, String nameParam) {
        FilePurpose given = purpose;
        String called = name;
        if (given == null) {
            throw Refusals.missing(PURPOSE);
        }
        if (called == null) {
            throw Refusals.missing(nameParam);
        }
        return new NewFile(project, called, given, life());
    }

    private Optional<Duration> life() {
        Long asked = seconds;
        if (anchor == null && asked == null) {
            return Optional.empty();
        }
        if (!CREATED_AT.equals(anchor)) {
            throw Refusals.value(ANCHOR, "it must be created_at", "created_at이어야 합니다");
        }
        if (asked == null) {
            throw Refusals.missing(SECONDS);
        }
        if (asked < LEAST_SECONDS || asked > MOST_SECONDS) {
            throw Refusals.outOfRange(SECONDS, Long.toString(LEAST_SECONDS), Long.toString(MOST_SECONDS));
        }
        return Optional.of(Duration.ofSeconds(asked));
    }
}
