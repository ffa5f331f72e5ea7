package cloud.hanok.api.security;

/**
 * What a route can ask for in {@code @Secured}: one permission each. Who has which is said in {@link Role}, and the matrix of
 * both is a golden file.
 */
public final class Permissions {
    /** Runs inference. */
    public static final String INFERENCE = "inference";

    /** Sees which models can be asked. */
    public static final String MODELS_READ = "models:read";

    /** Sees responses, chat completions and conversations that are kept, with what was asked and answered. */
    public static final String RESPONSES_READ = "responses:read";

    /** Deletes them, and says what they are called. */
    public static final String RESPONSES_WRITE = "responses:write";

    /** Sees files, with what is in them. */
    public static final String FILES_READ = "files:read";

    /** Uploads and deletes them. */
    public static final String FILES_WRITE = "files:write";

    /** Sees batches, and how far they are. */
    public static final String BATCHES_READ = "batches:read";

    /** Has files of requests answered, and ends that. */
    public static final String BATCHES_WRITE = "batches:write";

    /** Sees what became of requests. */
    public static final String REQUESTS_READ = "requests:read";

    /** Sees receipts of a tenant. */
    public static final String RECEIPTS_READ = "receipts:read";

    /** Sees usage and cost. */
    public static final String USAGE_READ = "usage:read";

    /** Sees invoices. */
    public static final String INVOICES_READ = "invoices:read";

    /** Sees projects. */
    public static final String PROJECTS_READ = "projects:read";

    /** Makes, renames and archives projects. */
    public static final String PROJECTS_WRITE = "projects:write";

    /** Sees keys of projects, without their values. */
    public static final String KEYS_READ = "keys:read";

    /** Issues, changes and revokes keys of projects. */
    public static final String KEYS_WRITE = "keys:write";

    /** Sees keys of the tenant itself. */
    public static final String ADMIN_KEYS_READ = "admin_keys:read";

    /** Issues and revokes keys of the tenant itself. */
    public static final String ADMIN_KEYS_WRITE = "admin_keys:write";

    /** Sees members and invitations. */
    public static final String MEMBERS_READ = "members:read";

    /** Invites, changes roles, removes. */
    public static final String MEMBERS_WRITE = "members:write";

    /** Sees limits and what is left of them. */
    public static final String LIMITS_READ = "limits:read";

    /** Sets limits below what the operator grants. */
    public static final String LIMITS_WRITE = "limits:write";

    /** Sees for how long what the tenant keeps is kept. */
    public static final String DATA_RETENTION_READ = "data_retention:read";

    /** Says it. */
    public static final String DATA_RETENTION_WRITE = "data_retention:write";

    /** Sees alerts of spending, with the addresses they are sent to. */
    public static final String SPEND_ALERTS_READ = "spend_alerts:read";

    /** Sees endpoints that events are sent to, without their secrets, and what was sent. */
    public static final String WEBHOOKS_READ = "webhooks:read";

    /** Makes, changes and tests them. */
    public static final String WEBHOOKS_WRITE = "webhooks:write";

    /** Makes names stand for models. */
    public static final String MODEL_ALIASES_WRITE = "model_aliases:write";

    /** Reads the tenant's audit log. */
    public static final String AUDIT_READ = "audit:read";

    /** Accepts an invitation, as a person who is signed in. */
    public static final String INVITATIONS_ACCEPT = "invitations:accept";

    /** Signs a company up, as a person who is signed in. */
    public static final String SIGNUPS_CREATE = "signups:create";

    /** Sees all tenants, with their projects, keys, usage and bills. */
    public static final String TENANTS_READ = "platform.tenants:read";

    /** Makes and changes tenants, and what is in them. */
    public static final String TENANTS_WRITE = "platform.tenants:write";

    /** Sees sites and nodes. */
    public static final String SITES_READ = "platform.sites:read";

    /** Records sites. */
    public static final String SITES_WRITE = "platform.sites:write";

    /** Sees the registry. */
    public static final String REGISTRY_READ = "platform.registry:read";

    /** Records models and their versions. */
    public static final String REGISTRY_WRITE = "platform.registry:write";

    /** Sees deployments. */
    public static final String DEPLOYMENTS_READ = "platform.deployments:read";

    /** Makes and ends deployments. */
    public static final String DEPLOYMENTS_WRITE = "platform.deployments:write";

    /** Reads the platform's own audit log, and those of tenants. */
    public static final String PLATFORM_AUDIT_READ = "platform.audit:read";

    /** Sees who runs the platform. */
    public static final String OPERATORS_READ = "platform.operators:read";

    /** Says who runs the platform. */
    public static final String OPERATORS_WRITE = "platform.operators:write";

    /** Sees which keys there are under the keys: peppers, encryption keys. */
    public static final String KEY_MATERIAL_READ = "platform.key_material:read";

    /** Rotates and destroys them. */
    public static final String KEY_MATERIAL_WRITE = "platform.key_material:write";

    private Permissions() {}
}
