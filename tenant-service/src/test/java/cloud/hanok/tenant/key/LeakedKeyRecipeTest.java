package cloud.hanok.tenant.key;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.hanok.platform.id.KeyId;
import cloud.hanok.platform.id.Ulid;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What {@code docs/api-keys.md} tells scanners to do finds our keys and nothing that only looks like one. */
class LeakedKeyRecipeTest {
    private static final int KEYS = 200;

    private final String page = read();

    @Test
    void theDocumentedPatternMatchesEveryKeyInItsSurroundings() {
        Pattern pattern = Pattern.compile(block("regex").strip());
        for (String key : keys(new Random(71))) {
            for (String text :
                    List.of(key, "export KEY=" + key + ";", "\"" + key + "\"", "https://x/?k=" + key + "&a")) {
                Matcher matcher = pattern.matcher(text);
                assertThat(matcher.find()).as(text).isTrue();
                assertThat(matcher.group()).isEqualTo(key);
            }
            assertThat(pattern.matcher(key + "a").find()).isFalse();
            assertThat(pattern.matcher(key.substring(0, key.length() - 1)).find())
                    .isFalse();
        }
    }

    @Test
    void theDocumentedProgramFindsKeysAndRejectsNearMisses() throws IOException, InterruptedException {
        var random = new Random(72);
        List<String> real = keys(random);
        var text = new StringBuilder();
        for (String key : real) {
            int at = 30 + random.nextInt(KeyText.LENGTH - 30);
            char other = key.charAt(at) == 'x' ? 'y' : 'x';
            text.append("key: ").append(key).append('\n');
            text.append("key: ")
                    .append(key, 0, at)
                    .append(other)
                    .append(key.substring(at + 1))
                    .append('\n');
        }
        Process python = new ProcessBuilder(
                        "python3",
                        "-c",
                        block("python") + "\nimport sys\n" + "for found in keys(sys.stdin.read()): print(found)\n")
                .redirectErrorStream(true)
                .start();
        python.getOutputStream().write(text.toString().getBytes(StandardCharsets.US_ASCII));
        python.getOutputStream().close();
        String found = new String(python.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);

        assertThat(python.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(found.lines()).containsExactlyElementsOf(real);
    }

    private static List<String> keys(Random random) {
        List<String> keys = new ArrayList<>();
        byte[] secret = new byte[KeyText.SECRET_BYTES];
        for (int key = 0; key < KEYS; key++) {
            random.nextBytes(secret);
            keys.add(KeyText.print(new KeyId(new Ulid(random.nextLong(), random.nextLong())), secret)
                    .reveal());
        }
        return keys;
    }

    private String block(String language) {
        Matcher matcher = Pattern.compile("```" + language + "\\n(.*?)```", Pattern.DOTALL)
                .matcher(page);
        assertThat(matcher.find()).as("a block of %s", language).isTrue();
        return matcher.group(1);
    }

    private static String read() {
        try {
            return Files.readString(Path.of(System.getProperty("hanok.root", ".."), "docs", "api-keys.md"));
        } catch (IOException unreadable) {
            throw new AssertionError(unreadable);
        }
    }
}
