/** What is known about one request: what it used, what it cost, what was decided, and where it ran. */
@NullMarked
package cloud.hanok.api.requests;

import org.jspecify.annotations.NullMarked;
