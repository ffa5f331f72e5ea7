/** The mail of one machine: a server that keeps what it is handed in a folder, and a way to read it. */
@NullMarked
package cloud.hanok.standalone.mail;

import org.jspecify.annotations.NullMarked;
