package cloud.hanok.content.file;

import cloud.hanok.content.object.ObjectStore;
import cloud.hanok.content.object.SealedObjects;
import cloud.hanok.platform.cassandra.Keyspaces;
import cloud.hanok.platform.envelope.Envelopes;
import cloud.hanok.platform.id.Ulids;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;

/** Files, uploads and their upkeep, which share what they stand on. */
public final class FileRoom {
    private final Files files;
    private final Uploads uploads;
    private final FileUpkeep upkeep;

    /**
     * @param ulids names files, parts and objects: its randomness must be cryptographically strong
     * @param upkeepPeriod between two turns of the upkeep: {@link FileUpkeep#PERIOD}
     */
    public FileRoom(
            Keyspaces keyspaces,
            Envelopes envelopes,
            ObjectStore store,
            FileSettings settings,
            Duration upkeepPeriod,
            Ulids ulids,
            SecureRandom random,
            Clock clock) {
        var objects = new SealedObjects(store, envelopes, random);
        var deeds = new Deeds(keyspaces);
        var pieces = new Pieces(objects, new KeptObjects(keyspaces), deeds, settings, ulids, clock);
        var rows = new FileRows(keyspaces, envelopes);
        this.files = new Files(rows, pieces, deeds, objects, settings, ulids, clock);
        this.uploads = new Uploads(new UploadRows(keyspaces, rows), files, pieces, deeds, objects, ulids, clock);
        var sweeps = new SweepRows(keyspaces, ulids.next().toString());
        this.upkeep = new FileUpkeep(files, uploads, pieces, deeds, sweeps, store, upkeepPeriod, clock);
    }

    /** Files. */
    public Files files() {
        return files;
    }

    /** Files that come in parts. */
    public Uploads uploads() {
        return uploads;
    }

    /** What is due of both. */
    public FileUpkeep upkeep() {
        return upkeep;
    }
}
