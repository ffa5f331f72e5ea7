package cloud.hanok.api.security;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.hanok.api.GoldenFile;
import cloud.hanok.api.RunningServer;
import cloud.hanok.api.gateway.GatewayRoutes;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.micronaut.web.router.Router;
import io.micronaut.web.router.UriRouteInfo;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PermissionMatrixTest {
    private static final List<String> ROLES = List.of(Roles.PLATFORM_OPERATOR, Roles.TENANT_ADMIN, Roles.PROJECT);

    @Test
    void whoMayDoWhatIsTheCommittedMatrix() {
        try (RunningServer server = RunningServer.start(Map.of())) {
            String matrix = Stream.concat(
                            server.context()
                                    .getBean(Router.class)
                                    .uriRoutes()
                                    .filter(route -> !route.getHttpMethodName().equals("HEAD"))
                                    .map(PermissionMatrixTest::line),
                            Stream.of("%-55s POST   %s"
                                    .formatted(GatewayRoutes.CHAT_COMPLETIONS, allowed(List.of(Roles.PROJECT)))))
                    .distinct()
                    .sorted()
                    .collect(Collectors.joining("\n", "", "\n"));
            GoldenFile.assertSame("permissions.txt", matrix);
        }
    }

    private static String line(UriRouteInfo<?, ?> route) {
        List<String> needed = Arrays.asList(route.getAnnotationMetadata().stringValues(Secured.class));
        String path = route.getUriMatchTemplate().toPathString();
        // The one page of the framework that is served is opened by its configuration.
        boolean open = needed.contains(SecurityRule.IS_ANONYMOUS) || path.equals("/prometheus");
        assertThat(open || ROLES.containsAll(needed) && !needed.isEmpty())
                .as("who may call %s is not said", path)
                .isTrue();
        return "%-55s %-6s %s".formatted(path, route.getHttpMethodName(), open ? "anyone" : allowed(needed));
    }

    private static String allowed(List<String> needed) {
        return ROLES.stream().map(role -> needed.contains(role) ? role : "-").collect(Collectors.joining(" "));
    }
}
