package cloud.hanok.cluster.engine;

/**
 * A route of an engine.
 *
 * @param path starts with a slash
 * @param atRoot whether it is beside the protocol's version ({@code /v1}) instead of below it
 */
public record EngineRoute(String path, boolean atRoot) {
    private static final String VERSION = "/v1";

    /**
     * What stands before the path.
     *
     * @param basePath of the engine's endpoint
     */
    public String base(String basePath) {
        boolean versioned = atRoot && basePath.endsWith(VERSION);
        return versioned ? basePath.substring(0, basePath.length() - VERSION.length()) : basePath;
    }
}
