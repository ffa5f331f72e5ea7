/** What belongs to one checkout on this machine: its settings, its servers and their addresses. */
@NullMarked
package cloud.hanok.standalone.house;

import org.jspecify.annotations.NullMarked;
