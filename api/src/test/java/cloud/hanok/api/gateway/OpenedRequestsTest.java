package cloud.hanok.api.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.hanok.platform.id.KeyId;
import cloud.hanok.platform.id.ProjectId;
import cloud.hanok.platform.id.RequestId;
import cloud.hanok.platform.id.TenantId;
import cloud.hanok.platform.id.Ulids;
import cloud.hanok.tenant.key.KeyCaller;
import cloud.hanok.tenant.key.KeyRole;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OpenedRequestsTest {
    private static final Instant START = Instant.parse("2026-11-27T00:00:00Z");

    private final Random random = new Random(1);
    private final TenantId tenant = new TenantId(ulids(0).next());
    private final ProjectId project = new ProjectId(ulids(0).next());
    private final KeyCaller caller =
            new KeyCaller(new KeyId(ulids(0).next()), tenant, project, KeyRole.PROJECT, Set.of("KR"), 0);
    private final OpenedRequests opened = new OpenedRequests(Clock.fixed(START, ZoneOffset.UTC));

    @Test
    void aRequestThatWasOpenedIsItsTenantsAlone() {
        RequestId request = request(1);
        opened.add(request, caller);
        assertThat(opened.projectOf(tenant, request)).contains(project);
        assertThat(opened.projectOf(new TenantId(ulids(0).next()), request)).isEmpty();
        assertThat(opened.projectOf(tenant, request(1))).isEmpty();
    }

    @Test
    void aRequestWhoseOpenWasLostIsNotThereButItsSecondAttemptIs() {
        RequestId request = request(1);
        int place = opened.add(request, caller);
        opened.withdraw(place, request(1));
        assertThat(opened.projectOf(tenant, request)).contains(project);
        opened.withdraw(place, request);
        assertThat(opened.projectOf(tenant, request)).isEmpty();
        opened.add(request, caller);
        assertThat(opened.projectOf(tenant, request)).contains(project);
    }

    @Test
    void whatIsOlderThanTheProcessOrThanWhatWasForgottenIsNotDenied() {
        assertThat(opened.covers(request(-1))).isFalse();
        assertThat(opened.covers(request(0))).isFalse();
        assertThat(opened.covers(request(1))).isTrue();
        RequestId early = request(1);
        opened.add(early, caller);
        for (int i = 0; i < OpenedRequests.CAPACITY; i++) {
            opened.add(request(2), caller);
        }
        assertThat(opened.projectOf(tenant, early)).isEmpty();
        assertThat(opened.covers(early)).isFalse();
        assertThat(opened.covers(request(2))).isFalse();
        assertThat(opened.covers(request(3))).isTrue();
    }

    /** One of this many milliseconds after the process began. */
    private RequestId request(long millis) {
        return new RequestId(ulids(millis).next());
    }

    private Ulids ulids(long millis) {
        return new Ulids(Clock.fixed(START.plusMillis(millis), ZoneOffset.UTC), random);
    }
}
