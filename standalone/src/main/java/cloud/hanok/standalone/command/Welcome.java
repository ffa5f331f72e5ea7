package cloud.hanok.standalone.command;

import cloud.hanok.standalone.demo.Demo;
import cloud.hanok.standalone.demo.DemoRecord;
import cloud.hanok.standalone.house.House;
import cloud.hanok.standalone.screen.Screen;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;

/** What a newcomer reads when everything runs. */
final class Welcome {
    private final House house;
    private final URI api;
    private final DemoRecord demo;

    Welcome(House house, URI api, DemoRecord demo) {
        this.house = house;
        this.api = api;
        this.demo = demo;
    }

    /** @param farewell how it is stopped */
    void print(Screen screen, Duration took, String farewell) {
        String key = key();
        screen.line("");
        screen.line("Hanok is ready in " + Screen.seconds(took) + ".");
        screen.line("  API            " + api + "/v1");
        screen.line("  console        " + api + "/console/");
        if (!demo.ownerUser().isEmpty()) {
            screen.line("  sign in as     " + demo.ownerUser() + ", password in " + demo.ownerPasswordFile());
        }
        if (demo.hasOperator()) {
            screen.line("  operate it as  " + house.keycloak().operatorUser() + ", password in "
                    + house.keycloak().operatorPasswordFile());
        }
        screen.line("  documentation  " + api + "/docs");
        screen.line("  Keycloak       " + house.keycloak().issuer());
        screen.line("  key            " + key + "   (also in " + demo.keyFile() + ")");
        screen.line("  admin key      in " + demo.adminKeyFile());
        screen.line("  model          " + Demo.MODEL);
        screen.line("  embeddings     " + Demo.EMBEDDING_MODEL);
        if (house.keepsMail()) {
            screen.line("  mail           ./hanok mail shows what was sent");
        }
        screen.line("");
        screen.line("Try it (이렇게 물어보세요):");
        screen.line("  curl " + api + "/v1/chat/completions \\");
        screen.line("    -H 'Authorization: Bearer " + key + "' \\");
        screen.line("    -H 'Content-Type: application/json' \\");
        screen.line("    -d '{\"model\": \"" + Demo.MODEL
                + "\", \"messages\": [{\"role\": \"user\", \"content\": \"대한민국의 수도는 어디인가요?\"}]}'");
        screen.line("");
        screen.line(
                "The demo weights only show the flow: the quality of answers is the model publisher's, not Hanok's.");
        screen.line("(데모 모델은 흐름을 보여 주기 위한 것입니다. 답변 품질은 모델 공급사의 것입니다.)");
        screen.line(farewell);
    }

    private String key() {
        try {
            return Files.readString(demo.keyFile()).strip();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
