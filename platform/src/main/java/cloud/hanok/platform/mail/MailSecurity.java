package cloud.hanok.platform.mail;

/** How the way to the mail server is protected. What is asked for is never given up for want of it. */
public enum MailSecurity {
    /** Not at all: for a server on this machine. */
    NONE,
    /** A plain connection that is turned into TLS before anything is said (RFC 3207). */
    STARTTLS,
    /** TLS from the first byte (RFC 8314). */
    TLS
}
