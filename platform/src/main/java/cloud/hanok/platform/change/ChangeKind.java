package cloud.hanok.platform.change;

/** What kind of entity changed. The name is stored: rename none. */
public enum ChangeKind {
    TENANT,
    PROJECT,
    API_KEY,
    SITE,
    DEPLOYMENT,
    PRICE,
    MODEL_VERSION,
    /** Of a tenant, which the entity names: one of its members came, changed or went. */
    MEMBERS,
    /** Of a tenant, which the entity names. */
    LIMITS,
    /** Of a tenant and a class of data: {@code <tenant>/<class>}. */
    ENCRYPTION_KEY,
    /** Somebody became one, another one or none. */
    OPERATORS,
    /** Of a tenant, which the entity names, or of all that share a pool. */
    MODEL_ALIASES
}
