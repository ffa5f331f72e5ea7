package cloud.hanok.api.gateway;

import java.util.concurrent.CompletionStage;

/** What stage 3 says of a request: where it goes, or when that will be known. */
sealed interface Resolution permits Route, Resolution.Later {
    /**
     * The price is being read.
     *
     * @param known completes when it is worth asking again; fails when the price could not be read
     */
    record Later(CompletionStage<?> known) implements Resolution {}
}
