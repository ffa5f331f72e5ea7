package cloud.hanok.api.files;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.hanok.api.error.ApiException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class TransfersTest {
    private static final int PART_BYTES = 5 << 20;

    @Test
    void contentsHaveAQuarterOfASmallHeapAndTheirNumberIsBoundInALargeOne() {
        var small = new Transfers(PART_BYTES, 256L << 20);
        assertThat(most(small::incoming)).isEqualTo(64 / 6);
        assertThat(most(new Transfers(PART_BYTES, 256L << 20)::outgoing)).isEqualTo(64);
        assertThat(most(new Transfers(PART_BYTES, 1L << 40)::incoming)).isEqualTo(128);
        assertThat(most(new Transfers(0, 1L << 30)::incoming)).isEqualTo(128);
        assertThat(most(new Transfers(PART_BYTES, 1 << 20)::incoming))
                .as("one at least")
                .isEqualTo(1);
    }

    @Test
    void whatEndsLeavesRoomOnce() {
        var transfers = new Transfers(PART_BYTES, 256L << 20);
        List<Transfers.Transfer> open = fill(transfers::incoming);
        open.getFirst().close();
        open.getFirst().close();
        assertThat(most(transfers::incoming)).isEqualTo(1);
    }

    private static int most(Supplier<Transfers.Transfer> transfers) {
        return fill(transfers).size();
    }

    private static List<Transfers.Transfer> fill(Supplier<Transfers.Transfer> transfers) {
        List<Transfers.Transfer> open = new ArrayList<>();
        while (true) {
            try {
                open.add(transfers.get());
            } catch (ApiException full) {
                return open;
            }
        }
    }
}
