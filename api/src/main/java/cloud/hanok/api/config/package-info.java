/** What an installation may set, under {@code hanok.*}: typed, listed, and refused where it is unsafe or misspelt. */
@NullMarked
package cloud.hanok.api.config;

import org.jspecify.annotations.NullMarked;
