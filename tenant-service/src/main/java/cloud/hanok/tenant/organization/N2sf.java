package cloud.hanok.tenant.organization;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * How sensitive a tenant's data is, by the national network security framework (국가 망 보안체계, N2SF). The names are stored: rename none.
 */
public enum N2sf {
    /** Classified (기밀): Information Disclosure Act Art. 9 (1) nos. 1 to 4. */
    CLASSIFIED("C"),
    /** Sensitive (민감): nos. 5 to 8 of the same, and logs and backups of systems. */
    SENSITIVE("S"),
    /** Open (공개): everything else. */
    OPEN("O");

    private final String text;

    N2sf(String text) {
        this.text = text;
    }

    /** Its letter, as it is written everywhere. */
    public String text() {
        return text;
    }

    /** The class of this letter, if it is one. */
    public static Optional<N2sf> ofText(String text) {
        return Arrays.stream(values()).filter(each -> each.text.equals(text)).findFirst();
    }

    /** All letters, the most sensitive first. */
    public static List<String> texts() {
        return Arrays.stream(values()).map(N2sf::text).toList();
    }
}
