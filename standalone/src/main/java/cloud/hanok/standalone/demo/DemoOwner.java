package cloud.hanok.standalone.demo;

import cloud.hanok.standalone.StandaloneException;
import cloud.hanok.standalone.house.House;
import cloud.hanok.standalone.keycloak.Keycloak;
import cloud.hanok.standalone.keycloak.KeycloakAdministrator;
import cloud.hanok.standalone.mail.MailFolder;
import cloud.hanok.standalone.mail.ReadMail;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The owner of the demo's tenant: a person who can sign in to the console. They come in as everybody does: invited by mail,
 * signed in at Keycloak, and by accepting.
 */
final class DemoOwner {
    /** Under which they sign in; no mail leaves this machine for it. */
    static final String EMAIL = "owner@hanok.invalid";

    private static final String REALM = "hanok";
    private static final int CONFLICT = 409;
    private static final Pattern TOKEN = Pattern.compile("(?:\"token\": \"|#token=)([A-Za-z0-9_-]+)");
    private static final Duration MAIL_LIMIT = Duration.ofSeconds(60);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final House house;
    private final PlatformApi api;
    private final URI address;
    private final Keycloak keycloak;
    private final MailFolder mails;

    /** @param address of the control plane */
    DemoOwner(House house, PlatformApi api, URI address, Keycloak keycloak, MailFolder mails) {
        this.house = house;
        this.api = api;
        this.address = address;
        this.keycloak = keycloak;
        this.mails = mails;
    }

    /**
     * Makes them.
     *
     * @return the id of their membership
     * @throws StandaloneException when they cannot be invited or do not come in
     */
    String join(String tenant, String password) {
        int before = mails.list().isEmpty() ? 0 : mails.list().getLast().number();
        person(password);
        try (DemoBrowser browser = new DemoBrowser(address)) {
            String path = "/platform/v1/tenants/" + tenant + "/invites";
            PlatformApi.Answer invited = api.post(path, Map.of("email", EMAIL, "role", "owner"));
            boolean again = invited.status() == CONFLICT;
            if (!invited.ok() && !again) {
                throw PlatformApi.refused("POST " + path, invited);
            }
            String invitation = invitation(again ? 0 : before);
            String accept = "/platform/v1/invitations/accept";
            browser.signIn(EMAIL, password);
            PlatformApi.Answer joined = browser.post(accept, Map.of("token", invitation));
            if (!joined.ok()) {
                throw PlatformApi.refused("POST " + accept, joined);
            }
            return joined.body().path("id").asText();
        }
    }

    private void person(String password) {
        ObjectNode person = JSON.createObjectNode()
                .put("username", EMAIL)
                .put("email", EMAIL)
                .put("emailVerified", true)
                .put("firstName", "데모")
                .put("lastName", "소유자")
                .put("enabled", true);
        person.putArray("credentials")
                .addObject()
                .put("type", "password")
                .put("value", password)
                .put("temporary", false);
        try (KeycloakAdministrator administrator = keycloak.administrator()) {
            boolean unused = administrator.create("/realms/" + REALM + "/users", person.toString());
        }
    }

    /** What the mail says that came after this one. */
    private String invitation(int before) {
        Instant end = now().plus(MAIL_LIMIT);
        while (now().isBefore(end)) {
            Optional<String> token = mails.list().stream()
                    .filter(kept -> kept.number() > before)
                    .map(ReadMail::of)
                    .filter(mail -> mail.recipient().contains(EMAIL))
                    .map(mail -> TOKEN.matcher(mail.text()))
                    .filter(Matcher::find)
                    .map(found -> found.group(1))
                    .reduce((earlier, later) -> later);
            if (token.isPresent()) {
                return token.get();
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
        throw new StandaloneException(
                "The invitation of " + EMAIL + " did not come within " + MAIL_LIMIT.toSeconds() + " seconds.",
                "Read ./hanok logs control-plane and ./hanok logs mailbox.");
    }

    private Instant now() {
        return Instant.now(house.machine().clock());
    }
}
