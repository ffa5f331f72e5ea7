package cloud.hanok.standalone.parts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.hanok.standalone.StandaloneException;
import cloud.hanok.standalone.screen.Screen;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PartsCacheTest {
    /** SHA-256 of the text {@code hanok}, from {@code printf hanok | sha256sum}. */
    private static final String DIGEST = "e0d6c2ead26b3032a2d04fc10d7c852b8fecddba551ec6cefacef50f20cb1723";

    private final ByteArrayOutputStream shown = new ByteArrayOutputStream();

    @TempDir
    Path folder;

    @Test
    void aFileThatIsNotThePinnedOneIsRefusedByNameAndLeavesNothing() {
        PartsCache cache = cache();
        assertThatThrownBy(() -> cache.part("thing-1", "a thing", work -> {
                    Path file = Files.writeString(work.resolve("file"), "tampered");
                    Sha256.require("thing.jar", file, "0".repeat(64));
                }))
                .isInstanceOf(StandaloneException.class)
                .hasMessageContaining("thing.jar")
                .hasMessageContaining("0".repeat(64))
                .hasMessageContaining("expected");
        assertThat(cache.present("thing-1")).isEmpty();
        assertThat(folder.resolve("thing-1.partial")).doesNotExist();
    }

    @Test
    void manyWhoNeedAPartAtOnceGetOneThatWasMadeOnce() {
        AtomicInteger made = new AtomicInteger();
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int caller = 0; caller < 8; caller++) {
                PartsCache cache = cache();
                callers.execute(() -> {
                    synchronized (made) {
                        cache.part("thing-1", "a thing", work -> {
                            made.incrementAndGet();
                            Files.writeString(work.resolve("file"), "hanok");
                        });
                    }
                });
            }
        }
        assertThat(made).hasValue(1);
        assertThat(folder.resolve("thing-1/file")).hasContent("hanok");
        assertThat(shown.toString(StandardCharsets.UTF_8)).contains("a thing: done in");
    }

    @Test
    void aFileThatWasDamagedSinceItWasFetchedIsNamed() throws Exception {
        PartsCache cache = cache();
        Path whole = cache.part("whole-1", "a thing", work -> Files.writeString(work.resolve("file"), "hanok"));
        Path part = cache.part("thing-1", "a thing", work -> {
            Files.createDirectories(work.resolve("lib"));
            Files.writeString(work.resolve("lib").resolve("a.jar"), "hanok");
            Files.writeString(work.resolve("b.jar"), "hanok");
        });
        assertThat(cache.damaged()).isEmpty();
        Files.writeString(part.resolve("lib").resolve("a.jar"), "hano");
        Files.writeString(whole.resolve("later"), "laid down by Python");
        assertThat(cache.damaged()).containsExactly(Map.entry(part, part.resolve("lib/a.jar")));
        Files.delete(part.resolve("lib/a.jar"));
        assertThat(cache.damaged()).containsOnlyKeys(part);
    }

    @Test
    void theCacheLiesOutsideTheCheckoutWhereTheUserWantsIt() {
        assertThat(PartsCache.defaultRoot(Map.of("HANOK_CACHE", "/a/b", "HOME", "/home/u")))
                .isEqualTo(Path.of("/a/b"));
        assertThat(PartsCache.defaultRoot(Map.of("XDG_CACHE_HOME", "/x", "HOME", "/home/u")))
                .isEqualTo(Path.of("/x/hanok"));
        assertThat(PartsCache.defaultRoot(Map.of("HOME", "/home/u"))).isEqualTo(Path.of("/home/u/.cache/hanok"));
    }

    @Test
    void theDigestIsTheOneThatOtherToolsCompute() throws Exception {
        assertThat(Sha256.of(Files.writeString(folder.resolve("f"), "hanok"))).isEqualTo(DIGEST);
    }

    @Test
    void everyPinIsASha256() {
        assertThat(Pins.digests("cassandra.sha256")).hasSize(100).allSatisfy((name, digest) -> {
            assertThat(name).endsWith(".jar");
            assertThat(digest).matches("[0-9a-f]{64}");
        });
        assertThat(Pins.text("wheels.txt").lines())
                .allMatch(line -> line.matches("[a-z0-9-]+==[0-9.]+ sha256:[0-9a-f]{64}"));
    }

    private PartsCache cache() {
        return new PartsCache(
                folder, new Screen(new PrintStream(shown, true, StandardCharsets.UTF_8)), Clock.systemUTC());
    }
}
