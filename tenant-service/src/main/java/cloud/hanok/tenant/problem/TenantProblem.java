package cloud.hanok.tenant.problem;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Why a request about tenants, projects or keys was refused; nothing was changed. Codes are stable. */
public sealed interface TenantProblem {
    /** Stable and machine-readable, in snake case. */
    String code();

    /** The field of the request that is wrong, as the caller named it; null when no single field is. */
    @Nullable
    String field();

    /** What is wrong and what would be right, in English. */
    String english();

    /** The same in Korean. */
    String korean();

    /** A field's value will not do. */
    record InvalidValue(String field, String english, String korean) implements TenantProblem {
        @Override
        public String code() {
            return "invalid_value";
        }
    }

    /** Another tenant has this name, or one that differs only in case. */
    record NameTaken(String name) implements TenantProblem {
        @Override
        public String code() {
            return "tenant_name_taken";
        }

        @Override
        public String field() {
            return "name";
        }

        @Override
        public String english() {
            return "A tenant named '" + name + "' exists already. Choose another name.";
        }

        @Override
        public String korean() {
            return "'" + name + "' 이름의 테넌트가 이미 있습니다. 다른 이름을 선택해 주세요.";
        }
    }

    /** The wanted isolation is not offered. */
    record IsolationUnavailable(String isolation) implements TenantProblem {
        @Override
        public String code() {
            return "isolation_unavailable";
        }

        @Override
        public String field() {
            return "isolation";
        }

        @Override
        public String english() {
            return "Isolation '" + isolation + "' is not available here: the installation lacks the rights to make such"
                    + " tenants (hanok.dedicated). Use 'SHARED', or have the operator of the installation add them.";
        }

        @Override
        public String korean() {
            return "'" + isolation + "' 격리 수준을 사용할 수 없습니다. 이 설치에는 전용 테넌트를 만들 권한(hanok.dedicated)이 설정되어 있지 않습니다."
                    + " 'SHARED'를 사용하거나 설치 관리자에게 설정을 요청해 주세요.";
        }
    }

    /** Nothing of this kind has this id. */
    record NotFound(Kind kind, String id) implements TenantProblem {
        /** What was looked for. */
        public enum Kind {
            TENANT("tenant", "테넌트"),
            PROJECT("project", "프로젝트"),
            API_KEY("API key", "API 키"),
            MEMBER("member", "구성원"),
            INVITATION("invitation", "초대"),
            SERVICE_ACCOUNT("service account", "서비스 계정"),
            PEPPER("pepper", "페퍼");

            private final String english;
            private final String korean;

            Kind(String english, String korean) {
                this.english = english;
                this.korean = korean;
            }
        }

        @Override
        public String code() {
            return "not_found";
        }

        @Override
        public @Nullable String field() {
            return null;
        }

        @Override
        public String english() {
            return "No such " + kind.english + ": '" + id + "'.";
        }

        @Override
        public String korean() {
            return kind.korean + "을(를) 찾을 수 없습니다: '" + id + "'.";
        }
    }

    /** A repeated request for a key: its value was shown once and is stored nowhere. */
    record AlreadyIssued(String key) implements TenantProblem {
        @Override
        public String code() {
            return "key_already_issued";
        }

        @Override
        public String field() {
            return "Idempotency-Key";
        }

        @Override
        public String english() {
            return "This request issued " + key
                    + " before, and a value is shown only once. If it was lost, revoke that key and issue another.";
        }

        @Override
        public String korean() {
            return "이 요청으로 이미 " + key + " 키가 발급되었으며 값은 한 번만 표시됩니다. 값을 잃어버렸다면 해당 키를 폐기하고 새로 발급해 주세요.";
        }
    }

    /** There are as many as there may be. */
    record TooMany(Kind kind, int limit) implements TenantProblem {
        /** Of what. */
        public enum Kind {
            MEMBERS("members", "구성원"),
            INVITATIONS("pending invitations", "대기 중인 초대"),
            SERVICE_ACCOUNTS("service accounts", "서비스 계정"),
            PROJECTS_OF_A_MEMBER("projects of one member", "구성원 한 명의 프로젝트"),
            OPERATORS("operators", "운영자");

            private final String english;
            private final String korean;

            Kind(String english, String korean) {
                this.english = english;
                this.korean = korean;
            }
        }

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
            return "There can be at most " + limit + " " + kind.english + ". Remove one first.";
        }

        @Override
        public String korean() {
            return kind.korean + "은(는) 최대 " + limit + "개까지 둘 수 있습니다. 먼저 하나를 제거해 주세요.";
        }
    }

    /** Only an owner makes, changes or removes owners. */
    record OwnersOnly() implements TenantProblem {
        @Override
        public String code() {
            return "owners_only";
        }

        @Override
        public @Nullable String field() {
            return null;
        }

        @Override
        public String english() {
            return "Only an owner of the organization can make, change or remove an owner.";
        }

        @Override
        public String korean() {
            return "조직의 소유자만 소유자를 지정하거나 변경하거나 제거할 수 있습니다.";
        }
    }

    /** The one owner that is left stays. */
    record LastOwner() implements TenantProblem {
        @Override
        public String code() {
            return "last_owner";
        }

        @Override
        public @Nullable String field() {
            return null;
        }

        @Override
        public String english() {
            return "This is the organization's last owner. Make another member an owner first.";
        }

        @Override
        public String korean() {
            return "조직의 마지막 소유자입니다. 먼저 다른 구성원을 소유자로 지정해 주세요.";
        }
    }

    /** An invitation that cannot be accepted any more, or not by this person. */
    record InvitationUnusable(Reason reason) implements TenantProblem {
        /** Why. Told to whoever has the link, which proves that the mail reached them. */
        public enum Reason {
            EXPIRED("This invitation has expired. Ask for a new one.", "초대가 만료되었습니다. 새 초대를 요청해 주세요."),
            REVOKED("This invitation was withdrawn. Ask whoever invited you.", "초대가 취소되었습니다. 초대한 사람에게 문의해 주세요."),
            USED(
                    "This invitation was used by somebody else. Ask for one of your own.",
                    "다른 사람이 이미 사용한 초대입니다. 본인의 초대를 요청해 주세요."),
            LEFT(
                    "You came in with this invitation before and are not a member any more. Ask for a new one.",
                    "이미 사용한 초대이며 더 이상 구성원이 아닙니다. 새 초대를 요청해 주세요."),
            OTHER_ADDRESS(
                    "This invitation is for another e-mail address. Sign in with the one it was sent to.",
                    "다른 이메일 주소로 보낸 초대입니다. 초대를 받은 주소로 로그인해 주세요."),
            ADDRESS_UNVERIFIED(
                    "Your e-mail address is not verified yet. Open the link in the verification mail first.",
                    "이메일 주소가 아직 확인되지 않았습니다. 먼저 확인 메일의 링크를 열어 주세요.");

            private final String english;
            private final String korean;

            Reason(String english, String korean) {
                this.english = english;
                this.korean = korean;
            }
        }

        @Override
        public String code() {
            return "invitation_unusable";
        }

        @Override
        public String field() {
            return "token";
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

    /** What is asked for needs a project in use. */
    record ProjectArchived(String project) implements TenantProblem {
        @Override
        public String code() {
            return "project_archived";
        }

        @Override
        public @Nullable String field() {
            return null;
        }

        @Override
        public String english() {
            return "The project " + project + " is archived: it takes no changes and no new keys.";
        }

        @Override
        public String korean() {
            return "보관된 프로젝트입니다: " + project + ". 변경하거나 새 키를 발급할 수 없습니다.";
        }
    }

    /** The tenant's state does not allow it. */
    record WrongState(Reason reason) implements TenantProblem {
        /** Which state, and what to do first. */
        public enum Reason {
            NOT_SUSPENDED(
                    "Only a suspended tenant can be closed. Suspend it first.",
                    "정지된 테넌트만 폐쇄할 수 있습니다. 먼저 테넌트를 정지해 주세요."),
            CLOSING(
                    "This tenant is being closed. Reopen it first: it is suspended then.",
                    "폐쇄 절차가 진행 중인 테넌트입니다. 먼저 폐쇄를 취소해 주세요. 취소하면 정지 상태가 됩니다."),
            OVER(
                    "This tenant is closed: its grace is over, and what it had is destroyed.",
                    "폐쇄된 테넌트입니다. 유예 기간이 끝나 데이터가 파기되었으므로 되돌리거나 변경할 수 없습니다."),
            NOT_CLOSING(
                    "This tenant is not being closed: there is nothing to take back.",
                    "폐쇄 절차가 진행 중인 테넌트가 아니므로 취소할 것이 없습니다.");

            private final String english;
            private final String korean;

            Reason(String english, String korean) {
                this.english = english;
                this.korean = korean;
            }
        }

        @Override
        public String code() {
            return "wrong_state";
        }

        @Override
        public @Nullable String field() {
            return null;
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

    /** A key that is revoked, over or replaced already cannot be changed or replaced: its end would be undone. */
    record KeyEnded(String key) implements TenantProblem {
        @Override
        public String code() {
            return "key_ended";
        }

        @Override
        public @Nullable String field() {
            return null;
        }

        @Override
        public String english() {
            return key + " is revoked, expired or replaced already and cannot be changed. Issue a new key.";
        }

        @Override
        public String korean() {
            return key + " 키는 이미 폐기되었거나 만료되었거나 교체되어 변경할 수 없습니다. 새 키를 발급해 주세요.";
        }
    }

    /**
     * A pepper that is not retired yet cannot be destroyed: keys would be lost without notice.
     *
     * @param retiresAt when it is; null for never
     */
    record PepperInUse(int version, @Nullable Instant retiresAt) implements TenantProblem {
        @Override
        public String code() {
            return "pepper_in_use";
        }

        @Override
        public @Nullable String field() {
            return null;
        }

        @Override
        public String english() {
            return retiresAt == null
                    ? "Pepper " + version + " is the current one. Rotate first, and wait for its retirement."
                    : "Pepper " + version + " is not retired before " + retiresAt + ". Wait until then.";
        }

        @Override
        public String korean() {
            return retiresAt == null
                    ? "페퍼 " + version + "은(는) 현재 사용 중입니다. 먼저 교체하고 은퇴 시점까지 기다려 주세요."
                    : "페퍼 " + version + "은(는) " + retiresAt + " 이후에 은퇴합니다. 그때까지 기다려 주세요.";
        }
    }
}
