package cloud.hanok.standalone.keycloak;

import cloud.hanok.standalone.mail.MailAccess;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What of the realm differs from one installation to another.
 *
 * @param registration whether people may register by themselves
 * @param mail where its mail goes, asked when the realm is made; without one it sends none
 * @param console where the console is, asked when the realm is made; without one it is not told when somebody signs out elsewhere
 */
public record RealmOptions(boolean registration, Supplier<Optional<MailAccess>> mail, Supplier<Optional<URI>> console) {
    /** A realm that nobody registers in and that sends no mail. */
    public static final RealmOptions NONE = new RealmOptions(false, Optional::empty, Optional::empty);

    void addTo(ObjectNode realm) {
        realm.put("registrationAllowed", registration);
        console.get().ifPresent(address -> {
            for (JsonNode client : realm.path("clients")) {
                if (client.path("clientId").asText().equals(Keycloak.CONSOLE)) {
                    client.withObject("/attributes")
                            .put("backchannel.logout.url", address + "/back-channel-logout")
                            .put("backchannel.logout.session.required", "true");
                }
            }
        });
        mail.get().ifPresent(access -> {
            ObjectNode smtp = realm.putObject("smtpServer")
                    .put("host", access.host())
                    .put("port", Integer.toString(access.port()))
                    .put("from", access.from())
                    .put("fromDisplayName", "한옥 Hanok")
                    .put("ssl", Boolean.toString(access.security().equals("tls")))
                    .put("starttls", Boolean.toString(access.security().equals("starttls")))
                    .put("auth", Boolean.toString(!access.username().isEmpty()));
            if (!access.username().isEmpty()) {
                smtp.put("user", access.username());
            }
            access.passwordFile().ifPresent(file -> {
                try {
                    smtp.put("password", Files.readString(file).strip());
                } catch (IOException unreadable) {
                    throw new UncheckedIOException("cannot read " + file, unreadable);
                }
            });
        });
    }
}
