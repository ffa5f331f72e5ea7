package cloud.hanok.tenant.key;

/** What a key is for. The names are stored: rename none. */
public enum KeyRole {
    /** Inference and the reading of receipts and requests, within one project. */
    PROJECT,
    /** The tenant's own administration; no inference. */
    ADMIN
}
