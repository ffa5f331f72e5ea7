package cloud.hanok.api.fault;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * The program as tests start it in JVMs of their own, again and again: one of these starts is learnt from (JEP 514 and 515), and the later
 * ones take half its processor time. Until it is written down what was learnt, and where that fails, they start without.
 */
final class ProgramStarts {
    private static final Path FOLDER = Path.of(System.getProperty("basedir", ""), "target", "starts")
            .toAbsolutePath()
            .normalize();
    private static final Path CLASSES = FOLDER.resolveSibling("classes");
    private static final Path JAR = FOLDER.resolve("program.jar");
    private static final Path KNOWN = FOLDER.resolve("program.aot");
    private static final Path LEARNT = FOLDER.resolve("program.learnt");
    private static final String LEARNS = "-XX:AOTCacheOutput=" + LEARNT;

    /** Says which process is learnt from. */
    private static final Path LEARNER = FOLDER.resolve("learner");

    /** The same for the life of this JVM, as what it is made of. */
    private static final String CLASS_PATH = entries().stream()
            .map(entry -> entry.toAbsolutePath().normalize())
            .map(entry -> entry.equals(CLASSES) ? JAR : entry)
            .map(Path::toString)
            .collect(Collectors.joining(File.pathSeparator));

    private ProgramStarts() {}

    /** The class path of tests without their own classes, and with a jar of the program's: a JVM learns nothing of folders. */
    static String classPath() {
        return CLASS_PATH;
    }

    /** What is on it, of which nothing is newer than what is known of it. */
    private static List<Path> entries() {
        List<Path> entries = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .filter(entry -> !entry.endsWith("test-classes"))
                .toList();
        try {
            Files.createDirectories(FOLDER);
            try (FileChannel file = FileChannel.open(
                            FOLDER.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock _ = file.lock()) {
                if (Files.notExists(JAR) || modified(JAR) < newest(entries)) {
                    Files.deleteIfExists(KNOWN);
                    Files.deleteIfExists(LEARNER);
                    pack();
                }
            }
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot make " + JAR, failure);
        }
        return entries;
    }

    /**
     * Options of a start: to use what is known, or to be the one that is learnt from, which is not one to measure: it keeps some 250 MiB more.
     *
     * @param more options of it
     */
    static List<String> options(String... more) {
        return Stream.concat(known().stream(), Arrays.stream(more)).toList();
    }

    private static List<String> known() {
        if (Files.exists(KNOWN)) {
            return List.of("-XX:AOTCache=" + KNOWN, "-Xlog:aot=off,cds=off");
        }
        try {
            Files.createFile(LEARNER);
            return List.of(LEARNS, "-Xlog:aot=off,cds=off");
        } catch (FileAlreadyExistsException another) {
            return List.of();
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot write " + LEARNER, failure);
        }
    }

    /**
     * Has a process that serves write down what it learnt, if it is the one; that takes a core for some seconds.
     *
     * @param command with which it was started
     */
    static void served(List<String> command, long pid) throws InterruptedException {
        if (!command.contains(LEARNS)) {
            return;
        }
        try {
            String jcmd =
                    Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
            int ended = new ProcessBuilder(jcmd, Long.toString(pid), "AOT.end_recording")
                    .redirectErrorStream(true)
                    .redirectOutput(FOLDER.resolve("learning.log").toFile())
                    .start()
                    .waitFor();
            if (ended == 0 && Files.exists(LEARNT)) {
                Files.move(LEARNT, KNOWN, StandardCopyOption.ATOMIC_MOVE);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException("nothing was learnt of " + pid, failure);
        }
    }

    private static void pack() throws IOException {
        Path next = FOLDER.resolve("program.next");
        try (OutputStream file = Files.newOutputStream(next);
                ZipOutputStream jar = new ZipOutputStream(file);
                Stream<Path> all = Files.walk(CLASSES)) {
            jar.setLevel(0);
            // Of folders too: services are looked for in them.
            for (Path each : all.filter(each -> !each.equals(CLASSES)).toList()) {
                boolean isFolder = Files.isDirectory(each);
                String name = CLASSES.relativize(each).toString().replace(File.separatorChar, '/');
                jar.putNextEntry(new ZipEntry(isFolder ? name + "/" : name));
                if (!isFolder) {
                    Files.copy(each, jar);
                }
            }
        }
        Files.move(next, JAR, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static long newest(List<Path> entries) throws IOException {
        long newest = 0;
        for (Path entry : entries) {
            try (Stream<Path> files = Files.walk(entry)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    newest = Math.max(newest, modified(file));
                }
            }
        }
        return newest;
    }

    private static long modified(Path file) throws IOException {
        return Files.getLastModifiedTime(file).toMillis();
    }
}
