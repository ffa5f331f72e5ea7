package cloud.hanok.billing.usage;

import cloud.hanok.platform.cassandra.Blobs;
import cloud.hanok.platform.id.CallerId;
import cloud.hanok.platform.id.KeyId;
import cloud.hanok.platform.id.MemberId;
import cloud.hanok.platform.id.PriceId;
import cloud.hanok.platform.id.ProjectId;
import cloud.hanok.platform.id.Ulid;
import cloud.hanok.platform.money.NanoWon;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Map;

/**
 * The sums of a minute or an hour with the marks they were made under. Its bytes follow from its content alone: making
 * it again gives the same bytes.
 *
 * @param marks digest of the marks that were seen before the events were read
 * @param sums of the events
 */
record Rollup(String marks, UsageSums sums) {
    /** Images and reasoning have sums of their own. */
    private static final int FORMAT = 3;

    /** Each caller has its kind before it; images are in the input, and reasoning in the output. */
    private static final int FORMAT_OF_THREE_BUCKETS = 2;

    /** All callers are keys. */
    private static final int FORMAT_OF_KEYS = 1;

    /** The bytes of the cell. */
    ByteBuffer encode() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(FORMAT);
            out.writeUTF(marks);
            out.writeInt(sums.byGroup().size());
            for (Map.Entry<UsageGroup, UsageTotals> entry : sums.byGroup().entrySet()) {
                write(out, entry.getKey(), entry.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
        return ByteBuffer.wrap(bytes.toByteArray());
    }

    /**
     * Reads a cell.
     *
     * @throws UncheckedIOException when it is cut short
     * @throws IllegalArgumentException when it is of another format
     */
    static Rollup decode(ByteBuffer cell) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(Blobs.bytes(cell)))) {
            int format = in.readUnsignedByte();
            if (format != FORMAT && format != FORMAT_OF_THREE_BUCKETS && format != FORMAT_OF_KEYS) {
                throw new IllegalArgumentException("a rollup of format " + FORMAT + " was expected, not " + format);
            }
            String marks = in.readUTF();
            UsageSums sums = new UsageSums();
            int groups = in.readInt();
            for (int i = 0; i < groups; i++) {
                UsageGroup group = new UsageGroup(
                        new ProjectId(readUlid(in)), readCaller(in, format), in.readUTF(), new PriceId(readUlid(in)));
                sums.add(group, readTotals(in, format));
            }
            return new Rollup(marks, sums);
        } catch (IOException e) {
            throw new UncheckedIOException("a rollup is cut short", e);
        }
    }

    private static void write(DataOutputStream out, UsageGroup group, UsageTotals totals) throws IOException {
        writeUlid(out, group.project().ulid());
        out.writeBoolean(group.caller() instanceof MemberId);
        writeUlid(out, group.caller().ulid());
        out.writeUTF(group.model());
        writeUlid(out, group.price().ulid());
        out.writeLong(totals.requests());
        out.writeLong(totals.inputTokens());
        out.writeLong(totals.cachedTokens());
        out.writeLong(totals.imageTokens());
        out.writeLong(totals.outputTokens());
        out.writeLong(totals.reasoningTokens());
        out.writeLong(totals.cost().value());
    }

    private static UsageTotals readTotals(DataInputStream in, int format) throws IOException {
        long requests = in.readLong();
        long input = in.readLong();
        long cached = in.readLong();
        long image = format == FORMAT ? in.readLong() : 0;
        long output = in.readLong();
        long reasoning = format == FORMAT ? in.readLong() : 0;
        return new UsageTotals(requests, input, cached, image, output, reasoning, new NanoWon(in.readLong()));
    }

    private static CallerId readCaller(DataInputStream in, int format) throws IOException {
        boolean member = format != FORMAT_OF_KEYS && in.readBoolean();
        Ulid ulid = readUlid(in);
        return member ? new MemberId(ulid) : new KeyId(ulid);
    }

    private static void writeUlid(DataOutputStream out, Ulid ulid) throws IOException {
        out.writeLong(ulid.mostSignificantBits());
        out.writeLong(ulid.leastSignificantBits());
    }

    private static Ulid readUlid(DataInputStream in) throws IOException {
        return new Ulid(in.readLong(), in.readLong());
    }
}
