package cloud.hanok.compliance.receipt;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.hanok.platform.tlog.Checkpoint;
import cloud.hanok.platform.tlog.EntryBundles;
import cloud.hanok.platform.tlog.NoteKey;
import cloud.hanok.platform.tlog.SignedNote;
import cloud.hanok.platform.tlog.TileAddress;
import cloud.hanok.platform.tlog.TileAddress.EntryBundle;
import cloud.hanok.platform.tlog.TreeBuilder;
import cloud.hanok.platform.tlog.TreeHead;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/** Reads a whole log through its public side, as an auditor would, and believes nothing. */
final class Audit {
    private final TransparencyLogs logs;
    private final LogIdentity log;

    Audit(TransparencyLogs logs, LogIdentity log) {
        this.logs = logs;
        this.log = log;
    }

    TreeHead head() {
        String note = logs.checkpoint(log.logId()).orElseThrow();
        Checkpoint checkpoint = Checkpoint.parse(
                SignedNote.open(note, NoteKey.parse(log.vkey())).orElseThrow());
        assertThat(checkpoint.origin()).isEqualTo(log.origin());
        return checkpoint.head();
    }

    /** Every entry in hex, after checking that root and tiles follow from them and that none is there twice. */
    List<String> entries() {
        TreeHead head = head();
        List<byte[]> entries = new ArrayList<>();
        for (long start = 0; start < head.size(); start += 256) {
            int width = (int) Math.min(256, head.size() - start);
            byte[] bundle = tile(new EntryBundle(start / 256, width));
            entries.addAll(EntryBundles.decode(bundle));
        }
        assertThat(entries).hasSize((int) head.size());
        TreeBuilder builder = TreeBuilder.resume(0, tile -> new byte[0]);
        entries.forEach(builder::append);
        assertThat(builder.head()).isEqualTo(head);
        for (TreeBuilder.TileData data : builder.drainChangedTiles()) {
            assertThat(tile(data.tile())).as(data.tile().path()).isEqualTo(data.hashes());
        }
        List<String> texts = entries.stream().map(HexFormat.of()::formatHex).toList();
        assertThat(texts).doesNotHaveDuplicates();
        return texts;
    }

    /** The log has exactly these leaves, each once. */
    void hasExactly(Collection<Leaf> leaves) {
        Set<String> expected = new HashSet<>();
        leaves.forEach(leaf -> expected.add(HexFormat.of().formatHex(leaf.entry())));
        assertThat(new HashSet<>(entries())).isEqualTo(expected);
    }

    private byte[] tile(TileAddress address) {
        return logs.tile(log.logId(), address.path())
                .orElseThrow(() -> new AssertionError("missing " + address.path()));
    }
}
