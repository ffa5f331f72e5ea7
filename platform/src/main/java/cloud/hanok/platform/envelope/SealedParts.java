package cloud.hanok.platform.envelope;

import cloud.hanok.platform.id.TenantId;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A value of any length as sealed parts, each for a place of its own and of a size that a row takes well. Whoever stores them keeps
 * their number beside: parts that are missing at the end are not noticed here.
 */
public final class SealedParts {
    /** Of a value, in one part. */
    public static final int PART_BYTES = 128 << 10;

    private final Envelopes envelopes;
    private final DataClass dataClass;
    private final String table;

    /**
     * @param table the table, and the column where a table has several
     */
    public SealedParts(Envelopes envelopes, DataClass dataClass, String table) {
        this.envelopes = envelopes;
        this.dataClass = dataClass;
        this.table = table;
    }

    /** In how many parts a value of this length is sealed. */
    public static int count(int length) {
        return Math.ceilDiv(length, PART_BYTES);
    }

    /**
     * One part of a value.
     *
     * @param key of the value within its tenant
     * @param part counted from 0
     */
    public byte[] seal(TenantId tenant, String key, byte[] value, int part) {
        int from = part * PART_BYTES;
        byte[] bytes = Arrays.copyOfRange(value, from, Math.min(value.length, from + PART_BYTES));
        return envelopes.seal(tenant, dataClass, place(key, part), bytes);
    }

    /**
     * A value of its parts.
     *
     * @param parts all of them, in order
     * @return empty when it was erased: the tenant's key was destroyed
     */
    public Optional<byte[]> open(TenantId tenant, String key, List<byte[]> parts) {
        var value = new ByteArrayOutputStream();
        for (int part = 0; part < parts.size(); part++) {
            Optional<byte[]> opened = envelopes.open(tenant, dataClass, place(key, part), parts.get(part));
            if (opened.isEmpty()) {
                return Optional.empty();
            }
            value.writeBytes(opened.get());
        }
        return Optional.of(value.toByteArray());
    }

    private Place place(String key, int part) {
        return new Place(table, key + "/" + part, 1);
    }
}
