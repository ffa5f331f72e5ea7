package cloud.hanok.api.audit;

/** What can be changed, as the audit log shows it: a view of it, which is what the caller sees of it too. */
public interface Audited {
    /** Names it. */
    String id();

    /** The same without what only the caller may see, such as a key's value. */
    default Audited withoutSecret() {
        return this;
    }
}
