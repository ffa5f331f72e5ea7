package cloud.hanok.standalone.engine;

import cloud.hanok.standalone.process.ProcessIdentity;
import cloud.hanok.standalone.process.StateDirectory;
import java.util.Arrays;
import java.util.List;

/**
 * The engines that run for one state folder. The control plane starts them and owns them; they are found by the key file on their command
 * line, which lies in that folder and nowhere else.
 */
public final class Engines {
    private static final String KEY_FILE = "--api-key-file";

    private Engines() {}

    /** The engines of this state folder that live. */
    public static List<ProcessHandle> running(StateDirectory state) {
        String inside = state.path() + "/";
        return ProcessHandle.allProcesses()
                .filter(process -> process.info()
                        .arguments()
                        .map(arguments -> hasKeyFile(Arrays.asList(arguments), inside))
                        .orElse(false))
                .filter(ProcessIdentity::lives)
                .toList();
    }

    /** Whether an engine is one of embeddings: it runs our script, whatever the Python is called. */
    public static boolean isOfEmbeddings(ProcessHandle engine) {
        return engine.info()
                .arguments()
                .map(arguments ->
                        Arrays.stream(arguments).anyMatch(each -> each.endsWith("/" + EmbeddingCommand.SCRIPT)))
                .orElse(false);
    }

    private static boolean hasKeyFile(List<String> arguments, String inside) {
        int option = arguments.indexOf(KEY_FILE);
        return option >= 0
                && option + 1 < arguments.size()
                && arguments.get(option + 1).startsWith(inside);
    }
}
