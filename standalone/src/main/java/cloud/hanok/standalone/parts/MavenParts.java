package cloud.hanok.standalone.parts;

import cloud.hanok.standalone.StandaloneException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Parts that are Maven artifacts, fetched with the machine's own Maven and its settings. */
public final class MavenParts {
    private static final String PLUGIN = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:";
    private static final String KEYCLOAK = "26.7.0";
    private static final String KEYCLOAK_ARCHIVE = "keycloak-quarkus-dist-" + KEYCLOAK + ".tar.gz";

    private final PartsCache cache;

    /** @param cache where the parts go */
    public MavenParts(PartsCache cache) {
        this.cache = cache;
    }

    /** The jars of the Cassandra server: never a dependency of a module, so they come from a project file of their own. */
    public Path cassandraJars() {
        return jars("Cassandra", "cassandra-5.0.9", "Apache Cassandra 5.0.9 (100 jars, 67 MB)", "cassandra");
    }

    /** The jars of a server that speaks S3, for tests, without the clients of other clouds. */
    public Path s3Jars() {
        return jars("S3Proxy", "s3proxy-3.0.0", "S3Proxy 3.0.0 (97 jars, 26 MB)", "s3");
    }

    /** The jars that {@code <pins>-pom.xml} asks for, which are those of {@code <pins>.sha256}. */
    private Path jars(String name, String part, String shown, String pins) {
        return cache.part(part, shown, folder -> {
            Path project = Files.writeString(folder.resolve("pom.xml"), Pins.text(pins + "-pom.xml"));
            maven(
                    "Fetching " + name,
                    folder,
                    List.of(
                            "-f",
                            project.toString(),
                            PLUGIN + "copy-dependencies",
                            "-DincludeScope=runtime",
                            "-DoutputDirectory=" + folder));
            Files.delete(project);
            requireExactly(folder, Pins.digests(pins + ".sha256"));
        });
    }

    /** Keycloak's distribution, built once for an embedded H2 file and health checks; read-only from then on. */
    public Path keycloak() {
        return cache.part(
                "keycloak-" + KEYCLOAK + "-h2", "Keycloak " + KEYCLOAK + " (176 MB, then its build)", folder -> {
                    maven(
                            "Fetching Keycloak",
                            folder,
                            List.of(
                                    PLUGIN + "copy",
                                    "-Dartifact=org.keycloak:keycloak-quarkus-dist:" + KEYCLOAK + ":tar.gz",
                                    "-DoutputDirectory=" + folder));
                    requireExactly(folder, Pins.digests("keycloak.sha256"));
                    Tool.run(
                            "Unpacking Keycloak",
                            folder,
                            List.of("tar", "-xzf", KEYCLOAK_ARCHIVE, "--strip-components=1"));
                    Files.delete(folder.resolve(KEYCLOAK_ARCHIVE));
                    Tool.run(
                            "Building Keycloak",
                            folder,
                            List.of(
                                    "bin/kc.sh",
                                    "build",
                                    "--db=dev-file",
                                    "--health-enabled=true",
                                    "--metrics-enabled=true"));
                });
    }

    private static void maven(String purpose, Path folder, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of("mvn", "-B", "-q"));
        command.addAll(arguments);
        Tool.run(purpose, folder, command);
    }

    private static void requireExactly(Path folder, Map<String, String> digests) throws IOException {
        TreeSet<String> found = new TreeSet<>();
        try (var files = Files.list(folder)) {
            files.forEach(file -> found.add(file.getFileName().toString()));
        }
        if (!found.equals(digests.keySet())) {
            TreeSet<String> different = new TreeSet<>(found);
            different.removeAll(digests.keySet());
            TreeSet<String> missing = new TreeSet<>(digests.keySet());
            missing.removeAll(found);
            throw new StandaloneException(
                    "The fetched files are not the pinned set: unknown " + different + ", missing " + missing + ".",
                    "Nothing of them was used. Check whether your Maven settings replace versions.");
        }
        digests.forEach((name, digest) -> Sha256.require(name, folder.resolve(name), digest));
    }
}
