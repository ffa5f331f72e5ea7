/** The only room that speaks HTTP to users: the program's entry, its configuration, and what every endpoint shares. */
@NullMarked
package cloud.hanok.api;

import org.jspecify.annotations.NullMarked;
