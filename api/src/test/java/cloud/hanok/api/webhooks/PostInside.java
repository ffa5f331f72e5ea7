package cloud.hanok.api.webhooks;

import cloud.hanok.api.egress.GuardedPost;
import cloud.hanok.api.egress.HttpsHost;
import cloud.hanok.api.egress.PostSettings;
import cloud.hanok.platform.net.PublicAddresses;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Replaces;
import io.micronaut.context.annotation.Requires;
import io.micronaut.context.annotation.Value;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.Duration;

/** Lets events go to a host on this machine as well, in programs that tests start with {@value #TRUSTED}. */
@Factory
@Requires(property = PostInside.TRUSTED)
public final class PostInside {
    /** The folder of the {@link HttpsHost} that is trusted. */
    public static final String TRUSTED = "test.webhooks.trusted";

    @Singleton
    @Replaces(GuardedPost.class)
    GuardedPost post(@Value("${" + TRUSTED + "}") String folder) throws Exception {
        return new GuardedPost(
                new PostSettings(
                        Duration.ofSeconds(5),
                        address -> address.isLoopbackAddress() || PublicAddresses.contains(address),
                        port -> true),
                HttpsHost.trusting(Path.of(folder)));
    }
}
