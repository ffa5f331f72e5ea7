package cloud.hanok.api.langchain4j;

import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.EngineFilter;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** One run of the whole kit by JUnit, and what became of each of its tests. */
final class KitRun implements TestExecutionListener {
    private static final String PARALLEL = "junit.jupiter.execution.parallel.";

    private final Map<String, Outcomes> outcomes = new HashMap<>();

    /**
     * Of a class, by the names of its tests; one with several models is one test.
     *
     * @param failed with what failed
     */
    record Outcomes(SortedSet<String> passed, SortedSet<String> notRun, SortedMap<String, Throwable> failed) {}

    private KitRun() {}

    /** Runs all of it, its classes beside each other: one of its tests waits 30 seconds for an answer that must not come. */
    static KitRun ofAll() {
        LauncherDiscoveryRequestBuilder request = LauncherDiscoveryRequestBuilder.request()
                .filters(EngineFilter.includeEngines("junit-jupiter"))
                .configurationParameter(PARALLEL + "enabled", "true")
                .configurationParameter(PARALLEL + "mode.default", "same_thread")
                .configurationParameter(PARALLEL + "mode.classes.default", "concurrent");
        for (Kit kit : Kit.values()) {
            request.selectors(DiscoverySelectors.selectClass(kit.here()));
        }
        var run = new KitRun();
        LauncherDiscoveryRequest whole = request.build();
        LauncherFactory.create().execute(whole, run);
        return run;
    }

    synchronized Outcomes of(Kit kit) {
        return outcomes.computeIfAbsent(
                kit.here().getName(), name -> new Outcomes(new TreeSet<>(), new TreeSet<>(), new TreeMap<>()));
    }

    @Override
    public synchronized void executionSkipped(TestIdentifier test, String reason) {
        test.getSource().ifPresent(source -> {
            if (source instanceof MethodSource method) {
                outcomes(method).notRun().add(method.getMethodName());
            }
        });
    }

    @Override
    public synchronized void executionFinished(TestIdentifier test, TestExecutionResult result) {
        if (!(test.getSource().orElse(null) instanceof MethodSource method)) {
            result.getThrowable()
                    .ifPresent(failure ->
                            outcomes.values().forEach(each -> each.failed().put(test.getDisplayName(), failure)));
            return;
        }
        String name = method.getMethodName();
        switch (result.getStatus()) {
            case SUCCESSFUL -> {
                if (test.isTest()) {
                    outcomes(method).passed().add(name);
                }
            }
            case ABORTED -> outcomes(method).notRun().add(name);
            case FAILED ->
                outcomes(method).failed().put(name, result.getThrowable().orElseGet(AssertionError::new));
        }
    }

    private Outcomes outcomes(MethodSource method) {
        for (Kit kit : Kit.values()) {
            if (kit.here().getName().equals(method.getClassName())) {
                return of(kit);
            }
        }
        throw new IllegalStateException(method + " is of no class that was asked for");
    }
}
