package cloud.hanok.api.audit;

import cloud.hanok.compliance.audit.AuditEvent;
import cloud.hanok.compliance.audit.AuditPage;
import cloud.hanok.platform.id.MemberId;
import cloud.hanok.platform.id.TenantId;
import cloud.hanok.tenant.member.Members;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Audit events as OpenAI writes them: each has a member that is called like its type. Ours say besides what came of the change
 * ({@code outcome}, {@code code}), in which request it was made, and what was there {@code before} and {@code after}.
 */
@Singleton
public final class AuditLogJson {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Members members;

    AuditLogJson(Members members) {
        this.members = members;
    }

    /** A page. */
    public String page(AuditPage page) {
        Map<String, String> emails = new HashMap<>();
        List<AuditEvent> events = page.events();
        ObjectNode listing = JSON.createObjectNode();
        listing.put("object", "list");
        ArrayNode data = listing.putArray("data");
        for (AuditEvent event : events) {
            data.add(event(event, emails));
        }
        listing.put("first_id", events.isEmpty() ? null : events.getFirst().id().text());
        listing.put("last_id", events.isEmpty() ? null : events.getLast().id().text());
        listing.put("has_more", page.hasMore());
        return listing.toString();
    }

    private ObjectNode event(AuditEvent event, Map<String, String> emails) {
        ObjectNode json = JSON.createObjectNode();
        json.put("object", "organization.audit_log");
        json.put("id", event.id().text());
        json.put("type", event.type());
        json.put("effective_at", event.at().getEpochSecond());
        if (event.project() != null) {
            json.putObject("project").put("id", event.project().text());
        }
        json.set("actor", actor(event, emails));
        JsonNode before = parsed(event.before());
        JsonNode after = parsed(event.after());
        ObjectNode what = json.putObject(event.type());
        what.put("id", event.resource());
        if (after != null) {
            what.set(before == null ? "data" : "changes_requested", after);
        }
        json.put("outcome", event.outcome().name().toLowerCase(Locale.ROOT));
        json.put("code", event.code().isEmpty() ? null : event.code());
        json.put("request", event.request());
        json.set("before", before);
        json.set("after", after);
        return json;
    }

    private ObjectNode actor(AuditEvent event, Map<String, String> emails) {
        ObjectNode actor = JSON.createObjectNode();
        ObjectNode session = JSON.createObjectNode();
        session.put("ip_address", event.source().address());
        session.put("user_agent", event.source().userAgent());
        switch (event.actor().kind()) {
            case MEMBER, PERSON -> {
                actor.put("type", "session");
                ObjectNode user = session.putObject("user");
                user.put("id", event.actor().id());
                user.put("email", emails.computeIfAbsent(event.actor().id(), id -> email(event.tenant(), id)));
            }
            case ADMIN_KEY, PROJECT_KEY -> {
                actor.put("type", "api_key");
                ObjectNode key = actor.putObject("api_key");
                key.put("id", event.actor().id());
                key.put("type", "service_account");
            }
            case OPERATOR -> {
                actor.put("type", "operator");
                actor.putObject("operator").put("id", event.actor().id());
            }
        }
        actor.set("session", session);
        return actor;
    }

    /** Empty once the member is gone: erasing the member erases the address here too. */
    private String email(@Nullable TenantId tenant, String actor) {
        if (tenant == null || !actor.startsWith(MemberId.PREFIX)) {
            return "";
        }
        return members.person(tenant, MemberId.parse(actor))
                .map(person -> person.email().value())
                .orElse("");
    }

    private static @Nullable JsonNode parsed(@Nullable String json) {
        try {
            return json == null ? null : JSON.readTree(json);
        } catch (JsonProcessingException damaged) {
            throw new IllegalStateException("an audit event holds what is no JSON", damaged);
        }
    }
}
