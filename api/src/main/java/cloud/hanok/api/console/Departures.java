package cloud.hanok.api.console;

import cloud.hanok.api.audit.Audit;
import cloud.hanok.api.audit.AuditType;
import cloud.hanok.tenant.session.ConsoleSession;
import jakarta.inject.Singleton;

/** Ends the sessions of a sign-in, each in the log of its organization. Blocks. */
@Singleton
final class Departures {
    private final SessionKeeper keeper;
    private final ConsolePeople people;
    private final Audit audit;

    Departures(SessionKeeper keeper, ConsolePeople people, Audit audit) {
        this.keeper = keeper;
        this.people = people;
        this.audit = audit;
    }

    /** Ends all of them; does nothing when there are none. */
    void of(String signIn) {
        for (ConsoleSession session : keeper.ofSignIn(signIn)) {
            audit.passed(
                    AuditType.LOGOUT_SUCCEEDED,
                    people.whose(session),
                    people.actor(session),
                    () -> keeper.end(session));
        }
    }
}
