/** Responses that are kept, so that a later one can go on from them. */
@NullMarked
package cloud.hanok.content.response;

import org.jspecify.annotations.NullMarked;
