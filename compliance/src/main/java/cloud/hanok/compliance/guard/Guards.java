package cloud.hanok.compliance.guard;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The guards of an installation, in the order in which a prompt passes them. */
public final class Guards {
    /** None: nothing is looked at, and nothing is spent on it. */
    public static final Guards NONE = new Guards(List.of());

    private final List<Guard> all;

    public Guards(List<Guard> all) {
        this.all = List.copyOf(all);
    }

    /** Whether there are none. */
    public boolean isEmpty() {
        return all.isEmpty();
    }

    /** Begins at one request, with all of them. */
    public GuardedRequest begin(GuardSubject subject) {
        List<GuardedRequest> begun = new ArrayList<>(all.size());
        for (Guard guard : all) {
            begun.add(guard.begin(subject));
        }
        return begun.size() == 1 ? begun.getFirst() : new Chain(begun);
    }

    /** Several guards as one. */
    private record Chain(List<GuardedRequest> inOrder) implements GuardedRequest {
        @Override
        public GuardDecision prompt(PromptText text) {
            @Nullable GuardDecision changed = null;
            PromptText seen = text;
            for (GuardedRequest guard : inOrder) {
                switch (guard.prompt(seen)) {
                    case GuardDecision.Allowed _ -> {}
                    case GuardDecision.Replaced replaced -> {
                        changed = replaced;
                        seen = new PromptText(text.role(), replaced.text());
                    }
                    case GuardDecision.Refused refused -> {
                        return refused;
                    }
                }
            }
            return changed == null ? GuardDecision.ALLOWED : changed;
        }

        @Override
        public GuardDecision tool(String name) {
            for (GuardedRequest guard : inOrder) {
                GuardDecision decision = guard.tool(name);
                if (decision instanceof GuardDecision.Refused) {
                    return decision;
                }
            }
            return GuardDecision.ALLOWED;
        }

        @Override
        public TextFilter answer(AnswerText of) {
            List<TextFilter> filters = new ArrayList<>(inOrder.size());
            for (GuardedRequest guard : inOrder.reversed()) {
                filters.add(guard.answer(of));
            }
            return new InSeries(filters);
        }
    }

    /** What one filter shows, the next one reads. */
    private record InSeries(List<TextFilter> filters) implements TextFilter {
        @Override
        public String feed(String piece) {
            String passed = piece;
            for (TextFilter filter : filters) {
                passed = filter.feed(passed);
            }
            return passed;
        }

        @Override
        public String end() {
            String passed = "";
            for (TextFilter filter : filters) {
                passed = filter.feed(passed) + filter.end();
            }
            return passed;
        }
    }
}
