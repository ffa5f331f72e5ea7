package cloud.hanok.api.slice;

import static cloud.hanok.api.OperatedServer.await;
import static cloud.hanok.api.OperatedServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import cloud.hanok.api.slice.Slice.Customer;
import cloud.hanok.standalone.testing.CassandraForTests;
import cloud.hanok.standalone.testing.OpenBaoForTests;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What people write, who they are, and what opens a door is looked for wherever the program and its dependencies write: Cassandra's commit
 * log and tables, the journal, and the key store's audit log; {@link TelemetryIT} looks at log lines and metrics. A name that is stored in
 * the clear is looked for too, so that a search which finds nothing would be noticed.
 */
@ExtendWith(Slice.Shared.class)
class CanaryIT {
    private static final Duration SHIPPED_LIMIT = Duration.ofSeconds(20);
    private static final String PROMPT = "질문새-b81f04";
    private static final String EMAIL = "canary-d03d26@hana.example";
    private static final String IN_THE_CLEAR = "이름새-e14c37";

    @Test
    void whatMustNotBeKeptIsKeptNowhere(Slice slice) throws IOException {
        Customer customer = slice.withProject(
                slice.customer("카나리아 " + System.nanoTime(), "KR").made(), IN_THE_CLEAR);
        slice.house.created(
                "/platform/v1/tenants/" + customer.id() + "/invites",
                "{\"email\":\"" + EMAIL + "\",\"role\":\"developer\"}");
        String body = Slice.body("canary", "\"tokens\":28", false).replace(Slice.CANARY, PROMPT);
        HttpResponse<String> answered = slice.house.send("/v1/chat/completions", "POST", body, customer.bearer(), null);
        String answer = json(answered, 200).at("/choices/0/message/content").asText();
        String receipt = answered.headers().firstValue("x-receipt-id").orElseThrow();
        await(
                "the request is shipped",
                SHIPPED_LIMIT,
                () -> slice.house
                                .get("/v1/receipts/" + receipt, customer.bearer())
                                .statusCode()
                        == 200);

        Map<String, String> secrets = new LinkedHashMap<>();
        secrets.put("the prompt", PROMPT);
        secrets.put("the answer", answer);
        secrets.put("an address", EMAIL);
        secrets.put("a key", customer.key().substring(customer.key().lastIndexOf('_') + 1));
        List<String> found = new ArrayList<>();
        boolean clear = false;
        for (Path file : files(slice)) {
            byte[] bytes = bytes(file);
            secrets.forEach((what, text) -> {
                if (contains(bytes, text)) {
                    found.add(what + " in " + file);
                }
            });
            clear |= contains(bytes, IN_THE_CLEAR);
        }
        assertThat(clear).as("the search finds what is there").isTrue();
        assertThat(found).isEmpty();
    }

    private static List<Path> files(Slice slice) throws IOException {
        List<Path> files = new ArrayList<>(List.of(OpenBaoForTests.get().auditLog()));
        for (Path folder : List.of(CassandraForTests.dataFolder(), slice.data())) {
            try (Stream<Path> all = Files.walk(folder)) {
                all.filter(Files::isRegularFile).forEach(files::add);
            }
        }
        return files;
    }

    /** Cassandra compacts meanwhile: what is gone was rewritten into another file, or lies in the commit log. */
    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (NoSuchFileException gone) {
            return new byte[0];
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static boolean contains(byte[] bytes, String text) {
        byte[] wanted = text.getBytes(StandardCharsets.UTF_8);
        int last = bytes.length - wanted.length;
        for (int at = 0; at <= last; at++) {
            if (bytes[at] == wanted[0] && matches(bytes, at, wanted)) {
                return true;
            }
        }
        return false;
    }

    private static boolean matches(byte[] bytes, int at, byte[] wanted) {
        for (int i = 1; i < wanted.length; i++) {
            if (bytes[at + i] != wanted[i]) {
                return false;
            }
        }
        return true;
    }
}
