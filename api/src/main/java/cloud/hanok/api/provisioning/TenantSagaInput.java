package cloud.hanok.api.provisioning;

import cloud.hanok.platform.home.HomeSteps;
import cloud.hanok.platform.id.TenantId;
import cloud.hanok.platform.saga.SagaContext;
import cloud.hanok.tenant.key.IpRange;
import cloud.hanok.tenant.organization.Isolation;
import cloud.hanok.tenant.organization.N2sf;
import cloud.hanok.tenant.organization.NewTenant;
import cloud.hanok.tenant.organization.TenantPolicy;
import cloud.hanok.tenant.organization.TenantState;
import cloud.hanok.tenant.organization.TenantSteps.Move;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What the sagas of tenants are begun with, as JSON. It is stored, so a member may be added and none may change its meaning. */
final class TenantSagaInput {
    private static final ObjectMapper JSON = new ObjectMapper();

    private TenantSagaInput() {}

    static String of(TenantId tenant, NewTenant wanted) {
        ObjectNode text = JSON.createObjectNode()
                .put("tenant", tenant.text())
                .put("name", wanted.name())
                .put("isolation", wanted.isolation().name())
                .put("creditLimitWon", wanted.creditLimitWon())
                .put("n2sf", wanted.policy().n2sf().text());
        if (wanted.cluster() != null) {
            text.put("cluster", wanted.cluster());
        }
        new TreeSet<>(wanted.allowedJurisdictions()).forEach(text.putArray("allowedJurisdictions")::add);
        ArrayNode networks = text.putArray("allowedNetworks");
        wanted.policy().allowedNetworks().forEach(network -> networks.add(network.text()));
        return text.toString();
    }

    static String of(Move move) {
        ObjectNode text = JSON.createObjectNode()
                .put("tenant", move.tenant().text())
                .put("revision", move.revision())
                .put("state", move.state().name())
                .put("reason", move.reason());
        Instant endsAt = move.endsAt();
        if (endsAt != null) {
            text.put("endsAtMillis", endsAt.toEpochMilli());
        }
        return text.toString();
    }

    /**
     * The erasure of a tenant.
     *
     * @param cluster that its home is on; null for the platform's own, and where it has none
     * @param making what its making was begun with: what it took of others' at a sign-up is given back
     */
    static String erasure(Move move, @Nullable String cluster, Optional<String> making) {
        try {
            ObjectNode text = (ObjectNode) JSON.readTree(of(move));
            if (cluster != null) {
                text.put("cluster", cluster);
            }
            JsonNode made = JSON.readTree(making.orElse("{}"));
            if (made.has("signup")) {
                text.set("signup", made.get("signup"));
                text.set("name", made.path("name"));
            }
            return text.toString();
        } catch (JsonProcessingException damaged) {
            throw new IllegalStateException("what " + move.tenant() + " was made with cannot be read", damaged);
        }
    }

    static TenantId tenant(SagaContext context) {
        return TenantId.parse(read(context).path("tenant").asText());
    }

    static NewTenant wanted(SagaContext context) {
        JsonNode text = read(context);
        Set<String> jurisdictions = new LinkedHashSet<>();
        text.path("allowedJurisdictions").forEach(each -> jurisdictions.add(each.asText()));
        Isolation isolation = Isolation.valueOf(text.path("isolation").asText());
        return new NewTenant(
                text.path("name").asText(),
                isolation,
                jurisdictions,
                text.path("creditLimitWon").asLong(),
                policy(text, isolation),
                cluster(text));
    }

    /** What the home of a dedicated tenant shall be. */
    static HomeSteps.Plan home(SagaContext context) {
        JsonNode text = read(context);
        return new HomeSteps.Plan(TenantId.parse(text.path("tenant").asText()), cluster(text));
    }

    private static @Nullable String cluster(JsonNode text) {
        return text.hasNonNull("cluster") ? text.get("cluster").asText() : null;
    }

    private static TenantPolicy policy(JsonNode text, Isolation isolation) {
        List<IpRange> networks = new ArrayList<>();
        text.path("allowedNetworks")
                .forEach(each -> networks.add(Objects.requireNonNull(IpRange.parse(each.asText()))));
        return N2sf.ofText(text.path("n2sf").asText())
                .map(n2sf -> new TenantPolicy(n2sf, networks))
                .orElseGet(() -> TenantPolicy.usual(isolation));
    }

    static Move move(SagaContext context) {
        JsonNode text = read(context);
        return new Move(
                TenantId.parse(text.path("tenant").asText()),
                text.path("revision").asLong(),
                TenantState.valueOf(text.path("state").asText()),
                text.path("reason").asText(),
                text.hasNonNull("endsAtMillis")
                        ? Instant.ofEpochMilli(text.get("endsAtMillis").asLong())
                        : null);
    }

    private static JsonNode read(SagaContext context) {
        try {
            return JSON.readTree(context.input());
        } catch (JsonProcessingException damaged) {
            throw new IllegalStateException("the input of " + context.saga() + " cannot be read", damaged);
        }
    }
}
