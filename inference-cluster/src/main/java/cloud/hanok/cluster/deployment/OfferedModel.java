package cloud.hanok.cluster.deployment;

import cloud.hanok.cluster.serving.Capabilities;
import cloud.hanok.platform.id.ModelVersionId;
import org.jspecify.annotations.Nullable;

/**
 * What the registry knows of the model version to deploy, handed over by {@code api}.
 *
 * @param version names it
 * @param publisher who published the model
 * @param licence an SPDX identifier, or the licence's own name; empty when nobody wrote it down
 * @param contextTokens the longest context the model was made for; 0 when nobody said
 * @param capabilities what it can
 * @param artifact its weights here; null for a declared version
 */
public record OfferedModel(
        ModelVersionId version,
        String publisher,
        String licence,
        int contextTokens,
        Capabilities capabilities,
        @Nullable StoredArtifact artifact) {}
