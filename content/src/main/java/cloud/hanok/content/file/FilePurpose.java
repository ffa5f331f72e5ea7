package cloud.hanok.content.file;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a file is for, as OpenAI's API has it. The words are stored: rename none. */
public enum FilePurpose {
    ASSISTANTS("assistants", true),
    BATCH("batch", true),
    FINE_TUNE("fine-tune", true),
    VISION("vision", true),
    USER_DATA("user_data", true),
    EVALS("evals", true),
    /** What a batch wrote. Nobody uploads it. */
    BATCH_OUTPUT("batch_output", false);

    /** Those a client can say, for people. */
    public static final String CHOICES = Arrays.stream(values())
            .filter(each -> each.uploadable)
            .map(FilePurpose::word)
            .collect(Collectors.joining(", "));

    private final String word;
    private final boolean uploadable;

    FilePurpose(String word, boolean uploadable) {
        this.word = word;
        this.uploadable = uploadable;
    }

    /** As it is sent and stored. */
    public String word() {
        return word;
    }

    /** Whether a client may upload a file for it. */
    public boolean uploadable() {
        return uploadable;
    }

    /** The one of this word. */
    public static Optional<FilePurpose> of(String word) {
        return Arrays.stream(values()).filter(each -> each.word.equals(word)).findFirst();
    }
}
