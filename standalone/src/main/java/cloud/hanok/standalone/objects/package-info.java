/** A store of objects that speaks S3. */
@NullMarked
package cloud.hanok.standalone.objects;

import org.jspecify.annotations.NullMarked;
