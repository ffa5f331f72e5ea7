/**
 * Mail to people: written into an outbox of Cassandra by whoever has something to say, sent from there by SMTP in the background.
 */
@NullMarked
package cloud.hanok.platform.mail;

import org.jspecify.annotations.NullMarked;
