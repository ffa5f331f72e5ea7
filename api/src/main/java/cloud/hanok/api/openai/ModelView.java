package cloud.hanok.api.openai;

import cloud.hanok.billing.price.TokenPrice;
import cloud.hanok.cluster.serving.ServingDeployment;
import cloud.hanok.platform.money.NanoWon;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A model as OpenAI writes it, with what a Korean buyer asks next: how long a conversation may be, what a token costs in
 * won, and where it computes.
 *
 * @param id the name to ask for
 * @param object always {@code model}
 * @param created Unix seconds
 * @param ownedBy its publisher
 * @param contextLength prompt and answer together, in tokens
 * @param capabilities what it can be asked for: what is not among them is refused
 * @param embeddingDimensions how long its vectors are; null when it makes none, or nobody said
 * @param architecture what goes in and what comes out, as OpenRouter writes it
 * @param supportedParameters what a request may say beyond its input, as OpenRouter names it
 * @param digest SHA-256 of the weights in hex; null when only somebody else's engine knows
 * @param residency where it computes
 * @param pricing won for a token; null while it is being read
 */
public record ModelView(
        String id,
        String object,
        long created,
        @JsonProperty("owned_by") String ownedBy,
        @JsonProperty("context_length") int contextLength,
        List<String> capabilities,
        @JsonProperty("embedding_dimensions") @Nullable Integer embeddingDimensions,
        Architecture architecture,
        @JsonProperty("supported_parameters") List<String> supportedParameters,
        @Nullable String digest,
        Residency residency,
        @Nullable Pricing pricing) {
    /**
     * @param inputModalities {@code text}, {@code image}
     * @param outputModalities {@code text}, {@code embeddings}
     */
    public record Architecture(
            @JsonProperty("input_modalities") List<String> inputModalities,
            @JsonProperty("output_modalities") List<String> outputModalities) {}

    /**
     * @param country ISO 3166-1 alpha-2
     * @param site the data centre
     * @param operator who runs it
     */
    public record Residency(String country, String site, String operator) {}

    /**
     * Exact amounts as decimal text.
     *
     * @param currency always {@code KRW}
     */
    public record Pricing(String currency, String input, String cached, String output) {}

    static ModelView of(ServingDeployment deployment, @Nullable TokenPrice price) {
        int dimensions = deployment.capabilities().embeddingDimensions();
        return new ModelView(
                deployment.name(),
                "model",
                deployment.createdAt().getEpochSecond(),
                deployment.publisher(),
                deployment.contextTokens(),
                deployment.capabilities().texts(),
                dimensions == 0 ? null : dimensions,
                ModelParameters.architecture(deployment.capabilities()),
                ModelParameters.supported(deployment.capabilities()),
                deployment.modelDigestOrEmpty().isEmpty() ? null : deployment.modelDigestOrEmpty(),
                new Residency(
                        deployment.site().country(),
                        deployment.site().name(),
                        deployment.site().operator()),
                price == null
                        ? null
                        : new Pricing(
                                "KRW",
                                won(price.inputNanoWon()),
                                won(price.cachedNanoWon()),
                                won(price.outputNanoWon())));
    }

    private static String won(long nanoWon) {
        return new NanoWon(nanoWon).toWonText();
    }
}
