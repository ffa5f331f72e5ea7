package cloud.hanok.content.object;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.hanok.platform.id.TenantId;
import cloud.hanok.platform.id.Ulid;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every store keeps. */
abstract class ObjectStoreContract {
    static final TenantId TENANT = new TenantId(new Ulid(1, 2));
    static final Ulid NAME = new Ulid(3, 4);

    /** An empty store, the same one within a test. */
    abstract ObjectStore store();

    /** Objects that are being written, or were when their writer died. */
    abstract int unfinished();

    /** From now on the store does not answer, or has lost its place. */
    abstract void takeAway() throws IOException;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, S3Writer.PART_BYTES, S3Writer.PART_BYTES + 1, 2 * S3Writer.PART_BYTES + 3})
    void anObjectIsThereOnceItIsCommittedAndNotBefore(int length) throws IOException {
        byte[] bytes = bytes(length);
        try (ObjectWriter writer = store().write(TENANT, NAME)) {
            for (int at = 0; at < length; at += 1_000_003) {
                writer.write(bytes, at, Math.min(1_000_003, length - at));
            }
            assertThatThrownBy(() -> store().read(TENANT, NAME, 0)).isInstanceOf(ObjectMissingException.class);
            writer.commit();
        }
        for (int from : new int[] {0, length / 2, length}) {
            assertThat(read(TENANT, from)).isEqualTo(Arrays.copyOfRange(bytes, from, length));
        }
        assertThat(unfinished()).isZero();
        store().delete(TENANT, NAME);
        store().delete(TENANT, NAME);
        assertThatThrownBy(() -> store().read(TENANT, NAME, 0)).isInstanceOf(ObjectMissingException.class);
    }

    @Test
    void whatLiesBehindTheEndOfAnObjectThatWasCutIsNothing() throws IOException {
        put(TENANT, bytes(10));
        assertThat(read(TENANT, 1_000)).isEmpty();
    }

    @Test
    void anObjectIsOfOneTenant() throws IOException {
        var other = new TenantId(new Ulid(5, 6));
        put(TENANT, new byte[] {1});
        put(other, new byte[] {2});
        store().delete(TENANT, NAME);
        assertThatThrownBy(() -> store().read(TENANT, NAME, 0)).isInstanceOf(ObjectMissingException.class);
        assertThat(read(other, 0)).containsExactly(2);
    }

    @Test
    void aReaderThatLeavesInTheMiddleLeavesTheNextOneAlone() throws IOException {
        byte[] bytes = bytes(2 * S3Writer.PART_BYTES);
        put(TENANT, bytes);
        for (int reader = 0; reader < 5; reader++) {
            try (InputStream in = store().read(TENANT, NAME, reader)) {
                assertThat(in.readNBytes(1_000)).isEqualTo(Arrays.copyOfRange(bytes, reader, reader + 1_000));
            }
        }
        assertThat(read(TENANT, 0)).isEqualTo(bytes);
    }

    @Test
    void whatIsNotCommittedLeavesNothing() {
        byte[] bytes = bytes(S3Writer.PART_BYTES + 1);
        try (ObjectWriter writer = store().write(TENANT, NAME)) {
            writer.write(bytes, 0, bytes.length);
            assertThat(unfinished()).isEqualTo(1);
        }
        assertThat(unfinished()).isZero();
        assertThatThrownBy(() -> store().read(TENANT, NAME, 0)).isInstanceOf(ObjectMissingException.class);
    }

    /** Never closed, as by a process that was killed. */
    @Test
    @SuppressWarnings("MustBeClosedChecker")
    void whatADeadWriterLeftIsRemovedWhenItIsOld() {
        byte[] bytes = bytes(S3Writer.PART_BYTES + 1);
        store().write(TENANT, NAME).write(bytes, 0, bytes.length);
        store().removeLeftovers(Instant.now().minusSeconds(3_600));
        assertThat(unfinished()).isEqualTo(1);
        store().removeLeftovers(Instant.now().plusSeconds(3_600));
        assertThat(unfinished()).isZero();
    }

    @Test
    void aStoreThatIsAwayHasLostNothing() throws IOException {
        put(TENANT, new byte[] {1});
        takeAway();
        assertThatThrownBy(() -> store().read(TENANT, NAME, 0)).isInstanceOf(ObjectStoreUnavailableException.class);
        assertThatThrownBy(() -> store().delete(TENANT, NAME)).isInstanceOf(ObjectStoreUnavailableException.class);
        assertThatThrownBy(() -> store().removeLeftovers(Instant.EPOCH))
                .isInstanceOf(ObjectStoreUnavailableException.class);
        assertThatThrownBy(() -> put(TENANT, new byte[] {1})).isInstanceOf(ObjectStoreUnavailableException.class);
    }

    final void put(TenantId tenant, byte[] bytes) {
        try (ObjectWriter writer = store().write(tenant, NAME)) {
            writer.write(bytes, 0, bytes.length);
            writer.commit();
        }
    }

    final byte[] read(TenantId tenant, long from) throws IOException {
        try (InputStream in = store().read(tenant, NAME, from)) {
            return in.readAllBytes();
        }
    }

    static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }
}
