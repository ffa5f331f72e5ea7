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
    ENCRYPTION_KEY
}
