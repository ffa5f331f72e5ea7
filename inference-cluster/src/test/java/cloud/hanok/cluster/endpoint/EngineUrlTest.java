package cloud.hanok.cluster.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.hanok.cluster.problem.ClusterException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class EngineUrlTest {
    @Test
    void takesUrlsApart() {
        assertThat(EngineUrl.parse("https://LLM.example.go.kr/v1"))
                .isEqualTo(new EngineUrl("https://LLM.example.go.kr/v1", "llm.example.go.kr", 443, true, "/v1"));
        assertThat(EngineUrl.parse("http://127.0.0.1:8000/openai/v1"))
                .isEqualTo(new EngineUrl("http://127.0.0.1:8000/openai/v1", "127.0.0.1", 8000, false, "/openai/v1"));
        assertThat(EngineUrl.parse("https://[2001:4860::8888]/v1").host()).isEqualTo("2001:4860::8888");
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "llm.example.kr/v1",
                "ftp://llm.example.kr/v1",
                "file:///etc/passwd",
                "https://llm.example.kr",
                "https://llm.example.kr/v1/",
                "https://llm.example.kr/v2",
                "https://llm.example.kr/v1?x=1",
                "https://llm.example.kr/v1#x",
                "https://user:pw@llm.example.kr/v1",
                "https://llm.example.kr:0/v1",
                "https://llm.example.kr:65536/v1",
                "https://llm.example.kr/../v1",
                "https://llm.example.kr/a%2fb/v1",
                "https://llm.example.kr/a\r\nHost: x/v1",
                "https:///v1",
                "https://한국.kr/v1"
            })
    void refusesEverythingElse(String text) {
        assertThatThrownBy(() -> EngineUrl.parse(text))
                .isInstanceOfSatisfying(
                        ClusterException.class,
                        e -> assertThat(e.problem().field()).contains("url"));
    }
}
