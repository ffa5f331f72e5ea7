/** Parts fetched by package name into a cache outside the checkout, each pinned by version and SHA-256. */
@NullMarked
package cloud.hanok.standalone.parts;

import org.jspecify.annotations.NullMarked;
