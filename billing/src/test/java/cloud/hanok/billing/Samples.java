package cloud.hanok.billing;

import cloud.hanok.billing.price.Rating;
import cloud.hanok.billing.price.TokenPrice;
import cloud.hanok.billing.price.TokenUsage;
import cloud.hanok.billing.usage.BilledAttempt;
import cloud.hanok.billing.usage.Outcome;
import cloud.hanok.billing.usage.RequestMetadata;
import cloud.hanok.billing.usage.UsageEvent;
import cloud.hanok.platform.id.CallerId;
import cloud.hanok.platform.id.DeploymentId;
import cloud.hanok.platform.id.KeyId;
import cloud.hanok.platform.id.MemberId;
import cloud.hanok.platform.id.PriceId;
import cloud.hanok.platform.id.ProjectId;
import cloud.hanok.platform.id.RequestId;
import cloud.hanok.platform.id.TenantId;
import cloud.hanok.platform.id.Ulid;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Ids, prices and events of a small world, from a seed. */
public final class Samples {
    public final Random random;
    public final TenantId tenant;
    public final List<ProjectId> projects;
    public final List<CallerId> callers;
    public final List<String> models = List.of("hanok-small", "한옥 큰모델", "solar, pro");
    public final List<TokenPrice> prices;
    private final DeploymentId deployment;
    private long sequence;

    public Samples(long seed) {
        random = new Random(seed);
        tenant = new TenantId(ulid(1_700_000_000_000L));
        projects = List.of(new ProjectId(ulid(1)), new ProjectId(ulid(2)));
        callers = List.of(new KeyId(ulid(1)), new KeyId(ulid(2)), new MemberId(ulid(3)));
        deployment = new DeploymentId(ulid(1));
        prices = new ArrayList<>(
                List.of(price(1_000_000, 250_000, 4_000_000), price(1_234_567, 0, 9_876_543), price(0, 0, 0)));
    }

    public Ulid ulid(long epochMillis) {
        return new Ulid((epochMillis << 16) | random.nextInt(0x10000), random.nextLong());
    }

    public RequestId request(Instant at) {
        return new RequestId(ulid(at.toEpochMilli()));
    }

    public TokenPrice price(long inputNanoWon, long cachedNanoWon, long outputNanoWon) {
        return new TokenPrice(new PriceId(ulid(7)), inputNanoWon, cachedNanoWon, outputNanoWon, Instant.EPOCH);
    }

    public DeploymentId deployment() {
        return deployment;
    }

    public void add(TokenPrice price) {
        prices.add(price);
    }

    public Optional<TokenPrice> find(PriceId id) {
        return prices.stream().filter(price -> price.id().equals(id)).findFirst();
    }

    public <T> T any(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    /** Nothing, or one of a few pairs. */
    private RequestMetadata metadata() {
        return switch (random.nextInt(4)) {
            case 0 -> RequestMetadata.of(Map.of("team", "상담"));
            case 1 -> RequestMetadata.of(Map.of("team", "야간", "order", "7"));
            default -> RequestMetadata.NONE;
        };
    }

    /** A random event of a moment. */
    public UsageEvent event(Instant at) {
        TokenUsage usage = new TokenUsage(
                random.nextInt(5_000),
                random.nextInt(3_000),
                random.nextBoolean() ? 0 : random.nextInt(1_000),
                random.nextInt(2_000),
                random.nextBoolean() ? 0 : random.nextInt(4_000));
        return event(request(at), 1, any(models), any(prices), usage, any(List.of(Outcome.values())));
    }

    public UsageEvent event(
            RequestId request, int attempt, String model, TokenPrice price, TokenUsage usage, Outcome outcome) {
        Instant at = Instant.ofEpochMilli(request.ulid().epochMillis());
        return new UsageEvent(
                new BilledAttempt(
                        request,
                        attempt,
                        tenant,
                        any(projects),
                        any(callers),
                        deployment,
                        model,
                        price.id(),
                        metadata()),
                usage,
                Rating.cost(price, usage),
                outcome,
                random.nextBoolean(),
                random.nextBoolean(),
                at,
                at.plusMillis(random.nextInt(60_000)),
                "gateway-0",
                ++sequence);
    }
}
