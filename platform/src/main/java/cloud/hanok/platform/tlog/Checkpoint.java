package cloud.hanok.platform.tlog;

import java.util.Base64;
import java.util.regex.Pattern;

/**
 * What a log signs: who it is and how its tree stands.
 *
 * @param origin the log's name, a URL without scheme
 * @param head the tree
 * @see <a href="https://c2sp.org/tlog-checkpoint">c2sp.org/tlog-checkpoint</a>
 */
public record Checkpoint(String origin, TreeHead head) {
    private static final Pattern SIZE = Pattern.compile("0|[1-9][0-9]{0,18}");

    /** Three lines: origin, size, root in base 64. The text that is signed. */
    public String text() {
        return origin + "\n" + head.size() + "\n" + Base64.getEncoder().encodeToString(head.root()) + "\n";
    }

    /**
     * Reads the text of a note that was already verified; extension lines are ignored.
     *
     * @throws IllegalArgumentException when it is no checkpoint
     */
    public static Checkpoint parse(String text) {
        String[] lines = text.split("\n", -1);
        if (lines.length < 4
                || !text.endsWith("\n")
                || lines[0].isEmpty()
                || !SIZE.matcher(lines[1]).matches()) {
            throw new IllegalArgumentException("not a checkpoint: origin, size and root are expected, a line each");
        }
        byte[] root = Base64.getDecoder().decode(lines[2]);
        return new Checkpoint(lines[0], new TreeHead(Long.parseLong(lines[1]), root));
    }
}
