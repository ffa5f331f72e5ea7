package cloud.hanok.tenant.member;

import cloud.hanok.tenant.problem.TenantProblem;
import cloud.hanok.tenant.problem.TenantProblemException;
import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/** An address that mail can be sent to. Its {@code toString} says nothing: it is personal data. */
public record EmailAddress(String value) {
    /** What is left of one once the key it was sealed with is destroyed; nobody's. */
    static final EmailAddress ERASED = new EmailAddress("");

    /** RFC 5321 section 4.5.3.1.3, without the angle brackets. */
    public static final int MAX_CHARS = 254;

    /** What mail providers give out, not all that RFC 5322 allows: no quotes, no comments, no address literals. */
    private static final Pattern FORM =
            Pattern.compile("[\\p{L}\\p{N}!#$%&'*+/=?^_`{|}~-]+(\\.[\\p{L}\\p{N}!#$%&'*+/=?^_`{|}~-]+)*"
                    + "@([\\p{L}\\p{N}]([\\p{L}\\p{N}-]{0,61}[\\p{L}\\p{N}])?\\.)+[\\p{L}]{2,63}");

    /**
     * The address in the one form in which two are compared: composed (NFC) and in lower case.
     *
     * @param field what the request calls it
     * @throws TenantProblemException when it is none
     */
    public static EmailAddress of(String field, String given) {
        if (given.length() <= MAX_CHARS) {
            String address = Normalizer.normalize(given, Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
            if (address.length() <= MAX_CHARS && FORM.matcher(address).matches()) {
                return new EmailAddress(address);
            }
        }
        throw new TenantProblemException(new TenantProblem.InvalidValue(
                field,
                "'" + field + "' must be an e-mail address such as name@example.kr, of at most " + MAX_CHARS
                        + " characters.",
                "'" + field + "'은(는) name@example.kr 형식의 이메일 주소여야 하며 " + MAX_CHARS + "자 이하여야 합니다."));
    }

    @Override
    public String toString() {
        return "EmailAddress";
    }
}
