package cloud.hanok.content.webhook;

import cloud.hanok.platform.id.WebhookId;
import org.jspecify.annotations.Nullable;

/** Everything that is refused of endpoints. The set is closed, so that the API maps each to a status. */
public sealed interface WebhookProblem {
    /** The field of the request that is wrong; null when no single field is. */
    default @Nullable String field() {
        return null;
    }

    /** What is wrong and what would be right, in English. */
    String english();

    /** The same in Korean. */
    String korean();

    /** A project, or its tenant, has as many as it may. */
    record TooMany() implements WebhookProblem {
        @Override
        public String english() {
            return "A project may have " + Webhook.MOST_OF_PROJECT + " webhooks, and an organization "
                    + Webhook.MOST_OF_TENANT + ". Delete one first.";
        }

        @Override
        public String korean() {
            return "웹훅은 프로젝트당 " + Webhook.MOST_OF_PROJECT + "개, 조직당 " + Webhook.MOST_OF_TENANT
                    + "개까지 만들 수 있습니다. 먼저 하나를 삭제해 주세요.";
        }
    }

    /** Nothing is sent to one that is off. */
    record IsDisabled(WebhookId webhook) implements WebhookProblem {
        @Override
        public String english() {
            return "The webhook '" + webhook + "' is disabled. Enable it first, with 'enabled': true.";
        }

        @Override
        public String korean() {
            return "웹훅 '" + webhook + "'이(가) 비활성화되어 있습니다. 'enabled': true 로 먼저 활성화해 주세요.";
        }
    }

    /** It was changed by others again and again at the same moment. */
    record ChangedMeanwhile(WebhookId webhook) implements WebhookProblem {
        @Override
        public String english() {
            return "The webhook '" + webhook
                    + "' is being changed by others at this moment. Look at it, and try again.";
        }

        @Override
        public String korean() {
            return "웹훅 '" + webhook + "'을(를) 다른 사용자가 지금 변경하고 있습니다. 확인한 뒤 다시 시도해 주세요.";
        }
    }
}
