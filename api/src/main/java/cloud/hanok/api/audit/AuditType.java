package cloud.hanok.api.audit;

/** What can be done: a closed list. The texts are stored and public; those that OpenAI's audit log has are the same. */
public enum AuditType {
    TENANT_CREATED("tenant.created"),
    PROJECT_CREATED("project.created"),
    PROJECT_UPDATED("project.updated"),
    PROJECT_ARCHIVED("project.archived"),
    API_KEY_CREATED("api_key.created"),
    API_KEY_DELETED("api_key.deleted"),
    INVITE_SENT("invite.sent"),
    INVITE_ACCEPTED("invite.accepted"),
    INVITE_DELETED("invite.deleted"),
    USER_UPDATED("user.updated"),
    USER_DELETED("user.deleted"),
    SITE_CREATED("site.created"),
    MODEL_CREATED("model.created"),
    MODEL_VERSION_CREATED("model_version.created"),
    DEPLOYMENT_CREATED("deployment.created"),
    DEPLOYMENT_DELETED("deployment.deleted");

    private final String text;

    AuditType(String text) {
        this.text = text;
    }

    /** As it is stored and sent. */
    public String text() {
        return text;
    }
}
