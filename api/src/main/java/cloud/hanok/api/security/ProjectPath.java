package cloud.hanok.api.security;

import cloud.hanok.platform.id.ProjectId;
import io.micronaut.http.HttpRequest;
import io.micronaut.web.router.RouteAttributes;
import io.micronaut.web.router.RouteMatch;
import io.micronaut.web.router.UriRouteMatch;

/** Which project of the caller's tenant a request's path is about: the variable that follows {@value #PREFIX}. */
sealed interface ProjectPath {
    /** What such a route's template begins with. */
    String PREFIX = "/v1/organization/projects/{";

    /** About this one. */
    record Of(ProjectId project) implements ProjectPath {}

    /** About one, and no id stands there: who is in single projects has nothing to do in it. */
    record OfNone() implements ProjectPath {}

    /** About no single one. */
    record Across() implements ProjectPath {}

    /** That of a request. Read from the very match that will be called, so that no spelling of a path means two things. */
    static ProjectPath of(HttpRequest<?> request) {
        RouteMatch<?> match = RouteAttributes.getRouteMatch(request).orElse(null);
        if (!(match instanceof UriRouteMatch<?, ?> route) || !isAbout(template(route))) {
            return new Across();
        }
        String name = template(route).substring(PREFIX.length()).replaceFirst("}.*", "");
        Object value = route.getVariableValues().get(name);
        try {
            return value == null ? new OfNone() : new Of(ProjectId.parse(value.toString()));
        } catch (IllegalArgumentException noId) {
            return new OfNone();
        }
    }

    /** Whether routes of this template are about one project. */
    static boolean isAbout(String template) {
        return template.startsWith(PREFIX);
    }

    private static String template(UriRouteMatch<?, ?> route) {
        return route.getRouteInfo().getUriMatchTemplate().toPathString();
    }
}
