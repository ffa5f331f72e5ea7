package cloud.hanok.cluster.driver;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What is known of an engine, for operators.
 *
 * @param pid of its process, when it runs on this machine
 * @param logFile of its process, when it runs on this machine
 * @param load how busy it last said it is
 */
public record EngineFacts(OptionalLong pid, Optional<Path> logFile, EngineLoad load) {
    /** Of an engine that somebody else runs. */
    static final EngineFacts EXTERNAL = new EngineFacts(OptionalLong.empty(), Optional.empty(), EngineLoad.UNKNOWN);
}
