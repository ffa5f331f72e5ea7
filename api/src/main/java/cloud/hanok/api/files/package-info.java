/** Files and uploads, in OpenAI's form. */
@NullMarked
package cloud.hanok.api.files;

import org.jspecify.annotations.NullMarked;
