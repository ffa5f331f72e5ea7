/** Real dependencies for the tests of every module, started once and shared. */
@NullMarked
package cloud.hanok.standalone.testing;

import org.jspecify.annotations.NullMarked;
