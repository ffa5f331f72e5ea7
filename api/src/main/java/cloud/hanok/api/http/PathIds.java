package cloud.hanok.api.http;

import cloud.hanok.api.error.ApiError;
import cloud.hanok.api.error.ApiException;
import cloud.hanok.platform.id.Id;
import java.util.Optional;
import java.util.function.Function;

/** Ids in paths. What is no id names nothing, exactly as an id that nothing has: 404. */
public final class PathIds {
    private PathIds() {}

    /** The id, or the answer that there is no such thing. */
    public static <T extends Id> T read(String text, Function<String, T> parse, Thing thing) {
        try {
            return parse.apply(text);
        } catch (IllegalArgumentException noId) {
            throw new ApiException(thing.absent(text), noId);
        }
    }

    /** What has the id, or the answer that there is no such thing. */
    public static <T extends Id, E> E find(
            String text, Function<String, T> parse, Thing thing, Function<T, Optional<E>> lookup) {
        T id = read(text, parse, thing);
        return lookup.apply(id).orElseThrow(() -> thing.missing(id));
    }

    /** What a path can name. */
    public enum Thing {
        TENANT("tenant", "테넌트"),
        PROJECT("project", "프로젝트"),
        API_KEY("API key", "API 키"),
        MEMBER("member", "구성원"),
        OPERATOR("operator", "운영자"),
        INVITATION("invitation", "초대"),
        SIGNUP_CODE("sign-up code", "가입 코드"),
        SERVICE_ACCOUNT("service account", "서비스 계정"),
        PEPPER("pepper", "페퍼"),
        SITE("site", "사이트"),
        NODE("node", "노드"),
        MODEL("model", "모델"),
        MODEL_VERSION("model version", "모델 버전"),
        DEPLOYMENT("deployment", "배포"),
        MODEL_ALIAS("model alias", "모델 별칭"),
        REQUEST("request", "요청"),
        RECEIPT("receipt", "영수증"),
        RESPONSE("response", "응답"),
        CHAT_COMPLETION("chat completion", "채팅 완성"),
        CONVERSATION("conversation", "대화"),
        CONVERSATION_ITEM("item", "항목"),
        FILE("file", "파일"),
        UPLOAD("upload", "업로드"),
        BATCH("batch", "배치"),
        WEBHOOK("webhook", "웹훅"),
        WEBHOOK_DELIVERY("webhook delivery", "웹훅 전송"),
        LOG("log", "로그"),
        RATE_LIMIT("rate limit", "속도 한도"),
        SPEND_LIMIT("spend limit", "지출 한도"),
        SPEND_ALERT("spend alert", "지출 알림"),
        ENCRYPTION_KEY("encryption key", "암호화 키"),
        IDENTITY_PROVIDER("identity provider", "신원 공급자");

        private final String english;
        private final String korean;

        Thing(String english, String korean) {
            this.english = english;
            this.korean = korean;
        }

        /** There is none with this id, or it is not the caller's. */
        public ApiError absent(String id) {
            return ApiError.notFound(english, korean, id);
        }

        /** There is none of this name, to throw. */
        public ApiException unknown(String name) {
            return new ApiException(absent(name));
        }

        /** The same, to throw. */
        public ApiException missing(Id id) {
            return new ApiException(absent(id.text()));
        }
    }
}
