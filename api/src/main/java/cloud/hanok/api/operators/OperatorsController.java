package cloud.hanok.api.operators;

import cloud.hanok.api.audit.Audit;
import cloud.hanok.api.audit.AuditType;
import cloud.hanok.api.audit.Audited;
import cloud.hanok.api.audit.Whose;
import cloud.hanok.api.http.JsonObject;
import cloud.hanok.api.http.PathIds.Thing;
import cloud.hanok.api.security.Actor;
import cloud.hanok.api.security.Permissions;
import cloud.hanok.tenant.operator.Operator;
import cloud.hanok.tenant.operator.OperatorRole;
import cloud.hanok.tenant.operator.Operators;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Put;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.authentication.Authentication;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The people who run the platform. The operator's own client is none of them, and cannot be locked out. */
@Controller("/platform/v1/operators")
public final class OperatorsController {
    private final Operators operators;
    private final Audit audit;

    public OperatorsController(Operators operators, Audit audit) {
        this.operators = operators;
        this.audit = audit;
    }

    /** All of them. */
    @Secured(Permissions.OPERATORS_READ)
    @Get
    public OperatorList list() {
        return new OperatorList(
                "list", operators.list().stream().map(OperatorView::of).toList());
    }

    /** Makes a person an operator, or another one. */
    @Secured(Permissions.OPERATORS_WRITE)
    @Put("/{subject}")
    public OperatorView set(Authentication caller, String subject, @Body byte @Nullable [] body) {
        JsonObject fields = JsonObject.of(body);
        OperatorRole role = fields.choice("role", OperatorRole::ofText, OperatorRole.TEXTS);
        String name = fields.text("name");
        fields.end();
        String by = Actor.of(caller).audited().id();
        Optional<Operator> present = operators.find(subject);
        return present.isPresent()
                ? audit.changed(
                        AuditType.OPERATOR_SET,
                        Whose.PLATFORM,
                        OperatorView.of(present.get()),
                        () -> OperatorView.of(operators.set(subject, role, name, by)))
                : audit.made(
                        AuditType.OPERATOR_SET,
                        Whose.PLATFORM,
                        () -> OperatorView.of(operators.set(subject, role, name, by)));
    }

    /** Makes a person no operator any more; refused everywhere within five seconds. */
    @Secured(Permissions.OPERATORS_WRITE)
    @Delete("/{subject}")
    public HttpResponse<Void> remove(Authentication caller, String subject) {
        Operator operator = operators.find(subject).orElseThrow(() -> Thing.OPERATOR.unknown(subject));
        String by = Actor.of(caller).audited().id();
        audit.removed(
                AuditType.OPERATOR_REMOVED,
                Whose.PLATFORM,
                OperatorView.of(operator),
                () -> operators.remove(operator, by));
        return HttpResponse.noContent();
    }

    /**
     * All of them.
     *
     * @param object always {@code list}
     */
    public record OperatorList(String object, List<OperatorView> data) {}

    /**
     * A person who runs the platform.
     *
     * @param object always {@code operator}
     * @param id the subject of their tokens
     * @param role {@code platform_operator}, {@code capacity_operator} or {@code publisher}
     */
    public record OperatorView(String object, String id, String role, String name, String changedBy, Instant changedAt)
            implements Audited {
        static OperatorView of(Operator operator) {
            return new OperatorView(
                    "operator",
                    operator.subject(),
                    operator.role().text(),
                    operator.name(),
                    operator.changedBy(),
                    operator.changedAt());
        }
    }
}
