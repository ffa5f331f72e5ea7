package cloud.hanok.cluster.driver;

import cloud.hanok.cluster.deployment.StateReason;
import cloud.hanok.cluster.serving.EngineKind;
import java.nio.file.Path;
import java.time.Duration;

/** Why an engine does not serve, in words. */
final class Reasons {
    private Reasons() {}

    static StateReason commandMissing(EngineKind kind) {
        return new StateReason(
                "engine_command_missing",
                "이 노드에는 " + kind.text() + " 엔진을 실행할 명령이 없습니다. hanok.engine 설정을 확인하십시오.",
                "this node has no command to start " + kind.text() + " with. See the settings under hanok.engine.");
    }

    static StateReason weightsMissing(Path file) {
        return importAgain("weights_missing", "모델 가중치 파일이 없습니다: " + file + ".", "the weights are not at " + file + ".");
    }

    static StateReason weightsDamaged(Path file) {
        return importAgain(
                "weights_damaged",
                "모델 가중치의 해시가 다릅니다: " + file + ".",
                "the weights at " + file + " do not hash to their digest.");
    }

    static StateReason notStarted(String message) {
        return new StateReason(
                "engine_not_started",
                "엔진을 시작하지 못했습니다: " + message + ". hanok.engine의 명령을 확인하십시오.",
                "the engine could not be started: " + message + ". Check its command under hanok.engine.");
    }

    static StateReason ended(String how, Path log) {
        return logged(
                "engine_ended",
                "엔진이 종료되었습니다(" + how + "). 자동으로 다시 시작합니다.",
                "the engine ended (" + how + "). It is started again.",
                log);
    }

    static StateReason startTimeout(Duration timeout, Path log) {
        return logged(
                "engine_start_timeout",
                "엔진이 " + timeout.toSeconds() + "초 안에 준비되지 않았습니다.",
                "the engine was not ready within " + timeout.toSeconds() + " s.",
                log);
    }

    static StateReason hung(Path log) {
        return logged("engine_hung", "엔진이 응답하지 않아 다시 시작합니다.", "the engine does not answer and is started again.", log);
    }

    static StateReason slow() {
        return new StateReason(
                "engine_not_answering", "엔진이 상태 확인에 응답하지 않습니다.", "the engine does not answer its health check.");
    }

    static StateReason unreachable(String url) {
        return new StateReason(
                "engine_unreachable",
                "엔진에 연결할 수 없습니다: " + url + ". 엔진이 실행 중인지, 주소가 맞는지 확인하십시오.",
                "the engine at " + url + " cannot be reached. Check that it runs and that the address is right.");
    }

    static StateReason credentialRefused(String url) {
        return new StateReason(
                "engine_credential_refused",
                "엔진이 자격 증명을 거부했습니다: " + url + ". 올바른 자격 증명으로 다시 배포하십시오.",
                "the engine at " + url + " refused the credential. Deploy again with the right one.");
    }

    static StateReason unexpectedAnswer(String url, int status) {
        return new StateReason(
                "engine_unexpected_answer",
                "엔진이 " + url + "/models에 HTTP " + status + "로 응답했습니다. OpenAI 호환 주소인지 확인하십시오.",
                "the engine answered " + url + "/models with HTTP " + status
                        + ". Check that the address is OpenAI-compatible.");
    }

    static StateReason credentialUnavailable() {
        return new StateReason(
                "credential_unavailable",
                "엔진의 자격 증명을 읽을 수 없습니다. OpenBao 상태를 확인하십시오.",
                "the engine's credential cannot be read. Check OpenBao.");
    }

    /** Only the weights' import makes them whole. */
    private static StateReason importAgain(String code, String korean, String english) {
        return new StateReason(code, korean + " 모델 버전을 다시 가져오십시오.", english + " Import the model version again.");
    }

    /** The engine's log has what we do not know. */
    private static StateReason logged(String code, String korean, String english, Path log) {
        return new StateReason(code, korean + " 로그: " + log, english + " Log: " + log);
    }
}
