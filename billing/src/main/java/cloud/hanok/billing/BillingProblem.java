package cloud.hanok.billing;

import org.jspecify.annotations.Nullable;

/**
 * Everything billing refuses. The set is closed, so that the API maps each to a status and a documented page; the codes
 * never change.
 */
public sealed interface BillingProblem {
    /** Stable and machine-readable, in snake case. */
    String code();

    /** The field of the request that is wrong, as the caller named it; null when no single field is. */
    @Nullable
    String field();

    /** What is wrong and what would be right, in English. */
    String english();

    /** The same in Korean. */
    String korean();

    /**
     * A unit price outside its bounds.
     *
     * @param field {@code inputNanoWon}, {@code cachedNanoWon} or {@code outputNanoWon}
     * @param value what was given
     * @param highest the highest allowed
     */
    record PriceOutOfRange(String field, long value, long highest) implements BillingProblem {
        @Override
        public String code() {
            return "price_out_of_range";
        }

        @Override
        public String english() {
            return "'" + field + "' is a price in nano-won per token and must be between 0 and " + highest + "; it was "
                    + value + ".";
        }

        @Override
        public String korean() {
            return "'" + field + "'은(는) 토큰당 나노원 단가이며 0 이상 " + highest + " 이하여야 합니다. 입력값: " + value;
        }
    }

    /**
     * No price has this id.
     *
     * @param price its text
     */
    record UnknownPrice(String price) implements BillingProblem {
        @Override
        public String code() {
            return "price_not_found";
        }

        @Override
        public String field() {
            return "price";
        }

        @Override
        public String english() {
            return "There is no price '" + price + "'. Publish one for the deployment first.";
        }

        @Override
        public String korean() {
            return "단가 '" + price + "'을(를) 찾을 수 없습니다. 먼저 배포에 단가를 등록하세요.";
        }
    }

    /**
     * A parameter of a report that cannot be served.
     *
     * @param field its name on the wire
     * @param english what would be right
     * @param korean the same
     */
    record InvalidParameter(String field, String english, String korean) implements BillingProblem {
        @Override
        public String code() {
            return "invalid_parameter";
        }
    }

    /**
     * A call could cost more than is left of the tenant's credit this month.
     *
     * @param spentWon settled and held, in won, exactly
     * @param limitWon the limit of a month, in won
     */
    record CreditLimitReached(String spentWon, long limitWon) implements BillingProblem {
        @Override
        public String code() {
            return "credit_limit_reached";
        }

        @Override
        public @Nullable String field() {
            return null;
        }

        @Override
        public String english() {
            return "This call could pass your organisation's credit limit: " + spentWon + " of " + limitWon
                    + " won are used this month or held by calls in flight. Ask for a higher limit, or a smaller answer.";
        }

        @Override
        public String korean() {
            return "이 호출은 조직의 월 한도를 넘을 수 있습니다. 이번 달 사용 및 예약: " + spentWon + "원 / 한도: " + limitWon
                    + "원. 한도를 늘리거나 더 짧은 답변을 요청하세요.";
        }
    }

    /**
     * More tenants are spending through this gateway than it keeps account of.
     *
     * @param limit how many it keeps
     */
    record TooManyTenants(int limit) implements BillingProblem {
        @Override
        public String code() {
            return "credit_lines_full";
        }

        @Override
        public @Nullable String field() {
            return null;
        }

        @Override
        public String english() {
            return "This gateway already keeps the credit of " + limit + " tenants. Add a gateway, then try again.";
        }

        @Override
        public String korean() {
            return "이 게이트웨이가 관리하는 테넌트 수가 한도(" + limit + ")에 이르렀습니다. 게이트웨이를 추가한 뒤 다시 시도하세요.";
        }
    }

    /**
     * A tenant, or one of its projects, has as many spend alerts as it can have.
     *
     * @param limit how many
     */
    record TooManySpendAlerts(int limit) implements BillingProblem {
        @Override
        public String code() {
            return "too_many_spend_alerts";
        }

        @Override
        public @Nullable String field() {
            return null;
        }

        @Override
        public String english() {
            return "There can be at most " + limit
                    + " spend alerts of an organization, and of each of its projects. Delete or change one first.";
        }

        @Override
        public String korean() {
            return "지출 알림은 조직과 각 프로젝트에 최대 " + limit + "개까지 둘 수 있습니다. 먼저 하나를 삭제하거나 변경하세요.";
        }
    }

    /**
     * No spend alert has this id, or none any more.
     *
     * @param alert its text
     */
    record UnknownSpendAlert(String alert) implements BillingProblem {
        @Override
        public String code() {
            return "spend_alert_not_found";
        }

        @Override
        public @Nullable String field() {
            return null;
        }

        @Override
        public String english() {
            return "There is no spend alert '" + alert + "'.";
        }

        @Override
        public String korean() {
            return "지출 알림 '" + alert + "'을(를) 찾을 수 없습니다.";
        }
    }
}
