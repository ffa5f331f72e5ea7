/** The operator's view of the model registry. */
@NullMarked
package cloud.hanok.api.models;

import org.jspecify.annotations.NullMarked;
