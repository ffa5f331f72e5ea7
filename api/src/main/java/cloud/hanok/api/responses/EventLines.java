package cloud.hanok.api.responses;

import cloud.hanok.cluster.engine.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Cuts the text of a stream into its events, however its bytes come. */
final class EventLines {
    private static final String NAME = "event: ";
    private static final String DATA = "data: ";

    private final Bytes rest = new Bytes();

    /** One event: its text with its blank line. */
    @SuppressWarnings("ArrayRecordComponent")
    record Line(byte[] bytes) {
        /** Its type. */
        String type() {
            return field(NAME);
        }

        /** Its object, as JSON. */
        String data() {
            return field(DATA);
        }

        private String field(String name) {
            for (String line : new String(bytes, StandardCharsets.UTF_8).split("\n", -1)) {
                if (line.startsWith(name)) {
                    return line.substring(name.length());
                }
            }
            return "";
        }

        /** Whether nothing but an error may follow. */
        boolean isLast() {
            return switch (type()) {
                case "response.completed", "response.incomplete", ResponseStream.FAILED, ResponseStream.ERROR -> true;
                default -> false;
            };
        }
    }

    /** The events that are whole with these bytes. */
    List<Line> add(byte[] bytes) {
        List<Line> whole = new ArrayList<>();
        rest.add(bytes);
        byte[] all = rest.array();
        int length = rest.length();
        int from = 0;
        for (int i = Math.max(1, length - bytes.length); i < length; i++) {
            if (all[i] == '\n' && all[i - 1] == '\n' && i - 1 >= from) {
                whole.add(new Line(Arrays.copyOfRange(all, from, i + 1)));
                from = i + 1;
            }
        }
        if (from > 0) {
            byte[] left = Arrays.copyOfRange(all, from, length);
            rest.clear();
            rest.add(left);
        }
        return whole;
    }

    /** All of them as bytes again; empty for none. */
    static Optional<byte[]> joined(List<Line> lines) {
        if (lines.isEmpty()) {
            return Optional.empty();
        }
        var all = new Bytes();
        lines.forEach(line -> all.add(line.bytes()));
        return Optional.of(all.copy());
    }
}
