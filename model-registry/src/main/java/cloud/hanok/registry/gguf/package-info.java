/** Reads the header of GGUF files, which strangers wrote: every count and length is bounded before it is believed. */
@NullMarked
package cloud.hanok.registry.gguf;

import org.jspecify.annotations.NullMarked;
