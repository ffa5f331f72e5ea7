package cloud.hanok.compliance.audit;

/**
 * Where a request came from.
 *
 * @param address of the client, as the server saw it
 * @param userAgent as the client said, cut to {@value #MAX_USER_AGENT_CHARS} characters; empty when it said nothing
 */
public record AuditSource(String address, String userAgent) {
    /** Enough to tell programs apart. */
    public static final int MAX_USER_AGENT_CHARS = 256;

    public AuditSource {
        userAgent =
                userAgent.length() > MAX_USER_AGENT_CHARS ? userAgent.substring(0, MAX_USER_AGENT_CHARS) : userAgent;
    }
}
