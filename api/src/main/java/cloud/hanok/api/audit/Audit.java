package cloud.hanok.api.audit;

import cloud.hanok.api.error.ApiError;
import cloud.hanok.api.http.Errors;
import cloud.hanok.api.http.RequestIds;
import cloud.hanok.api.security.Actor;
import cloud.hanok.compliance.audit.AuditActor;
import cloud.hanok.compliance.audit.AuditEvent;
import cloud.hanok.compliance.audit.AuditLog;
import cloud.hanok.compliance.audit.AuditOutcome;
import cloud.hanok.compliance.audit.AuditSource;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.BeanProvider;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.context.ServerRequestContext;
import io.micronaut.json.JsonMapper;
import io.micronaut.security.authentication.Authentication;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one wrapper around every change that an endpoint makes: records who is about to do what, when and from where, lets it
 * happen, and records what came of it. What cannot be recorded does not happen.
 */
@Singleton
public final class Audit {
    private static final Logger LOG = LoggerFactory.getLogger(Audit.class);

    private final BeanProvider<AuditLog> log;
    private final RequestIds requestIds;
    private final Errors errors;
    private final JsonMapper json;
    private final Counter incomplete;

    Audit(BeanProvider<AuditLog> log, RequestIds requestIds, Errors errors, JsonMapper json, MeterRegistry meters) {
        this.log = log;
        this.requestIds = requestIds;
        this.errors = errors;
        this.json = json;
        this.incomplete = Counter.builder("hanok.audit.incomplete")
                .description("changes of which it could not be recorded what came of them")
                .register(meters);
    }

    /** Makes a thing, which is what the change returns. */
    public <V extends Audited> V made(AuditType type, Whose whose, Supplier<V> change) {
        return run(type, whose, null, change);
    }

    /** Changes a thing into what the change returns. */
    public <V extends Audited> V changed(AuditType type, Whose whose, Audited before, Supplier<V> change) {
        return run(type, whose, before, change);
    }

    /** Ends a thing. */
    public void removed(AuditType type, Whose whose, Audited before, Runnable change) {
        AuditEvent event = begin(type, whose, before);
        guarded(event, () -> {
            change.run();
            return before;
        });
        end(event, AuditOutcome.DONE, "", event.resource(), null);
    }

    /** Lets somebody in, or out, whom the request does not name by itself. */
    public void passed(AuditType type, Whose whose, AuditActor who, Runnable change) {
        AuditEvent event = begin(type, whose, who, null);
        guarded(event, () -> {
            change.run();
            return who;
        });
        end(event, AuditOutcome.DONE, "", event.resource(), null);
    }

    private <V extends Audited> V run(AuditType type, Whose whose, @Nullable Audited before, Supplier<V> change) {
        AuditEvent event = begin(type, whose, before);
        V result = guarded(event, change);
        end(event, AuditOutcome.DONE, "", result.id(), print(result));
        return result;
    }

    private AuditEvent begin(AuditType type, Whose whose, @Nullable Audited before) {
        Authentication caller = request()
                .getUserPrincipal(Authentication.class)
                .orElseThrow(() -> new IllegalStateException("a change is made by nobody"));
        return begin(type, whose, Actor.of(caller).audited(), before);
    }

    private AuditEvent begin(AuditType type, Whose whose, AuditActor who, @Nullable Audited before) {
        HttpRequest<?> request = request();
        AuditEvent event = new AuditEvent(
                log.get().next(),
                whose.tenant(),
                type.text(),
                who,
                whose.project(),
                before == null ? "" : before.id(),
                requestIds.of(request),
                source(request),
                AuditOutcome.ATTEMPTED,
                "",
                before == null ? null : print(before),
                null);
        log.get().begin(event);
        return event;
    }

    private static HttpRequest<?> request() {
        return ServerRequestContext.currentRequest()
                .orElseThrow(() -> new IllegalStateException("a change is made outside of a request"));
    }

    private <V> V guarded(AuditEvent event, Supplier<V> change) {
        try {
            return change.get();
        } catch (RuntimeException failed) {
            ApiError error = errors.of(failed);
            boolean refused = error.code().status() < 500;
            end(
                    event,
                    refused ? AuditOutcome.REFUSED : AuditOutcome.FAILED,
                    error.code().code(),
                    event.resource(),
                    null);
            throw failed;
        }
    }

    /** The change is made, or is not: that its record stays incomplete must not undo that. */
    private void end(AuditEvent event, AuditOutcome outcome, String code, String resource, @Nullable String after) {
        try {
            log.get().complete(event, outcome, code, resource, after);
        } catch (RuntimeException unavailable) {
            incomplete.increment();
            LOG.error("what came of {} ({}) is not recorded: {}", event.type(), event.id(), outcome, unavailable);
        }
    }

    private String print(Audited thing) {
        try {
            return json.writeValueAsString(thing.withoutSecret());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static AuditSource source(HttpRequest<?> request) {
        InetSocketAddress remote = request.getRemoteAddress();
        String address = remote.getAddress() == null ? "" : remote.getAddress().getHostAddress();
        String userAgent = request.getHeaders().get(HttpHeaders.USER_AGENT);
        return new AuditSource(address, userAgent == null ? "" : userAgent);
    }
}
