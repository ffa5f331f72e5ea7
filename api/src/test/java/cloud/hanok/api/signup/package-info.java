@NullMarked
package cloud.hanok.api.signup;

import org.jspecify.annotations.NullMarked;
