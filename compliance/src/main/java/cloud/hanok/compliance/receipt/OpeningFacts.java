package cloud.hanok.compliance.receipt;

import cloud.hanok.compliance.residency.ResidencyDecision;
import cloud.hanok.compliance.residency.SiteFacts;
import cloud.hanok.platform.id.CallerId;
import cloud.hanok.platform.id.DeploymentId;
import cloud.hanok.platform.id.ModelVersionId;
import cloud.hanok.platform.id.PriceId;
import cloud.hanok.platform.id.ProjectId;
import cloud.hanok.platform.id.RequestId;
import cloud.hanok.platform.id.TenantId;
import java.time.Instant;

/**
 * What was decided about an attempt before its engine was called.
 *
 * @param request it belongs to
 * @param attempt from 1
 * @param origin of the tenant's log
 * @param tenant who asked
 * @param project in which
 * @param caller with which key, or which member with a token of their own
 * @param model the name that was asked for
 * @param modelVersion that answers
 * @param modelDigest SHA-256 of the weights in hex; empty for a declared version, whose weights we do not hold
 * @param deployment that serves it
 * @param engine its kind: {@code vllm}, {@code sglang}, {@code llama.cpp}, {@code openai}
 * @param site where it runs, as the registry has it
 * @param residency the decision on that site
 * @param promptHmac HMAC-SHA256 of the request's body, keyed by this leaf's salt ({@link SaltedHash}), 32 bytes
 * @param maxOutputTokens reserved
 * @param price that will be charged
 * @param at when
 * @param gateway that carried it
 */
public record OpeningFacts(
        RequestId request,
        int attempt,
        String origin,
        TenantId tenant,
        ProjectId project,
        CallerId caller,
        String model,
        ModelVersionId modelVersion,
        String modelDigest,
        DeploymentId deployment,
        String engine,
        SiteFacts site,
        ResidencyDecision residency,
        byte[] promptHmac,
        long maxOutputTokens,
        PriceId price,
        Instant at,
        String gateway) {}
