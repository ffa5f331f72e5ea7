package cloud.hanok.api.security;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.hanok.api.GoldenFile;
import cloud.hanok.api.RunningServer;
import cloud.hanok.api.gateway.GatewayRoutes;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.micronaut.web.router.Router;
import io.micronaut.web.router.UriRouteInfo;
import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PermissionMatrixTest {
    private static final Set<String> PERMISSIONS = Arrays.stream(Role.values())
            .flatMap(role -> role.permissions().stream())
            .collect(Collectors.toSet());

    @Test
    void whoMayDoWhatIsTheCommittedMatrix() {
        try (RunningServer server = RunningServer.start(Map.of())) {
            Stream<String> routes = server.context()
                    .getBean(Router.class)
                    .uriRoutes()
                    .filter(route -> !route.getHttpMethodName().equals("HEAD"))
                    .map(PermissionMatrixTest::line);
            Stream<String> bytePath = GatewayRoutes.ALL.stream()
                    .map(route -> line(route.path(), route.method(), List.of(Permissions.INFERENCE)));
            String matrix = Stream.concat(
                            Stream.of(heads()),
                            Stream.concat(routes, bytePath).distinct().sorted())
                    .collect(Collectors.joining("\n", "", "\n"));
            GoldenFile.assertSame("permissions.txt", matrix);
        }
    }

    @Test
    void everyPermissionIsSomebodys() {
        Set<String> declared = Arrays.stream(Permissions.class.getFields())
                .map(PermissionMatrixTest::value)
                .collect(Collectors.toSet());
        assertThat(declared).isEqualTo(PERMISSIONS);
    }

    private static String value(Field constant) {
        try {
            return String.valueOf(constant.get(null));
        } catch (IllegalAccessException impossible) {
            throw new AssertionError(impossible);
        }
    }

    /** The roles' names from top to bottom would be hard to read; so each has a line of its own above its column. */
    private static String heads() {
        StringBuilder heads = new StringBuilder();
        for (Role role : Role.values()) {
            heads.append("%-100s ".formatted("")).append("| ".repeat(role.ordinal()));
            heads.append(role).append("\n");
        }
        return heads.toString().stripTrailing();
    }

    private static String line(UriRouteInfo<?, ?> route) {
        List<String> needed = Arrays.asList(route.getAnnotationMetadata().stringValues(Secured.class));
        return line(route.getUriMatchTemplate().toPathString(), route.getHttpMethodName(), needed);
    }

    /** What a role may do on a path: a role in a project may less where the path names none, but for what it asks of models. */
    private static List<String> reached(Role role, String path) {
        boolean inProjects = role == Role.PROJECT_OWNER || role == Role.PROJECT_MEMBER;
        boolean named = ProjectPath.isAbout(path)
                || GatewayRoutes.ALL.stream().anyMatch(route -> route.path().equals(path));
        return inProjects && !named ? Role.ACROSS_PROJECTS : role.permissions();
    }

    private static String line(String path, String method, List<String> needed) {
        // The one page of the framework that is served is opened by its configuration.
        boolean open = needed.contains(SecurityRule.IS_ANONYMOUS) || path.equals("/prometheus");
        assertThat(open || needed.size() == 1 && PERMISSIONS.containsAll(needed))
                .as("who may call %s is not said", path)
                .isTrue();
        String permission = open ? "anyone" : needed.getFirst();
        String roles = Arrays.stream(Role.values())
                .map(role -> open || reached(role, path).contains(permission) ? "x" : ".")
                .collect(Collectors.joining(" "));
        return "%-65s %-6s %-27s %s".formatted(path, method, permission, roles);
    }
}
