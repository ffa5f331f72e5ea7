package cloud.hanok.platform.tlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.hanok.platform.tlog.TileAddress.EntryBundle;
import cloud.hanok.platform.tlog.TileAddress.HashTile;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TileAddressTest {
    @Test
    void pathsAreThoseOfTheSpecification() {
        assertThat(new HashTile(0, 0, 256).path()).isEqualTo("tile/0/000");
        assertThat(new HashTile(0, 1_234_067, 256).path()).isEqualTo("tile/0/x001/x234/067");
        assertThat(new HashTile(1, 5, 44).path()).isEqualTo("tile/1/005.p/44");
        assertThat(new EntryBundle(1000, 256).path()).isEqualTo("tile/entries/x001/000");
        assertThat(new EntryBundle(273, 112).path()).isEqualTo("tile/entries/273.p/112");
    }

    @Property
    void everyAddressIsReadBackFromItsPath(
            @ForAll @IntRange(min = 0, max = 5) int level,
            @ForAll @LongRange(min = 0, max = 1L << 40) long index,
            @ForAll @IntRange(min = 1, max = 256) int width) {
        HashTile tile = new HashTile(level, index, width);
        EntryBundle bundle = new EntryBundle(index, width);
        assertThat(TileAddress.parse(tile.path())).contains(tile);
        assertThat(TileAddress.parse(bundle.path())).contains(bundle);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "tile",
                "tile/0",
                "tile/0/",
                "tile/0/0",
                "tile/0/0000",
                "tile/6/000",
                "tile/00/000",
                "tile/-1/000",
                "tile/0/000.p/0",
                "tile/0/000.p/256",
                "tile/0/000.p/07",
                "tile/0/000.p/",
                "tile/0/x000/000",
                "tile/0/x1/000",
                "tile/0/001/000",
                "tile/0/x001",
                "/tile/0/000",
                "tile/0/000/",
                "tile/entries/../000",
                "tile/0/x999/x999/x999/x999/x999/999",
                "tile/0/٠٠٠"
            })
    void whatIsNoPathIsNotRead(String path) {
        assertThat(TileAddress.parse(path)).isEmpty();
    }

    @Test
    void impossibleTilesCannotBeNamed() {
        assertThatThrownBy(() -> new HashTile(6, 0, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new HashTile(0, -1, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new EntryBundle(0, 257)).isInstanceOf(IllegalArgumentException.class);
    }
}
