package cloud.hanok.standalone.mail;

import cloud.hanok.standalone.process.StateDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Mails as files, numbered in the order they came, readable by their owner alone. The oldest go when there are too many. */
public final class MailFolder {
    /** Of one machine; each of at most {@link SmtpSession#MAX_MESSAGE_BYTES}. */
    static final int MOST_KEPT = 500;

    private static final String SUFFIX = ".eml";

    private final StateDirectory folder;

    public MailFolder(StateDirectory folder) {
        this.folder = folder;
    }

    /** A mail that is kept. */
    public record Kept(int number, Path file) {}

    /** Keeps a message, as it came. A reader sees all of it or nothing. */
    synchronized int store(byte[] message) {
        List<Kept> kept = list();
        int number = kept.isEmpty() ? 1 : kept.getLast().number() + 1;
        Path next = folder.file("next");
        try {
            Files.deleteIfExists(next);
            Files.createFile(next, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.write(next, message);
            Files.move(next, folder.file("%08d%s".formatted(number, SUFFIX)), StandardCopyOption.ATOMIC_MOVE);
            for (Kept old : kept.subList(0, Math.max(0, kept.size() + 1 - MOST_KEPT))) {
                Files.deleteIfExists(old.file());
            }
            return number;
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot keep a mail in " + folder.path(), failure);
        }
    }

    /** What is kept, the oldest first. */
    public List<Kept> list() {
        try (Stream<Path> files = Files.list(folder.path())) {
            return files.filter(file -> file.getFileName().toString().matches("\\d{8}\\" + SUFFIX))
                    .map(file -> new Kept(
                            Integer.parseInt(file.getFileName().toString().substring(0, 8)), file))
                    .sorted(java.util.Comparator.comparingInt(Kept::number))
                    .toList();
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot read " + folder.path(), failure);
        }
    }

    /** The mail of this number. */
    public Optional<Kept> find(int number) {
        return list().stream().filter(each -> each.number() == number).findFirst();
    }
}
