/** Responses that are answered while nobody waits for them: what is asked, how it stands, and their events so far. */
@NullMarked
package cloud.hanok.content.background;

import org.jspecify.annotations.NullMarked;
