/** Files that tenants keep, and uploads: files that come in parts. */
@NullMarked
package cloud.hanok.content.file;

import org.jspecify.annotations.NullMarked;
