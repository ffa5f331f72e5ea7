/** The demo inference engine: llama.cpp's HTTP server, given to the control plane as a command template. */
@NullMarked
package cloud.hanok.standalone.engine;

import org.jspecify.annotations.NullMarked;
