package cloud.hanok.platform.mail;

import cloud.hanok.platform.cassandra.StoreUnavailableException;
import cloud.hanok.platform.home.HomeUnavailableException;
import cloud.hanok.platform.id.MailId;
import cloud.hanok.platform.id.Ulids;
import cloud.hanok.platform.mail.MailTransport.Delivery;
import cloud.hanok.platform.mail.OutboxRows.Entry;
import cloud.hanok.platform.mail.OutboxRows.State;
import cloud.hanok.platform.mail.OutboxRows.Stored;
import cloud.hanok.platform.turn.Turns;
import cloud.hanok.platform.vault.VaultUnavailableException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends what is in the outbox, one mail after the other. Of several processes one has a mail at a time, under a lease. A mail is
 * marked after the server took it: a process that dies between the two leaves a mail that is sent again once its lease ended, with
 * the same {@code Message-ID}; nothing else makes a mail arrive twice.
 */
public final class OutboxSender implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OutboxSender.class);

    /** Entries read at a time. */
    private static final int PAGE = 500;
    /** Mails whose next attempt, or whose end, is remembered here; what is forgotten is read again. */
    private static final int MOST_REMEMBERED = 10_000;
    /** An entry without a mail is what a crash between two writes left; after this long its writer cannot come back. */
    private static final Duration ABANDONED_AFTER = Duration.ofMinutes(10);

    private final Outbox outbox;
    private final OutboxRows rows;
    private final MailTransport transport;
    private final OutboxSettings settings;
    private final Clock clock;
    private final String holder;
    private final Turns turns;
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong dead = new AtomicLong();
    /** Mails that are not due yet, so that a long queue is not read anew at each look. One thread's alone. */
    private final Map<MailId, Instant> notBefore = new HashMap<>();
    /** Mails that the server took while Cassandra was away: they are marked before anything else, and not sent. */
    private final Set<Entry> toMark = new HashSet<>();

    private volatile int waiting;
    private Duration pause;

    public OutboxSender(Outbox outbox, MailTransport transport, OutboxSettings settings, Ulids ulids, Clock clock) {
        this.outbox = outbox;
        this.rows = outbox.rows();
        this.transport = transport;
        this.settings = settings;
        this.clock = clock;
        this.holder = ulids.next().toString();
        this.pause = settings.lookEvery();
        this.turns = new Turns("mail-sender", () -> pause, this::turn);
    }

    /** Works from now on, on a thread of its own. */
    public void start() {
        turns.startAfterPause();
    }

    /** Ends; a mail that is under way is handed over and marked first. */
    @Override
    public void close() {
        turns.close(SmtpTransport.LONGEST_SEND);
    }

    /** Mails that waited at the last look, in the whole installation. */
    public int waiting() {
        return waiting;
    }

    /** Mails that this process sent. */
    public long sent() {
        return sent.get();
    }

    /** Mails that this process gave up. */
    public long dead() {
        return dead.get();
    }

    /**
     * Looks once, and sends what is due. Called by the sender's thread, and by tests.
     *
     * @return whether the way is free: false when the server takes nothing, or the key store opens nothing
     */
    public boolean sweep() {
        for (Entry entry : List.copyOf(toMark)) {
            mark(entry);
        }
        int found = 0;
        String after = "";
        List<Entry> page;
        do {
            page = rows.entries(OutboxRows.WAITING, after, PAGE);
            for (Entry entry : page) {
                after = entry.id().text();
                found++;
                if (turns.ended()) {
                    return true;
                }
                if (isDue(entry) && !attemptUnlessAway(entry)) {
                    waiting = Math.max(waiting, found);
                    return false;
                }
            }
        } while (page.size() == PAGE);
        waiting = found;
        return true;
    }

    private void turn() {
        Duration twice = pause.multipliedBy(2);
        pause = sweepQuietly()
                ? settings.lookEvery()
                : twice.compareTo(settings.longestPause()) > 0 ? settings.longestPause() : twice;
    }

    private boolean sweepQuietly() {
        try {
            return sweep();
        } catch (StoreUnavailableException away) {
            LOG.debug("the outbox cannot be read", away);
            return false;
        } catch (RuntimeException failed) {
            LOG.warn("the outbox is looked at again", failed);
            return false;
        }
    }

    private boolean isDue(Entry entry) {
        Instant due = notBefore.get(entry.id());
        if (due != null && due.isAfter(clock.instant())) {
            return false;
        }
        notBefore.remove(entry.id());
        return !toMark.contains(entry);
    }

    /** A dedicated tenant whose home cannot be reached keeps nobody else's mail waiting. */
    private boolean attemptUnlessAway(Entry entry) {
        try {
            return attempt(entry);
        } catch (HomeUnavailableException away) {
            LOG.debug("mail waits for the home of its tenant", away);
            return true;
        }
    }

    /** Whether others may be tried. */
    private boolean attempt(Entry entry) {
        Optional<Stored> found = rows.find(entry);
        if (found.isEmpty() || found.get().state() != State.WAITING) {
            if (found.isPresent() || abandoned(entry)) {
                rows.close(entry);
            }
            return true;
        }
        Stored mail = found.get();
        Instant now = clock.instant();
        if (mail.nextAt().isAfter(now)) {
            remember(entry.id(), mail.nextAt());
            return true;
        }
        if (now.isAfter(mail.writtenAt().plus(settings.giveUpAfter()))) {
            giveUp(mail, mail.reason().isEmpty() ? "expired" : "expired_" + mail.reason());
            return true;
        }
        return send(mail);
    }

    private boolean send(Stored mail) {
        Optional<Mail> opened;
        try {
            byte[] content = mail.content();
            opened = content == null ? Optional.empty() : outbox.open(mail.entry(), content);
        } catch (VaultUnavailableException sealed) {
            LOG.debug("mail waits for the key store", sealed);
            return false;
        }
        if (opened.isEmpty()) {
            giveUp(mail, "erased");
            return true;
        }
        Optional<Stored> taken = rows.take(mail, holder, clock.instant().plus(settings.lease()));
        if (taken.isEmpty()) {
            return true;
        }
        Stored ours = taken.get();
        return switch (transport.send(ours.entry().id(), opened.get(), ours.writtenAt())) {
            case Delivery.Accepted _ -> {
                sent.incrementAndGet();
                mark(ours.entry());
                yield true;
            }
            case Delivery.Refused(var reason) -> {
                giveUp(ours, reason);
                yield true;
            }
            case Delivery.Deferred(var reason) -> {
                putOff(ours, pause(ours.attempts()), reason);
                yield true;
            }
            case Delivery.Unavailable(var reason) -> {
                putOff(ours, Duration.ZERO, reason);
                yield false;
            }
            case Delivery.Lost(var reason) -> {
                putOff(ours, pause(ours.attempts()), reason);
                yield false;
            }
        };
    }

    private void mark(Entry entry) {
        try {
            rows.end(entry, State.SENT, "", clock.instant());
            toMark.remove(entry);
        } catch (StoreUnavailableException away) {
            if (toMark.size() < MOST_REMEMBERED) {
                toMark.add(entry);
            }
            throw away;
        }
    }

    private void giveUp(Stored mail, String reason) {
        rows.end(mail.entry(), State.DEAD, reason, clock.instant());
        dead.incrementAndGet();
        LOG.warn("{} about {} was given up: {}", mail.entry().id(), mail.about(), reason);
    }

    private void putOff(Stored mail, Duration pause, String reason) {
        Instant until = clock.instant().plus(pause);
        rows.defer(mail, until, reason);
        remember(mail.entry().id(), until);
    }

    private Duration pause(int attempts) {
        Duration pause = settings.firstRetry();
        for (int attempt = 1; attempt < attempts && pause.compareTo(settings.longestRetry()) < 0; attempt++) {
            pause = pause.multipliedBy(2);
        }
        return pause.compareTo(settings.longestRetry()) > 0 ? settings.longestRetry() : pause;
    }

    private void remember(MailId id, Instant due) {
        if (notBefore.size() >= MOST_REMEMBERED) {
            notBefore.clear();
        }
        notBefore.put(id, due);
    }

    private boolean abandoned(Entry entry) {
        return clock.millis() - entry.id().ulid().epochMillis() > ABANDONED_AFTER.toMillis();
    }
}
