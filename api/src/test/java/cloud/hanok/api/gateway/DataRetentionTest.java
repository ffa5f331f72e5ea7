package cloud.hanok.api.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.hanok.billing.usage.Outcome;
import cloud.hanok.content.conversation.Conversation;
import cloud.hanok.platform.id.ChatCompletionId;
import cloud.hanok.platform.id.ResponseId;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is asked and answered of an organization that keeps nothing, on the byte path. */
class DataRetentionTest extends ProtocolBed {
    private static final String CHAT = "/v1/chat/completions";
    private static final String RESPONSES = "/v1/responses";

    @Override
    String key() {
        return GatewayBed.UNKEPT_KEY;
    }

    @Test
    void aResponseIsAnsweredAndNotKeptWhateverItAsksFor() throws Exception {
        for (String store : List.of("", "\"store\":true,")) {
            JsonNode response = json(post(RESPONSES, response(store)), 200);
            assertThat(response.path("store").isBoolean()).isTrue();
            assertThat(response.path("store").asBoolean()).isFalse();
            assertThat(response.at("/output/0/content/0/text").asText()).isNotEmpty();
            assertThat(bed.responses.find(
                            bed.tenant, ResponseId.parse(response.path("id").asText())))
                    .isEmpty();

            List<JsonNode> events =
                    events(post(RESPONSES, response(store + "\"stream\":true,")).body());
            assertThat(events.getFirst().at("/response/store").asBoolean(true))
                    .as("no event says otherwise")
                    .isFalse();
            assertThat(events.getLast().at("/response/store").asBoolean(true)).isFalse();
        }
        assertThat(settled().ending().outcome()).isEqualTo(Outcome.COMPLETED);
    }

    @Test
    void aChatIsAnsweredAndNotKept() throws Exception {
        JsonNode chat = json(post(CHAT, chat("\"store\":true,")), 200);
        assertThat(chat.path("store").asBoolean(true)).isFalse();
        assertThat(bed.chats.find(
                        bed.tenant, ChatCompletionId.parse(chat.path("id").asText())))
                .isEmpty();
        assertThat(post(CHAT, chat("\"store\":true,\"stream\":true,")).body())
                .endsWith(": store false\n\ndata: [DONE]\n\n");
        assertThat(json(post(CHAT, chat("")), 200).has("store")).isFalse();
    }

    @Test
    void whatCannotBeWithoutBeingKeptIsRefusedByName() throws Exception {
        JsonNode background = json(post(RESPONSES, response("\"background\":true,")), 400);
        assertThat(background.at("/error/param").asText()).isEqualTo("background");
        assertThat(background.at("/error/message").asText()).contains("keeps no responses", "data retention");

        Conversation conversation = bed.conversations.make(bed.tenant, bed.lastingProject(), Map.of());
        JsonNode said = json(
                post(
                        RESPONSES,
                        response("\"conversation\":\"" + conversation.id().text() + "\",")),
                400);
        assertThat(said.at("/error/param").asText()).isEqualTo("conversation");
        assertThat(engine.requests()).isEmpty();
    }

    private static String response(String members) {
        return "{\"model\":\"" + GatewayBed.MODEL + "\"," + members + "\"input\":" + script("\"tokens\":2") + "}";
    }

    private static String chat(String members) {
        return "{\"model\":\"" + GatewayBed.MODEL + "\"," + members + "\"messages\":[{\"role\":\"user\",\"content\":"
                + script("\"tokens\":2") + "}]}";
    }
}
