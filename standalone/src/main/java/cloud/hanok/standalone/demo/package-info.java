/** The demo that a newcomer meets, made over HTTP as an operator would make it. */
@NullMarked
package cloud.hanok.standalone.demo;

import org.jspecify.annotations.NullMarked;
