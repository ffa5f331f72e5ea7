package cloud.hanok.tenant.signup;

import org.jspecify.annotations.Nullable;

/** Why somebody could not sign up; nothing was made. Codes are stable. */
public sealed interface SignupProblem {
    /** Stable and machine-readable, in snake case. */
    String code();

    /** The field of the request that is wrong; null when no single field is. */
    @Nullable
    String field();

    /** What is wrong and what would be right, in English. */
    String english();

    /** The same in Korean. */
    String korean();

    /** Nobody signs up here. */
    record Closed() implements SignupProblem {
        @Override
        public String code() {
            return "signup_closed";
        }

        @Override
        public @Nullable String field() {
            return null;
        }

        @Override
        public String english() {
            return "Signing up is closed here. Ask the operator of this cloud.";
        }

        @Override
        public String korean() {
            return "현재 가입을 받지 않습니다. 클라우드 운영자에게 문의해 주세요.";
        }
    }

    /** The person's address was not seen to be theirs. */
    record AddressUnverified() implements SignupProblem {
        @Override
        public String code() {
            return "email_unverified";
        }

        @Override
        public @Nullable String field() {
            return null;
        }

        @Override
        public String english() {
            return "Your e-mail address is not verified yet. Open the link in the verification mail first, then ask for a new"
                    + " token.";
        }

        @Override
        public String korean() {
            return "이메일 주소가 아직 확인되지 않았습니다. 먼저 확인 메일의 링크를 열고 토큰을 새로 받아 주세요.";
        }
    }

    /** A document that must be accepted was not, or in another version. */
    record ConsentMissing(String document, String version) implements SignupProblem {
        @Override
        public String code() {
            return "consent_required";
        }

        @Override
        public String field() {
            return "consents." + document;
        }

        @Override
        public String english() {
            return "Consent to '" + document + "' in version '" + version
                    + "' is required. Show that version, and send it.";
        }

        @Override
        public String korean() {
            return "'" + document + "' 문서의 '" + version + "' 버전에 대한 동의가 필요합니다. 해당 버전을 안내하고 동의를 받아 보내 주세요.";
        }
    }

    /** A code that cannot be used, or not any more. One answer for all that nothing has. */
    record CodeUnusable(Reason reason) implements SignupProblem {
        /** Why. */
        public enum Reason {
            UNKNOWN("There is no such sign-up code.", "존재하지 않는 가입 코드입니다."),
            EXPIRED(
                    "This sign-up code has expired. Ask the operator for another.",
                    "만료된 가입 코드입니다. 운영자에게 새 코드를 요청해 주세요."),
            REVOKED("This sign-up code was withdrawn. Ask the operator.", "취소된 가입 코드입니다. 운영자에게 문의해 주세요."),
            USED(
                    "This sign-up code was used already. Ask the operator for another.",
                    "이미 사용된 가입 코드입니다. 운영자에게 새 코드를 요청해 주세요.");

            private final String english;
            private final String korean;

            Reason(String english, String korean) {
                this.english = english;
                this.korean = korean;
            }
        }

        @Override
        public String code() {
            return "signup_code_unusable";
        }

        @Override
        public String field() {
            return "code";
        }

        @Override
        public String english() {
            return reason.english;
        }

        @Override
        public String korean() {
            return reason.korean;
        }
    }

    /** One company is one tenant. */
    record NumberTaken() implements SignupProblem {
        @Override
        public String code() {
            return "business_number_taken";
        }

        @Override
        public String field() {
            return "businessNumber";
        }

        @Override
        public String english() {
            return "A company with this business registration number signed up already. Ask its owner to invite you.";
        }

        @Override
        public String korean() {
            return "이미 가입된 사업자등록번호입니다. 해당 조직의 소유자에게 초대를 요청해 주세요.";
        }
    }

    /** The tax service says that it is not in business. */
    record NotInBusiness() implements SignupProblem {
        @Override
        public String code() {
            return "business_not_active";
        }

        @Override
        public String field() {
            return "businessNumber";
        }

        @Override
        public String english() {
            return "The National Tax Service does not list this number as a business in operation.";
        }

        @Override
        public String korean() {
            return "국세청에 계속사업자로 등록되어 있지 않은 사업자등록번호입니다.";
        }
    }

    /** A person signs up few companies. */
    record TooMany(int limit) implements SignupProblem {
        @Override
        public String code() {
            return "too_many_signups";
        }

        @Override
        public @Nullable String field() {
            return null;
        }

        @Override
        public String english() {
            return "One person can sign up at most " + limit + " companies. Ask the operator for more.";
        }

        @Override
        public String korean() {
            return "한 사람이 가입할 수 있는 회사는 최대 " + limit + "곳입니다. 더 필요하면 운영자에게 문의해 주세요.";
        }
    }

    /** There are as many codes as there may be. */
    record TooManyCodes(int limit) implements SignupProblem {
        @Override
        public String code() {
            return "too_many";
        }

        @Override
        public @Nullable String field() {
            return null;
        }

        @Override
        public String english() {
            return "There can be at most " + limit + " sign-up codes. They go 90 days after their end.";
        }

        @Override
        public String korean() {
            return "가입 코드는 최대 " + limit + "개까지 둘 수 있습니다. 종료 후 90일이 지나면 정리됩니다.";
        }
    }
}
