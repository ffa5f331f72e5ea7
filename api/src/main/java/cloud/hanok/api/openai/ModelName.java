package cloud.hanok.api.openai;

import cloud.hanok.billing.usage.BilledAttempt;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The {@code model} of a request, which every one has. */
public final class ModelName {
    private @Nullable String name;

    /** Takes the value the parser stands on. */
    void read(ValueChecks value) throws IOException {
        name = value.text("model");
    }

    /** The name, or the refusal that says what is wrong with it. */
    String checked() {
        return checked(name);
    }

    /**
     * The name, once it will do.
     *
     * @throws cloud.hanok.api.error.ApiException when there is none, or it is too long
     */
    public static String checked(@Nullable String name) {
        if (name == null) {
            throw Refusals.missing("model");
        }
        if (name.isEmpty() || name.length() > BilledAttempt.MAX_MODEL_LENGTH) {
            throw Refusals.value(
                    "model",
                    "it must have 1 to " + BilledAttempt.MAX_MODEL_LENGTH + " characters",
                    "1자 이상 " + BilledAttempt.MAX_MODEL_LENGTH + "자 이하여야 합니다");
        }
        return name;
    }
}
