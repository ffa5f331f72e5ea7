package cloud.hanok.api.slice;

import static cloud.hanok.api.OperatedServer.assertCode;
import static cloud.hanok.api.OperatedServer.assertParam;
import static cloud.hanok.api.OperatedServer.await;
import static cloud.hanok.api.OperatedServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import cloud.hanok.api.slice.Slice.Customer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.openai.client.OpenAIClient;
import com.openai.core.MultipartField;
import com.openai.models.files.FileCreateParams;
import com.openai.models.files.FileObject;
import com.openai.models.files.FilePurpose;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An organization says for how long its data is kept, and that holds at once, in the whole program. */
@ExtendWith(Slice.Shared.class)
class DataRetentionIT {
    private static final String PATH = "/v1/organization/data_retention";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration A_CHANGE = Duration.ofSeconds(10);

    private static Slice slice;

    @BeforeAll
    static void start(Slice shared) {
        slice = shared;
    }

    @Test
    void nothingIsSaidAtFirst() {
        Customer customer = slice.customer("보관 기본", "KR");
        JsonNode found = json(slice.house.get(PATH, customer.admin()), 200);
        assertThat(found.path("object").asText()).isEqualTo("organization.data_retention");
        assertThat(found.path("type").asText()).isEqualTo("none");
        assertThat(found.path("responses_days").asInt()).isEqualTo(30);
        assertThat(found.path("conversations_days").asInt()).isEqualTo(30);
        assertThat(found.path("files_days").asInt()).isEqualTo(30);
        assertThat(found.path("defaults").path("files_days").asInt()).isEqualTo(30);
    }

    @Test
    void fromTheMomentItIsSaidNothingIsKeptAndNothingIsFoundUntilItIsTakenBack() {
        Customer customer = slice.customer("보관 안 함", "KR");
        String before = id(respond(customer, "kept"));
        String conversation = id(send(customer, "POST", "/v1/conversations", "{}"));
        json(send(customer, "GET", "/v1/responses/" + before, null), 200);

        JsonNode zero = change(customer, "{\"retention_type\":\"zero_data_retention\"}");
        assertThat(zero.path("type").asText()).isEqualTo("zero_data_retention");
        assertThat(zero.path("responses_days").asInt(-1)).isZero();
        assertThat(zero.path("conversations_days").asInt(-1)).isZero();
        assertThat(zero.path("files_days").asInt()).isEqualTo(30);

        await(
                "nothing is kept",
                A_CHANGE,
                () -> !json(respond(customer, "unkept"), 200).path("store").asBoolean(true));
        assertCode(send(customer, "GET", "/v1/responses/" + before, null), 404, "not_found");
        assertCode(send(customer, "GET", "/v1/conversations/" + conversation, null), 404, "not_found");
        assertCode(send(customer, "POST", "/v1/conversations", "{}"), 403, "content_not_kept");
        assertParam(
                send(
                        customer,
                        "POST",
                        "/v1/responses",
                        "{\"model\":\"" + Slice.MODEL + "\",\"background\":true,\"input\":\"가\"}"),
                "invalid_value",
                "background");

        JsonNode none = change(customer, "{\"retention_type\":\"none\"}");
        assertThat(none.path("responses_days").asInt()).isEqualTo(30);
        await(
                "it is kept again",
                A_CHANGE,
                () -> json(respond(customer, "again"), 200).path("store").asBoolean());
        json(send(customer, "GET", "/v1/responses/" + before, null), 200);
        JsonNode logged = json(slice.house.get("/v1/organization/audit_logs?limit=100", customer.admin()), 200);
        assertThat(logged.toString()).contains("data_retention.updated", "\"responses_days\":0");
    }

    @Test
    void aFileIsKeptNoLongerThanItsOrganizationSays() {
        Customer customer = slice.customer("파일 보관", "KR");
        OpenAIClient client = slice.client(customer.key());
        change(customer, "{\"files_days\":7}");
        await("a file is kept for a week", A_CHANGE, () -> days(client.files().create(file(null))) == 7);
        assertThat(days(client.files().create(file(Duration.ofDays(20))))).isEqualTo(7);
        assertThat(days(client.files().create(file(Duration.ofDays(2))))).isEqualTo(2);

        JsonNode usual = change(customer, "{\"files_days\":null}");
        assertThat(usual.path("files_days").asInt()).isEqualTo(30);
        assertThat(usual.path("responses_days").asInt()).isEqualTo(30);
    }

    @Test
    void whatCannotHoldIsRefusedByName() {
        Customer customer = slice.customer("보관 오류", "KR");
        refused(customer, "{}", "missing_required_parameter", "retention_type");
        refused(customer, "{\"responses_days\":366}", "invalid_value", "responses_days");
        refused(customer, "{\"responses_days\":-1}", "invalid_value", "responses_days");
        refused(customer, "{\"responses_days\":\"7\"}", "invalid_type", "responses_days");
        refused(customer, "{\"responses_days\":0}", "invalid_value", "conversations_days");
        refused(customer, "{\"files_days\":0}", "invalid_value", "files_days");
        refused(customer, "{\"retention_type\":\"modified_abuse_monitoring\"}", "invalid_value", "retention_type");
        refused(customer, "{\"day\":1}", "unknown_parameter", "day");
        assertCode(send(customer, "GET", PATH, null), 403, "forbidden");
    }

    private static void refused(Customer customer, String body, String code, String param) {
        HttpResponse<String> answer = slice.house.send(PATH, "POST", body, customer.admin(), null);
        assertParam(answer, code, param);
    }

    private static JsonNode change(Customer customer, String body) {
        return json(slice.house.send(PATH, "POST", body, customer.admin(), null), 200);
    }

    private static String id(HttpResponse<String> made) {
        return json(made, 200).path("id").asText();
    }

    private static HttpResponse<String> respond(Customer customer, String name) {
        String input = JSON.getNodeFactory()
                .textNode(Slice.message(name, "\"tokens\":2"))
                .toString();
        return send(customer, "POST", "/v1/responses", "{\"model\":\"" + Slice.MODEL + "\",\"input\":" + input + "}");
    }

    private static HttpResponse<String> send(Customer customer, String method, String path, @Nullable String body) {
        return slice.house.send(path, method, body, customer.bearer(), null);
    }

    private static FileCreateParams file(@Nullable Duration life) {
        FileCreateParams.Builder params = FileCreateParams.builder()
                .purpose(FilePurpose.USER_DATA)
                .file(MultipartField.<InputStream>builder()
                        .value(new ByteArrayInputStream("안녕".getBytes(StandardCharsets.UTF_8)))
                        .filename("a.txt")
                        .build());
        if (life != null) {
            params.expiresAfter(FileCreateParams.ExpiresAfter.builder()
                    .seconds(life.toSeconds())
                    .build());
        }
        return params.build();
    }

    private static long days(FileObject file) {
        return Duration.ofSeconds(file.expiresAt().orElseThrow() - file.createdAt())
                .toDays();
    }
}
