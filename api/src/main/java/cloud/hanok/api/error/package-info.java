/** What can go wrong, as a closed list, and how it is told: one error object for every path of the API. */
@NullMarked
package cloud.hanok.api.error;

import org.jspecify.annotations.NullMarked;
