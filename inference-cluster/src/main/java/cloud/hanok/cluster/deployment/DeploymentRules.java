package cloud.hanok.cluster.deployment;

import cloud.hanok.cluster.endpoint.EndpointPolicy;
import cloud.hanok.cluster.endpoint.EngineUrl;
import cloud.hanok.cluster.problem.ClusterException;
import cloud.hanok.cluster.problem.ClusterProblem;
import cloud.hanok.cluster.serving.Capabilities;
import cloud.hanok.cluster.serving.Capability;
import cloud.hanok.cluster.serving.EngineKind;
import cloud.hanok.cluster.serving.ServingReplica;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a new deployment must be like. */
final class DeploymentRules {
    /** A prompt needs some room beside its answer. */
    static final int MIN_CONTEXT_TOKENS = 128;
    /** Far above any engine's. */
    static final int MAX_CONTEXT_TOKENS = 100_000_000;
    /** A local engine takes memory for its whole context at once; who wants more says so. */
    static final int LOCAL_CONTEXT_TOKENS = 8_192;

    /** Far above any engine's. */
    static final int MAX_CONCURRENCY = 100_000;

    private static final int MAX_CREDENTIAL_LENGTH = 8_192;
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,95}");
    /** Printable ASCII that no command takes for an option. */
    private static final Pattern UPSTREAM_MODEL = Pattern.compile("[!-,.-~][!-~]{0,255}");

    private static final Pattern CREDENTIAL = Pattern.compile("[!-~]{1," + MAX_CREDENTIAL_LENGTH + "}");

    private final EndpointPolicy policy;

    DeploymentRules(EndpointPolicy policy) {
        this.policy = policy;
    }

    /** @throws ClusterException naming the first field that is wrong */
    void check(NewDeployment asked) {
        if (!NAME.matcher(asked.name()).matches()) {
            throw invalid(
                    "name",
                    "영문 소문자, 숫자, '.', '_', '-'만 쓸 수 있고 영문자나 숫자로 시작하며 96자 이하여야 합니다.",
                    "lower-case letters, digits, '.', '_' and '-' only, starting with a letter or digit, at most 96.");
        }
        String upstream = asked.upstreamModel();
        if (upstream != null && !UPSTREAM_MODEL.matcher(upstream).matches()) {
            throw invalid(
                    "upstreamModel",
                    "공백 없는 ASCII 1~256자여야 하며 '-'로 시작할 수 없습니다.",
                    "1 to 256 printable ASCII characters without spaces, not starting with '-', were expected.");
        }
        switch (asked.driver()) {
            case LOCAL -> checkLocal(asked);
            case EXTERNAL -> checkExternal(asked);
        }
        checkContext(asked);
        if (asked.concurrency() != ServingReplica.UNKNOWN_CONCURRENCY) {
            checkConcurrency(asked.driver(), asked.concurrency());
        }
    }

    /** @throws ClusterException when so many requests at once cannot be an engine's of this driver */
    static void checkConcurrency(DriverKind driver, int concurrency) {
        if (driver == DriverKind.LOCAL) {
            absent("concurrency", concurrency);
        }
        if (concurrency < ServingReplica.UNKNOWN_CONCURRENCY || concurrency > MAX_CONCURRENCY) {
            throw invalid(
                    "concurrency",
                    "1~" + MAX_CONCURRENCY + " 사이여야 합니다. 0은 알 수 없음을 뜻합니다.",
                    "from 1 to " + MAX_CONCURRENCY + " was expected, or 0 where it is not known.");
        }
    }

    /** The longest prompt and answer together. */
    static int contextTokens(NewDeployment asked) {
        int ofModel = asked.model().contextTokens();
        if (asked.contextTokens() > 0) {
            return asked.contextTokens();
        }
        return asked.driver() == DriverKind.LOCAL ? Math.min(ofModel, LOCAL_CONTEXT_TOKENS) : ofModel;
    }

    private static void checkLocal(NewDeployment asked) {
        StoredArtifact artifact = asked.model().artifact();
        if (artifact == null) {
            throw invalid(
                    "modelVersion",
                    "local 드라이버는 이 노드에 저장된(stored) 버전이 필요합니다. 선언된(declared) 버전은 external로 배포하십시오.",
                    "the local driver needs a stored version that is available; deploy a declared one as external.");
        }
        EngineKind reader = artifact.format().engine();
        if (asked.engine() != reader) {
            throw invalid(
                    "engine",
                    "local 드라이버에서 이 가중치는 " + reader.text() + "만 읽을 수 있습니다.",
                    "on this machine " + reader.text() + " reads these weights; point at other engines as external.");
        }
        if (!canServe(asked.engine(), asked.model().capabilities())) {
            throw invalid(
                    "engine",
                    reader.text() + "는 이 모델이 할 수 있다고 기록된 일을 local로 제공하지 못합니다.",
                    reader.text() + " does not serve here what the model is recorded to be able to.");
        }
        absent("url", asked.url());
        absent("credential", asked.credential());
    }

    /** llama.cpp's server makes either texts or vectors, and is started for texts. */
    private static boolean canServe(EngineKind engine, Capabilities capabilities) {
        return switch (engine) {
            case LLAMA_CPP -> capabilities.can(Capability.CHAT) || capabilities.can(Capability.COMPLETIONS);
            case NANO_E5 -> capabilities.can(Capability.EMBEDDINGS);
            case VLLM, SGLANG, OPENAI -> false;
        };
    }

    private void checkExternal(NewDeployment asked) {
        policy.judge(EngineUrl.parse(asked.url()));
        if (asked.credential() != null
                && !CREDENTIAL.matcher(asked.credential().reveal()).matches()) {
            throw invalid(
                    "credential",
                    "공백 없는 ASCII " + MAX_CREDENTIAL_LENGTH + "자 이하여야 합니다.",
                    "at most " + MAX_CREDENTIAL_LENGTH + " printable ASCII characters without spaces were expected.");
        }
    }

    private static void checkContext(NewDeployment asked) {
        int tokens = contextTokens(asked);
        if (asked.contextTokens() < 0 || tokens < MIN_CONTEXT_TOKENS || tokens > MAX_CONTEXT_TOKENS) {
            throw invalid(
                    "contextTokens",
                    MIN_CONTEXT_TOKENS + " 이상이어야 합니다. 모델 버전이 길이를 알려 주지 않으면 반드시 지정하십시오.",
                    "at least " + MIN_CONTEXT_TOKENS + " was expected; give it when the model version does not say.");
        }
        int ofModel = asked.model().contextTokens();
        if (ofModel > 0 && tokens > ofModel) {
            throw invalid(
                    "contextTokens",
                    "모델의 최대 길이 " + ofModel + "을 넘을 수 없습니다.",
                    "the model was made for at most " + ofModel + ".");
        }
    }

    private static void absent(String field, @Nullable Object value) {
        if (value != null) {
            throw invalid(field, "local 드라이버에는 쓸 수 없습니다.", "has no place with the local driver.");
        }
    }

    private static ClusterException invalid(String field, String korean, String english) {
        return new ClusterException(new ClusterProblem.InvalidField(field, korean, english));
    }
}
