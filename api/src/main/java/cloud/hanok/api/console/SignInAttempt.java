package cloud.hanok.api.console;

import cloud.hanok.platform.secret.Secret;
import cloud.hanok.tenant.request.SecretToken;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A sign-in that a browser has begun. All it needs follows from one secret in a cookie of that browser: nothing is kept here, any gateway can end
 * it, and a code that comes back to another browser is of no use there. Several may be under way in one browser.
 *
 * @param id names the cookie, so that two do not meet
 * @param organization for which they sign in, {@code -} for none; empty for whichever the person chooses
 * @param realmOf where they sign in: an organization, whose realm may be its own; empty for the one that tenants share
 * @param returnPath where it leads
 */
record SignInAttempt(String id, Secret secret, String organization, String realmOf, ReturnPath returnPath) {
    /** Long enough to find a phone and type a code. */
    static final int LIVES_SECONDS = 900;

    private static final String COOKIE = "hanok_sign_in_";
    private static final int ID_BYTES = 6;
    private static final String HMAC = "HmacSHA256";
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();
    private static final Pattern STATE =
            Pattern.compile("([0-9a-f]{12})\\.([A-Za-z0-9_-]{0,2048})\\.([A-Za-z0-9_-]{43})");
    private static final Pattern SECRET = Pattern.compile("[A-Za-z0-9_-]{43}");

    /** A new one. */
    static SignInAttempt begin(String organization, String realmOf, ReturnPath returnPath, SecureRandom random) {
        byte[] id = new byte[ID_BYTES];
        random.nextBytes(id);
        return new SignInAttempt(HexFormat.of().formatHex(id), Secret.draw(random), organization, realmOf, returnPath);
    }

    /**
     * The one that a browser comes back with; empty when it was begun elsewhere, or somebody changed it.
     *
     * @param state as Keycloak hands it back
     * @param cookies headers of the browser
     */
    static Optional<SignInAttempt> resume(String state, List<String> cookies) {
        var form = STATE.matcher(state);
        if (!form.matches()) {
            return Optional.empty();
        }
        List<String> secrets = Cookies.values(cookies, COOKIE + form.group(1));
        if (secrets.size() != 1 || !SECRET.matcher(secrets.getFirst()).matches()) {
            return Optional.empty();
        }
        String[] said = new String(Base64.getUrlDecoder().decode(form.group(2)), StandardCharsets.UTF_8).split(" ", 3);
        if (said.length != 3) {
            return Optional.empty();
        }
        var attempt = new SignInAttempt(
                form.group(1), new Secret(secrets.getFirst()), said[0], said[1], ReturnPath.of(said[2]));
        boolean ours = MessageDigest.isEqual(
                attempt.state().getBytes(StandardCharsets.UTF_8), state.getBytes(StandardCharsets.UTF_8));
        return ours ? Optional.of(attempt) : Optional.empty();
    }

    /** The cookie's name. */
    String cookie() {
        return COOKIE + id;
    }

    /** What Keycloak hands back with the code. */
    String state() {
        String said = ENCODER.encodeToString(
                (organization + " " + realmOf + " " + returnPath.value()).getBytes(StandardCharsets.UTF_8));
        return id + "." + said + "." + derived("state " + id + " " + said);
    }

    /** What only who began can send along with the code (RFC 7636). */
    String verifier() {
        return derived("verifier");
    }

    /** Its hash, which is sent ahead. */
    String challenge() {
        return ENCODER.encodeToString(SecretToken.hash(verifier().getBytes(StandardCharsets.US_ASCII)));
    }

    /** What the ID token has to repeat. */
    String nonce() {
        return derived("nonce");
    }

    private String derived(String what) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(secret.reveal().getBytes(StandardCharsets.US_ASCII), HMAC));
            return ENCODER.encodeToString(mac.doFinal(what.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + HMAC, e);
        }
    }

    @Override
    public String toString() {
        return "SignInAttempt[" + id + "]";
    }
}
