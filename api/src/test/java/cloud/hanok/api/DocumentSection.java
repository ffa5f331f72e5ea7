package cloud.hanok.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A part of a page under {@code docs} that a test writes, between two comments that name it. With {@code GOLDEN_WRITE} set
 * it is written anew.
 *
 * @param page the file's name
 * @param name of the part
 * @param writer the test
 */
public record DocumentSection(String page, String name, String writer) {
    private static final Path DOCUMENTATION = Path.of("..", "docs");

    /** Fails when the page says something else. */
    public void assertSays(String text) {
        Path file = DOCUMENTATION.resolve(page);
        String begin = "<!-- " + name + ": written by " + writer + " with GOLDEN_WRITE=1 -->\n\n";
        String end = "\n<!-- end of " + name + " -->";
        try {
            String whole = Files.readString(file);
            int from = whole.indexOf(begin) + begin.length();
            assertThat(whole).contains(begin, end);
            if (System.getenv("GOLDEN_WRITE") != null) {
                whole = whole.substring(0, from) + text + whole.substring(whole.indexOf(end));
                Files.writeString(file, whole);
            }
            assertThat(whole.substring(from, whole.indexOf(end)))
                    .as("%s: write it anew with GOLDEN_WRITE=1", file)
                    .isEqualTo(text);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
