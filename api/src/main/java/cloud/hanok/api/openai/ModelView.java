package cloud.hanok.api.openai;

import cloud.hanok.billing.price.TokenPrice;
import cloud.hanok.cluster.serving.ServingDeployment;
import cloud.hanok.platform.money.NanoWon;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A model as OpenAI writes it, with what a Korean buyer asks next: how long a conversation may be, what a token costs in
 * won, and where it computes.
 *
 * @param id the name to ask for
 * @param object always {@code model}
 * @param type always {@code model}: Anthropic's name for the same
 * @param displayName the name, for Anthropic's clients
 * @param createdAt ISO 8601, for Anthropic's clients
 * @param created Unix seconds
 * @param ownedBy its publisher
 * @param license an SPDX identifier, or the licence's own name; null when it is not known
 * @param contextLength prompt and answer together, in tokens
 * @param capabilities what it can be asked for: what is not among them is refused
 * @param embeddingDimensions how long its vectors are; null when it makes none, or nobody said
 * @param architecture what goes in and what comes out, as OpenRouter writes it
 * @param supportedParameters what a request may say beyond its input, as OpenRouter names it
 * @param digest SHA-256 of the weights in hex; null when only somebody else's engine knows
 * @param residency where it computes
 * @param pricing won for a token; null while it is being read
 * @param targets where the name is an alias, what it stands for: the rest is said of the first that can be asked; else null
 */
public record ModelView(
        String id,
        String object,
        String type,
        @JsonProperty("display_name") String displayName,
        @JsonProperty("created_at") Instant createdAt,
        long created,
        @JsonProperty("owned_by") String ownedBy,
        @Nullable String license,
        @JsonProperty("context_length") int contextLength,
        List<String> capabilities,
        @JsonProperty("embedding_dimensions") @Nullable Integer embeddingDimensions,
        Architecture architecture,
        @JsonProperty("supported_parameters") List<String> supportedParameters,
        @Nullable String digest,
        Residency residency,
        @Nullable Pricing pricing,
        @Nullable List<String> targets) {
    private static final String MODEL = "model";

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
                MODEL,
                MODEL,
                deployment.name(),
                deployment.createdAt(),
                deployment.createdAt().getEpochSecond(),
                deployment.publisher(),
                deployment.licence().isEmpty() ? null : deployment.licence(),
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
                                won(price.outputNanoWon())),
                null);
    }

    /** The same under another name. */
    ModelView as(String alias, List<String> itsTargets) {
        return new ModelView(
                alias,
                object,
                type,
                alias,
                createdAt,
                created,
                ownedBy,
                license,
                contextLength,
                capabilities,
                embeddingDimensions,
                architecture,
                supportedParameters,
                digest,
                residency,
                pricing,
                List.copyOf(itsTargets));
    }

    private static String won(long nanoWon) {
        return new NanoWon(nanoWon).toWonText();
    }
}
