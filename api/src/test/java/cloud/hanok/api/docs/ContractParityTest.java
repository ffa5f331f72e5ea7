package cloud.hanok.api.docs;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.hanok.api.RunningServer;
import cloud.hanok.api.gateway.GatewayRoutes;
import com.fasterxml.jackson.databind.JsonNode;
import io.micronaut.web.router.Router;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ContractParityTest {
    /** Routes of the byte path; they are in front of the router. */
    private static final Set<String> OF_THE_BYTE_PATH = GatewayRoutes.ALL.stream()
            .map(route -> route.method() + " " + route.path())
            .collect(Collectors.toSet());

    /** The console's pages and their backend are built and changed together: nobody else is promised anything of them. */
    private static final String OF_THE_CONSOLE = "/console";

    private static RunningServer server;

    @BeforeAll
    static void start() {
        server = RunningServer.start(Map.of());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void everyRouteIsInAContractAndEveryOperationIsARoute() {
        assertThat(operations()).isEqualTo(routes());
    }

    @Test
    void everyOperationIsNamedOnceAndHasASummary() {
        var names = new TreeSet<String>();
        eachOperation().forEach(operation -> {
            assertThat(names.add(operation.get("operationId").asText()))
                    .as(operation.toString())
                    .isTrue();
            assertThat(operation.get("summary").asText()).isNotBlank();
            assertThat(operation.get("tags").size()).isEqualTo(1);
        });
    }

    @Test
    void thePageLoadsNothingFromElsewhere() {
        var page = server.send(server.request("/docs"));
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("content-type")).hasValue("text/html; charset=utf-8");
        assertThat(page.headers().firstValue("content-security-policy"))
                .hasValueSatisfying(policy -> assertThat(policy).startsWith("default-src 'none'"));
        String script = server.send(server.request("/docs/viewer.js")).body();
        String style = server.send(server.request("/docs/viewer.css")).body();
        assertThat(page.body() + script + style).doesNotContain("http://", "https://", "innerHTML", "eval(", "style=");
        assertThat(script).contains("/openapi/");
    }

    @Test
    void contractsAreServedAsCommittedAndAsJson() {
        for (String name : Contracts.NAMES) {
            assertThat(server.send(server.request("/openapi/" + name + ".yaml")).body())
                    .startsWith("openapi: 3.1.0");
            assertThat(server.send(server.request("/openapi/" + name + ".json")).body())
                    .startsWith("{\"openapi\":\"3.1.0\"");
        }
        assertThat(server.send(server.request("/openapi/other.yaml")).statusCode())
                .isEqualTo(404);
    }

    private static Set<String> routes() {
        Set<String> routes = server.context()
                .getBean(Router.class)
                .uriRoutes()
                .filter(route -> !route.getHttpMethodName().equals("HEAD"))
                .filter(route -> !route.getUriMatchTemplate().toPathString().startsWith(OF_THE_CONSOLE))
                .map(route -> route.getHttpMethodName() + " "
                        + route.getUriMatchTemplate().toPathString().replace("{+", "{"))
                .collect(Collectors.toCollection(TreeSet::new));
        routes.addAll(OF_THE_BYTE_PATH);
        return routes;
    }

    private static Set<String> operations() {
        var operations = new TreeSet<String>();
        for (String name : Contracts.NAMES) {
            contract(name)
                    .get("paths")
                    .properties()
                    .forEach(path -> path.getValue()
                            .properties()
                            .forEach(operation ->
                                    operations.add(operation.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey())));
        }
        return operations;
    }

    private static Stream<JsonNode> eachOperation() {
        return Contracts.NAMES.stream()
                .flatMap(name -> contract(name).get("paths").valueStream())
                .flatMap(JsonNode::valueStream);
    }

    private static JsonNode contract(String name) {
        return server.context().getBean(Contracts.class).tree(name);
    }
}
