package cloud.hanok.content.object;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.hanok.platform.id.TenantId;
import cloud.hanok.platform.id.Ulid;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SealedFormTest {
    private static final TenantId TENANT = new TenantId(new Ulid(1, 2));
    private static final Ulid OBJECT = new Ulid(3, 4);
    private static final byte[] KEY = new byte[SealedForm.KEY_BYTES];
    private static final int CHUNK = SealedForm.CHUNK_BYTES;
    private static final int SEALED = CHUNK + SealedForm.TAG_BYTES;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK, 3 * CHUNK + 7})
    void whatWasSealedIsOpenedFromEveryByteOn(int length) {
        byte[] clear = bytes(length);
        byte[] sealed = sealed(clear);
        assertThat(sealed).hasSize(length + (int) SealedForm.chunks(length) * SealedForm.TAG_BYTES);
        for (int from : new int[] {0, 1, CHUNK - 1, CHUNK, CHUNK + 1, length - 1}) {
            if (from >= 0 && from < Math.max(1, length)) {
                assertThat(opened(OBJECT, sealed, length, from))
                        .as("from " + from)
                        .isEqualTo(Arrays.copyOfRange(clear, from, length));
            }
        }
    }

    @Test
    void whatWasChangedMovedCutOrBroughtFromElsewhereIsNoticed() {
        int length = 3 * CHUNK + 7;
        byte[] clear = bytes(length);
        byte[] sealed = sealed(clear);
        byte[] changed = sealed.clone();
        changed[SEALED + 5] ^= 1;
        byte[] swapped = sealed.clone();
        System.arraycopy(sealed, 0, swapped, SEALED, SEALED);
        System.arraycopy(sealed, SEALED, swapped, 0, SEALED);
        assertDamaged(OBJECT, changed, length);
        assertDamaged(OBJECT, swapped, length);
        assertDamaged(OBJECT, Arrays.copyOf(sealed, sealed.length - 1), length);
        assertDamaged(OBJECT, Arrays.copyOf(sealed, sealed.length + 1), length);
        assertDamaged(OBJECT, Arrays.copyOf(sealed, 2 * SEALED), length);
        // Cut where a chunk ends, with a row that was made to say so: the last chunk is marked as such.
        assertDamaged(OBJECT, Arrays.copyOf(sealed, 2 * SEALED), 2 * CHUNK);
        assertDamaged(new Ulid(3, 5), sealed, length);
    }

    private static void assertDamaged(Ulid object, byte[] sealed, long length) {
        assertThatThrownBy(() -> opened(object, sealed, length, 0)).isInstanceOf(DamagedObjectException.class);
    }

    private static byte[] sealed(byte[] clear) {
        var form = new SealedForm(TENANT, OBJECT, KEY);
        var sealed = new ByteArrayOutputStream();
        byte[] buffer = new byte[SEALED];
        int chunks = (int) SealedForm.chunks(clear.length);
        for (int i = 0; i < chunks; i++) {
            int to = Math.min(clear.length, (i + 1) * CHUNK);
            byte[] chunk = Arrays.copyOfRange(clear, i * CHUNK, to);
            sealed.write(buffer, 0, form.seal(chunk, chunk.length, i, i == chunks - 1, buffer));
        }
        return sealed.toByteArray();
    }

    private static byte[] opened(Ulid object, byte[] sealed, long length, int from) {
        var form = new SealedForm(TENANT, object, KEY);
        int chunk = from / CHUNK;
        var in = new ByteArrayInputStream(sealed, chunk * SEALED, sealed.length - chunk * SEALED);
        try (var opening = new OpeningStream(form, in, length, chunk, from % CHUNK)) {
            var out = new ByteArrayOutputStream();
            byte[] some = new byte[100_003];
            for (int count = opening.read(some, 0, some.length);
                    count >= 0;
                    count = opening.read(some, 0, some.length)) {
                out.write(some, 0, count);
            }
            return out.toByteArray();
        }
    }

    private static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }
}
