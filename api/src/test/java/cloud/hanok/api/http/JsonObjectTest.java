package cloud.hanok.api.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.hanok.api.error.ApiException;
import cloud.hanok.api.error.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class JsonObjectTest {
    @Test
    void fieldsAreRead() {
        JsonObject body =
                body("{\"name\":\"서울\",\"count\":3,\"list\":[\"KR\",\"JP\"],\"inner\":{\"x\":1},\"none\":null}");
        assertThat(body.text("name", 10)).isEqualTo("서울");
        assertThat(body.integer("count", 0, 9)).isEqualTo(3);
        assertThat(body.texts("list", 2, 2)).containsExactly("KR", "JP");
        assertThat(body.optionalText("none", 5)).isEmpty();
        assertThat(body.optionalText("absent", 5)).isEmpty();
        JsonObject inner = body.object("inner");
        assertThat(inner.integer("x", 1, 1)).isEqualTo(1);
        inner.end();
        body.end();
    }

    @Test
    void whatIsWrongIsNamed() {
        refused("{}", body -> body.text("name", 10), ErrorCode.MISSING_REQUIRED_PARAMETER, "name");
        refused("{\"name\":null}", body -> body.text("name", 10), ErrorCode.MISSING_REQUIRED_PARAMETER, "name");
        refused("{\"name\":3}", body -> body.text("name", 10), ErrorCode.INVALID_TYPE, "name");
        refused("{\"name\":\" \"}", body -> body.text("name", 10), ErrorCode.INVALID_VALUE, "name");
        refused("{\"name\":\"12345\"}", body -> body.text("name", 4), ErrorCode.INVALID_VALUE, "name");
        refused("{\"n\":1.0}", body -> body.integer("n", 0, 9), ErrorCode.INVALID_TYPE, "n");
        refused("{\"n\":true}", body -> body.integer("n", 0, 9), ErrorCode.INVALID_TYPE, "n");
        refused("{\"n\":10}", body -> body.integer("n", 0, 9), ErrorCode.INVALID_VALUE, "n");
        refused("{\"n\":99999999999999999999}", body -> body.integer("n", 0, 9), ErrorCode.INVALID_VALUE, "n");
        refused("{\"l\":[\"a\",2]}", body -> body.texts("l", 5, 5), ErrorCode.INVALID_TYPE, "l[1]");
        refused("{\"l\":[\"a\",\"b\"]}", body -> body.texts("l", 1, 5), ErrorCode.INVALID_VALUE, "l");
        refused("{\"p\":{\"q\":\"x\"}}", body -> body.object("p").integer("q", 0, 1), ErrorCode.INVALID_TYPE, "p.q");
        refused("{\"p\":{\"q\":1}}", body -> body.object("p").end(), ErrorCode.UNKNOWN_PARAMETER, "p.q");
        refused("{\"nmae\":1}", JsonObject::end, ErrorCode.UNKNOWN_PARAMETER, "nmae");
    }

    @Test
    void whatIsNoObjectIsRefused() {
        notRead("", ErrorCode.INVALID_REQUEST);
        notRead("[]", ErrorCode.INVALID_REQUEST);
        notRead("null", ErrorCode.INVALID_REQUEST);
        notRead("{", ErrorCode.INVALID_JSON);
        notRead("{} {}", ErrorCode.INVALID_JSON);
        notRead("{\"a\":1,\"a\":2}", ErrorCode.INVALID_JSON);
        notRead("{\"a\":" + "[".repeat(40) + "]".repeat(40) + "}", ErrorCode.INVALID_JSON);
        notRead("{\"a\":" + "9".repeat(100) + "}", ErrorCode.INVALID_JSON);
    }

    @Test
    void aBodyThatIsOnlyATextHasNothingElse() {
        assertThat(JsonObject.onlyText("{\"name\":\"상담\"}".getBytes(StandardCharsets.UTF_8), "name"))
                .isEqualTo("상담");
        assertThatThrownBy(() ->
                        JsonObject.onlyText("{\"name\":\"상담\",\"colour\":1}".getBytes(StandardCharsets.UTF_8), "name"))
                .isInstanceOfSatisfying(
                        ApiException.class,
                        thrown -> assertThat(thrown.error().param()).isEqualTo("colour"));
    }

    private static void notRead(String text, ErrorCode code) {
        assertThatThrownBy(() -> body(text))
                .as(text)
                .isInstanceOfSatisfying(
                        ApiException.class,
                        thrown -> assertThat(thrown.error().code()).isEqualTo(code));
    }

    private static void refused(String text, Consumer<JsonObject> read, ErrorCode code, String param) {
        JsonObject body = body(text);
        assertThatThrownBy(() -> read.accept(body)).as(text).isInstanceOfSatisfying(ApiException.class, thrown -> {
            assertThat(thrown.error().code()).isEqualTo(code);
            assertThat(thrown.error().param()).isEqualTo(param);
        });
    }

    private static JsonObject body(String text) {
        return JsonObject.of(text.getBytes(StandardCharsets.UTF_8));
    }
}
