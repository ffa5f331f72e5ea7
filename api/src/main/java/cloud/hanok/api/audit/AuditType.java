package cloud.hanok.api.audit;

/** What can be done: a closed list. The texts are stored and public; those that OpenAI's audit log has are the same. */
public enum AuditType {
    LOGIN_SUCCEEDED("login.succeeded"),
    LOGOUT_SUCCEEDED("logout.succeeded"),
    TENANT_CREATED("tenant.created"),
    TENANT_SIGNED_UP("tenant.signed_up"),
    TENANT_SUSPENDED("tenant.suspended"),
    TENANT_RESUMED("tenant.resumed"),
    TENANT_REPAIRED("tenant.repaired"),
    TENANT_POLICY_CHANGED("tenant.policy_changed"),
    TENANT_SHARE_CHANGED("tenant.share_changed"),
    TENANT_IDENTITY_PROVIDER_SET("tenant.identity_provider_set"),
    TENANT_IDENTITY_PROVIDER_REMOVED("tenant.identity_provider_removed"),
    TENANT_LIMITS_UPDATED("tenant.limits.updated"),
    PROJECT_CREATED("project.created"),
    PROJECT_UPDATED("project.updated"),
    PROJECT_ARCHIVED("project.archived"),
    API_KEY_CREATED("api_key.created"),
    API_KEY_UPDATED("api_key.updated"),
    API_KEY_ROTATED("api_key.rotated"),
    API_KEY_DELETED("api_key.deleted"),
    SERVICE_ACCOUNT_CREATED("service_account.created"),
    SERVICE_ACCOUNT_UPDATED("service_account.updated"),
    SERVICE_ACCOUNT_DELETED("service_account.deleted"),
    KEY_PEPPER_ROTATED("key_pepper.rotated"),
    KEY_PEPPER_DESTROYED("key_pepper.destroyed"),
    ENCRYPTION_KEY_ROTATED("encryption_key.rotated"),
    INVITE_SENT("invite.sent"),
    INVITE_ACCEPTED("invite.accepted"),
    INVITE_DELETED("invite.deleted"),
    RATE_LIMIT_UPDATED("rate_limit.updated"),
    RATE_LIMIT_DELETED("rate_limit.deleted"),
    SPEND_LIMIT_UPDATED("spend_limit.updated"),
    SPEND_LIMIT_DELETED("spend_limit.deleted"),
    SPEND_ALERT_CREATED("spend_alert.created"),
    SPEND_ALERT_UPDATED("spend_alert.updated"),
    SPEND_ALERT_DELETED("spend_alert.deleted"),
    USER_UPDATED("user.updated"),
    USER_DELETED("user.deleted"),
    PROJECT_USER_ADDED("project.user.added"),
    PROJECT_USER_UPDATED("project.user.updated"),
    PROJECT_USER_DELETED("project.user.deleted"),
    SIGNUP_CODE_CREATED("signup_code.created"),
    SIGNUP_CODE_DELETED("signup_code.deleted"),
    OPERATOR_SET("operator.set"),
    OPERATOR_REMOVED("operator.removed"),
    SITE_CREATED("site.created"),
    MODEL_CREATED("model.created"),
    MODEL_VERSION_CREATED("model_version.created"),
    DEPLOYMENT_CREATED("deployment.created"),
    DEPLOYMENT_TIMEOUTS_SET("deployment.timeouts_set"),
    DEPLOYMENT_CONCURRENCY_SET("deployment.concurrency_set"),
    DEPLOYMENT_DELETED("deployment.deleted"),
    RESPONSE_DELETED("response.deleted"),
    RESPONSE_CANCELLED("response.cancelled"),
    FILE_CREATED("file.created"),
    FILE_DELETED("file.deleted"),
    UPLOAD_CREATED("upload.created"),
    UPLOAD_PART_ADDED("upload.part.added"),
    UPLOAD_COMPLETED("upload.completed"),
    UPLOAD_CANCELLED("upload.cancelled"),
    WEBHOOK_CREATED("webhook.created"),
    WEBHOOK_UPDATED("webhook.updated"),
    WEBHOOK_DELETED("webhook.deleted"),
    WEBHOOK_SECRET_ROTATED("webhook.secret_rotated"),
    WEBHOOK_TESTED("webhook.tested"),
    WEBHOOK_EVENT_RESENT("webhook.event_resent"),
    MODEL_ALIAS_SET("model_alias.set"),
    MODEL_ALIAS_DELETED("model_alias.deleted");

    private final String text;

    AuditType(String text) {
        this.text = text;
    }

    /** As it is stored and sent. */
    public String text() {
        return text;
    }
}
