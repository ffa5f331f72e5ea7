package cloud.hanok.content.file;

import cloud.hanok.content.object.ObjectStore;
import cloud.hanok.platform.id.UploadId;
import cloud.hanok.platform.turn.Turns;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does what is due of files: removes what has expired, goes on with what died in the middle, and removes objects that belong to nothing.
 * One process at a time does it, under a lease; all of it may be done again. What fails is put off.
 */
public final class FileUpkeep implements AutoCloseable {
    /** Between two turns: by so much what expired is removed later. It is not there from the moment on. */
    public static final Duration PERIOD = Duration.ofSeconds(30);

    /** What could not be done is tried again after this. */
    static final Duration PUT_OFF = Duration.ofMinutes(5);

    /** Deeds are noted before they are due, and this long behind the noting they are surely seen. */
    private static final int HOURS_KEPT_OPEN = 1;

    private static final Logger LOG = LoggerFactory.getLogger(FileUpkeep.class);

    private final Files files;
    private final Uploads uploads;
    private final Pieces pieces;
    private final Deeds deeds;
    private final SweepRows sweeps;
    private final ObjectStore store;
    private final Clock clock;
    private final Turns turns;
    private long clearedHour;

    FileUpkeep(
            Files files,
            Uploads uploads,
            Pieces pieces,
            Deeds deeds,
            SweepRows sweeps,
            ObjectStore store,
            Duration period,
            Clock clock) {
        this.files = files;
        this.uploads = uploads;
        this.pieces = pieces;
        this.deeds = deeds;
        this.sweeps = sweeps;
        this.store = store;
        this.turns = new Turns("file-upkeep", period, this::turn);
        this.clock = clock;
    }

    /** Works from now on, on a thread of its own. */
    public void start() {
        turns.start();
    }

    /** One turn: all that is due. Blocks, never throws. */
    public void turn() {
        try {
            Optional<SweepRows.Turn> turn = sweeps.take(clock.instant());
            if (turn.isPresent()) {
                sweep(turn.get());
                clear();
            }
        } catch (RuntimeException later) {
            LOG.warn("what is due of files waits for the next turn: {}", later.getMessage());
        }
    }

    private void sweep(SweepRows.Turn taken) {
        Optional<SweepRows.Turn> turn = Optional.of(taken);
        long hour = taken.hour();
        while (turn.isPresent() && !turns.ended()) {
            Instant now = clock.instant();
            List<Deed> due = deeds.due(hour, now);
            due.forEach(deed -> look(deed, now));
            if (!due.isEmpty()) {
                turn = sweeps.keep(turn.get(), turn.get().hour(), clock.instant());
            } else if (hour < Deeds.hour(now)) {
                hour++;
                long done = Math.max(turn.get().hour(), Math.min(hour, Deeds.hour(now) - HOURS_KEPT_OPEN));
                if (done > turn.get().hour()) {
                    turn = sweeps.keep(turn.get(), done, now);
                }
            } else {
                return;
            }
        }
    }

    private void look(Deed deed, Instant now) {
        try {
            switch (deed.subject()) {
                case Deed.OfFile(var file) -> files.look(deed.tenant(), file);
                case Deed.OfUpload(var upload) -> uploads.look(deed.tenant(), upload);
                case Deed.OfObject(var object, var file) -> {
                    var upload = new UploadId(file.ulid());
                    boolean belongs =
                            files.has(deed.tenant(), file, object) || uploads.has(deed.tenant(), upload, object);
                    if (!belongs) {
                        pieces.remove(deed.tenant(), object);
                        if (uploads.find(deed.tenant(), upload).isEmpty()) {
                            files.removeUnfinished(deed.tenant(), file);
                        }
                    }
                }
            }
        } catch (RuntimeException failed) {
            LOG.warn("{} of {} is looked at later: {}", deed.subject().text(), deed.tenant(), failed.getMessage());
            deeds.note(now.plus(PUT_OFF), deed.tenant(), deed.subject());
        }
        deeds.done(deed);
    }

    /** Once an hour what writers that died left in the store. */
    private void clear() {
        Instant now = clock.instant();
        if (Deeds.hour(now) != clearedHour) {
            store.removeLeftovers(now.minus(Pieces.LOOKED_AT_AFTER));
            clearedHour = Deeds.hour(now);
        }
    }

    /** Ends it, after the deed it is at. */
    @Override
    public void close() {
        turns.close();
    }
}
