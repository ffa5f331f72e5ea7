package cloud.hanok.api.scripted;

import cloud.hanok.api.scripted.ScriptedRequest.Outcome;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;

/** The last requests, with what became of them. */
final class ScriptedRequests {
    /** Older ones are forgotten: a bench sends millions. */
    private static final int KEPT = 10_000;

    private static final int BODY_CHARACTERS = 4_096;

    private final Queue<Entry> entries = new ArrayDeque<>();
    private final AtomicInteger connections = new AtomicInteger();
    private long last;

    /** One request while it is answered; only its event loop changes it. */
    static final class Entry {
        private final long number;
        private final String name;
        private final HttpHeaders headers;
        private final String body;
        private volatile Outcome outcome = Outcome.RUNNING;
        private volatile int events;
        private volatile int tokens;

        private Entry(long number, String name, HttpHeaders headers, String body) {
            this.number = number;
            this.name = name;
            this.headers = headers;
            this.body = body;
        }

        void written(int eventsSoFar, int tokensSoFar) {
            events = eventsSoFar;
            tokens = tokensSoFar;
        }

        void end(Outcome how) {
            outcome = how;
        }

        private ScriptedRequest seen() {
            Map<String, String> seen = new TreeMap<>();
            headers.forEach(header -> {
                String key = header.getKey().toLowerCase(Locale.ROOT);
                seen.put(key, key.equals("authorization") ? "present" : header.getValue());
            });
            return new ScriptedRequest(number, name, outcome, events, tokens, seen, body);
        }
    }

    synchronized Entry begin(String name, HttpHeaders headers, String body) {
        Entry entry =
                new Entry(++last, name, headers.copy(), body.substring(0, Math.min(body.length(), BODY_CHARACTERS)));
        entries.add(entry);
        if (entries.size() > KEPT) {
            entries.remove();
        }
        return entry;
    }

    /** How many requests there were of a script of this name. */
    synchronized long named(String name) {
        return entries.stream().filter(entry -> entry.name.equals(name)).count();
    }

    void connected() {
        connections.incrementAndGet();
    }

    void disconnected() {
        connections.decrementAndGet();
    }

    /** Open connections, that of who asks among them. */
    int connections() {
        return connections.get();
    }

    synchronized List<ScriptedRequest> all() {
        return entries.stream().map(Entry::seen).toList();
    }

    synchronized void clear() {
        entries.clear();
    }
}
