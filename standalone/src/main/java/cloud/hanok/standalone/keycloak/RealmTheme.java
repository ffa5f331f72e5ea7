package cloud.hanok.standalone.keycloak;

import cloud.hanok.standalone.process.Resource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Keycloak's pages in the look and the words of the console, and its mails in Korean too, as a folder of its {@code themes}. */
final class RealmTheme {
    /** As realms name it. */
    private static final String NAME = "hanok";

    private static final List<String> FILES = List.of(
            "login/theme.properties",
            "login/select-organization.ftl",
            "login/messages/messages_ko.properties",
            "login/messages/messages_en.properties",
            "login/resources/css/hanok.css",
            "login/resources/js/labels.js",
            "login/resources/img/favicon.svg",
            "email/theme.properties",
            "email/messages/messages_ko.properties");

    private RealmTheme() {}

    /** Writes it as this release has it. */
    static void writeInto(Path themes) {
        try {
            // An earlier release had a link to the distribution's own there.
            if (Files.isSymbolicLink(themes)) {
                Files.delete(themes);
            }
            for (String file : FILES) {
                String beside = "theme/" + NAME + "/" + file;
                Path target = themes.resolve(NAME).resolve(file);
                Files.createDirectories(target.resolveSibling("."));
                Files.writeString(target, Resource.text(RealmTheme.class, beside));
            }
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot write the theme into " + themes, failure);
        }
    }
}
