package cloud.hanok.api.http;

import cloud.hanok.api.error.ApiError;
import cloud.hanok.api.error.ErrorCode;
import cloud.hanok.billing.BillingProblem;
import cloud.hanok.billing.BillingProblemException;
import cloud.hanok.cluster.problem.ClusterException;
import cloud.hanok.cluster.problem.ClusterProblem;
import cloud.hanok.compliance.audit.AuditRangeException;
import cloud.hanok.content.file.FileProblem;
import cloud.hanok.content.file.FileProblemException;
import cloud.hanok.content.object.DamagedObjectException;
import cloud.hanok.content.object.ObjectMissingException;
import cloud.hanok.content.object.ObjectStoreFullException;
import cloud.hanok.content.object.ObjectStoreUnavailableException;
import cloud.hanok.content.value.NothingKeptException;
import cloud.hanok.content.webhook.WebhookProblem;
import cloud.hanok.content.webhook.WebhookProblemException;
import cloud.hanok.platform.claim.IdempotencyKeyRefusedException;
import cloud.hanok.platform.envelope.KeyDestroyedException;
import cloud.hanok.platform.saga.Refusal;
import cloud.hanok.platform.saga.SagaRefusedException;
import cloud.hanok.platform.vault.VaultUnavailableException;
import cloud.hanok.registry.problem.RegistryException;
import cloud.hanok.registry.problem.RegistryProblem;
import cloud.hanok.tenant.identity.IdentityUnavailableException;
import cloud.hanok.tenant.problem.TenantProblem;
import cloud.hanok.tenant.problem.TenantProblemException;
import cloud.hanok.tenant.signup.SignupProblem;
import cloud.hanok.tenant.signup.SignupProblemException;
import org.jspecify.annotations.Nullable;

/** Says what a refusal of each room means over HTTP. The rooms word it; here it gets its status and its code. */
final class RoomErrors {
    private RoomErrors() {}

    /** What the caller is told, or null when it is no refusal of a room. */
    static @Nullable ApiError of(Throwable thrown) {
        return switch (thrown) {
            case ClusterException it -> of(it.problem());
            case BillingProblemException it -> of(it.problem());
            case RegistryException it -> of(it.problem());
            case TenantProblemException it -> of(it.problem());
            case SignupProblemException it -> of(it.problem());
            case FileProblemException it -> of(it.problem());
            case WebhookProblemException it -> of(it.problem());
            case NothingKeptException _ -> ApiError.of(ErrorCode.CONTENT_NOT_KEPT);
            case ObjectStoreUnavailableException _ -> ApiError.of(ErrorCode.OBJECT_STORE_UNAVAILABLE);
            case ObjectStoreFullException it ->
                ApiError.of(
                        ErrorCode.INSUFFICIENT_STORAGE, Long.toString(it.neededBytes()), Long.toString(it.leftBytes()));
            case DamagedObjectException _, ObjectMissingException _ -> ApiError.of(ErrorCode.FILE_DAMAGED);
            case IdempotencyKeyRefusedException it -> of(it);
            case AuditRangeException it -> ApiError.invalidValue("effective_at", it.english(), it.korean());
            case SagaRefusedException it -> of(it.refusal());
            case IdentityUnavailableException _ -> ApiError.of(ErrorCode.IDENTITY_PROVIDER_UNAVAILABLE);
            case KeyDestroyedException _ ->
                worded(
                        ErrorCode.CONFLICT,
                        null,
                        "The encryption key of this organization's data was destroyed: the data is erased, and no more"
                                + " can be stored.",
                        "조직 데이터의 암호화 키가 파기되었습니다. 데이터는 삭제되었으며 더 이상 저장할 수 없습니다.");
            case VaultUnavailableException _ -> ApiError.of(ErrorCode.KEY_STORE_UNAVAILABLE);
            default -> null;
        };
    }

    private static ApiError of(ClusterProblem problem) {
        ErrorCode code = switch (problem.kind()) {
            case INVALID -> ErrorCode.INVALID_VALUE;
            case ABSENT -> ErrorCode.NOT_FOUND;
            case CONFLICT -> ErrorCode.NAME_TAKEN;
        };
        return worded(code, problem.field().orElse(null), problem.messageEnglish(), problem.messageKorean());
    }

    private static ApiError of(RegistryProblem problem) {
        ErrorCode code = switch (problem.kind()) {
            case INVALID -> ErrorCode.INVALID_VALUE;
            case ABSENT -> ErrorCode.NOT_FOUND;
            case CONFLICT -> ErrorCode.NAME_TAKEN;
            case EXHAUSTED ->
                problem instanceof RegistryProblem.InsufficientStorage
                        ? ErrorCode.INSUFFICIENT_STORAGE
                        : ErrorCode.SERVER_OVERLOADED;
        };
        return worded(code, problem.field().orElse(null), problem.messageEnglish(), problem.messageKorean());
    }

    private static ApiError of(BillingProblem problem) {
        ErrorCode code = switch (problem) {
            case BillingProblem.PriceOutOfRange _, BillingProblem.InvalidParameter _ -> ErrorCode.INVALID_VALUE;
            case BillingProblem.UnknownPrice _, BillingProblem.UnknownSpendAlert _ -> ErrorCode.NOT_FOUND;
            case BillingProblem.TooManySpendAlerts _ -> ErrorCode.TOO_MANY;
            case BillingProblem.CreditLimitReached _ -> ErrorCode.INSUFFICIENT_QUOTA;
            case BillingProblem.TooManyTenants _ -> ErrorCode.SERVER_OVERLOADED;
        };
        return worded(code, problem.field(), problem.english(), problem.korean());
    }

    private static ApiError of(TenantProblem problem) {
        ErrorCode code = switch (problem) {
            case TenantProblem.InvalidValue _ -> ErrorCode.INVALID_VALUE;
            case TenantProblem.NameTaken _ -> ErrorCode.NAME_TAKEN;
            case TenantProblem.IsolationUnavailable _ -> ErrorCode.ISOLATION_UNAVAILABLE;
            case TenantProblem.NotFound _ -> ErrorCode.NOT_FOUND;
            case TenantProblem.TooMany _ -> ErrorCode.TOO_MANY;
            case TenantProblem.OwnersOnly _ -> ErrorCode.OWNERS_ONLY;
            case TenantProblem.LastOwner _ -> ErrorCode.LAST_OWNER;
            case TenantProblem.InvitationUnusable _ -> ErrorCode.INVITATION_UNUSABLE;
            case TenantProblem.ProjectArchived _ -> ErrorCode.PROJECT_ARCHIVED;
            case TenantProblem.AlreadyIssued _,
                    TenantProblem.KeyEnded _,
                    TenantProblem.PepperInUse _,
                    TenantProblem.WrongState _ -> ErrorCode.CONFLICT;
        };
        return worded(code, problem.field(), problem.english(), problem.korean());
    }

    private static ApiError of(SignupProblem problem) {
        ErrorCode code = switch (problem) {
            case SignupProblem.Closed _ -> ErrorCode.SIGNUP_CLOSED;
            case SignupProblem.AddressUnverified _ -> ErrorCode.EMAIL_UNVERIFIED;
            case SignupProblem.ConsentMissing _ -> ErrorCode.CONSENT_REQUIRED;
            case SignupProblem.CodeUnusable _ -> ErrorCode.SIGNUP_CODE_UNUSABLE;
            case SignupProblem.NumberTaken _ -> ErrorCode.BUSINESS_NUMBER_TAKEN;
            case SignupProblem.NotInBusiness _ -> ErrorCode.BUSINESS_NOT_ACTIVE;
            case SignupProblem.TooMany _ -> ErrorCode.TOO_MANY_SIGNUPS;
            case SignupProblem.TooManyCodes _ -> ErrorCode.TOO_MANY;
        };
        return worded(code, problem.field(), problem.english(), problem.korean());
    }

    private static ApiError of(FileProblem problem) {
        ErrorCode code = switch (problem) {
            case FileProblem.TooLong _ -> ErrorCode.REQUEST_TOO_LARGE;
            case FileProblem.TooSlow _ -> ErrorCode.REQUEST_TIMEOUT;
            case FileProblem.QuotaReached _ -> ErrorCode.FILE_QUOTA_EXCEEDED;
            case FileProblem.TooMany _ -> ErrorCode.TOO_MANY;
            case FileProblem.UploadEnded _, FileProblem.CompletedOtherwise _ -> ErrorCode.CONFLICT;
            case FileProblem.Empty _,
                    FileProblem.NoSuchPart _,
                    FileProblem.PartTwice _,
                    FileProblem.LengthDiffers _,
                    FileProblem.ChecksumDiffers _ -> ErrorCode.INVALID_VALUE;
        };
        return worded(code, problem.field(), problem.english(), problem.korean());
    }

    private static ApiError of(WebhookProblem problem) {
        ErrorCode code = switch (problem) {
            case WebhookProblem.TooMany _ -> ErrorCode.TOO_MANY;
            case WebhookProblem.IsDisabled _, WebhookProblem.ChangedMeanwhile _ -> ErrorCode.CONFLICT;
        };
        return worded(code, problem.field(), problem.english(), problem.korean());
    }

    private static ApiError of(IdempotencyKeyRefusedException refused) {
        ErrorCode code = switch (refused.reason()) {
            case MALFORMED -> ErrorCode.INVALID_VALUE;
            case REUSED -> ErrorCode.IDEMPOTENCY_KEY_REUSED;
        };
        return worded(code, IdempotencyKeyRefusedException.FIELD, refused.english(), refused.korean());
    }

    /** A step's refusal has the words of its room; what of it is not known here is in the way of the request as it is. */
    private static ApiError of(Refusal refusal) {
        ErrorCode code = switch (refusal.code()) {
            case "tenant_name_taken" -> ErrorCode.NAME_TAKEN;
            case "business_number_taken" -> ErrorCode.BUSINESS_NUMBER_TAKEN;
            case "business_not_active" -> ErrorCode.BUSINESS_NOT_ACTIVE;
            case "signup_code_unusable" -> ErrorCode.SIGNUP_CODE_UNUSABLE;
            case "too_many_signups" -> ErrorCode.TOO_MANY_SIGNUPS;
            default -> ErrorCode.CONFLICT;
        };
        return worded(code, refusal.field(), refusal.english(), refusal.korean());
    }

    private static ApiError worded(ErrorCode code, @Nullable String param, String english, String korean) {
        return new ApiError(code, param, english, korean, code.retryAfter());
    }
}
