package cloud.hanok.api.provisioning;

import cloud.hanok.billing.price.NewPrice;
import cloud.hanok.cluster.deployment.DriverKind;
import cloud.hanok.cluster.deployment.NewDeployment;
import cloud.hanok.cluster.deployment.OfferedModel;
import cloud.hanok.cluster.pool.Pool;
import cloud.hanok.cluster.serving.AnswerTimeouts;
import cloud.hanok.cluster.serving.EngineKind;
import cloud.hanok.platform.id.ModelVersionId;
import cloud.hanok.platform.id.PriceId;
import cloud.hanok.platform.id.SiteId;
import cloud.hanok.platform.secret.Secret;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A deployment as the operator asks for it.
 *
 * @param name what clients will put into {@code model}
 * @param pool for whom it computes
 * @param version what shall be offered
 * @param url of an external engine, else null
 * @param credential what an external engine wants as a bearer token, else null
 * @param upstreamModel what an external engine calls it; null: the name
 * @param contextTokens 0: the model's own
 * @param price of a token
 * @param timeouts how long its engines may leave a client without anything
 * @param concurrency requests that an external engine computes at once; 0: nobody said
 */
public record DeploymentRequest(
        String name,
        Pool pool,
        ModelVersionId version,
        DriverKind driver,
        SiteId site,
        EngineKind engine,
        @Nullable String url,
        @Nullable Secret credential,
        @Nullable String upstreamModel,
        int contextTokens,
        NewPrice price,
        AnswerTimeouts timeouts,
        int concurrency) {

    NewDeployment of(OfferedModel offered, PriceId priced) {
        return new NewDeployment(
                name,
                pool,
                offered,
                driver,
                site,
                engine,
                url,
                credential,
                upstreamModel,
                contextTokens,
                priced,
                timeouts,
                concurrency);
    }

    /** All of it but the credential, of which it says only whether there is one: a digest of this is stored. */
    List<String> said() {
        return List.of(
                pool.qualified(name),
                version.text(),
                driver.text(),
                site.text(),
                engine.text(),
                String.valueOf(url),
                String.valueOf(credential != null),
                String.valueOf(upstreamModel),
                Integer.toString(contextTokens),
                Long.toString(price.inputNanoWon()),
                Long.toString(price.cachedNanoWon()),
                Long.toString(price.outputNanoWon()),
                Integer.toString(timeouts.firstTokenSeconds()),
                Integer.toString(timeouts.idleSeconds()),
                Integer.toString(concurrency));
    }
}
