package cloud.hanok.standalone.testing;

import cloud.hanok.standalone.Machine;
import cloud.hanok.standalone.cassandra.Cassandra;
import cloud.hanok.standalone.keycloak.Keycloak;
import cloud.hanok.standalone.keycloak.RealmOptions;
import cloud.hanok.standalone.mail.Mailbox;
import cloud.hanok.standalone.openbao.OpenBao;
import cloud.hanok.standalone.process.StartCache;
import cloud.hanok.standalone.process.StateDirectory;
import java.util.Optional;

/**
 * The dependencies of this JVM's tests, each started at its first use. Test frameworks build test classes anew again and again, and a
 * server must not be: these holders are the one place that keeps state for the life of the JVM.
 */
final class SharedDependencies {
    private SharedDependencies() {}

    static TestState state() {
        return State.STATE;
    }

    static Cassandra cassandra() {
        return CassandraHolder.CASSANDRA;
    }

    static TestKeyspaces keyspaces() {
        return KeyspacesHolder.KEYSPACES;
    }

    static OpenBao openBao() {
        return OpenBaoHolder.OPENBAO;
    }

    static Mailbox mailbox() {
        return MailboxHolder.MAILBOX;
    }

    static Keycloak keycloak() {
        return KeycloakHolder.KEYCLOAK;
    }

    private static final class State {
        private static final TestState STATE = new TestState();
    }

    private static final class CassandraHolder {
        private static final Cassandra CASSANDRA = state().running("cassandra", Cassandra::forTests, Cassandra::kill);
    }

    private static final class KeyspacesHolder {
        // In the node's own folder, with which it is cleared.
        private static final TestKeyspaces KEYSPACES = new TestKeyspaces(
                cassandra(), state().folder(cassandra().name()).child("free-keyspaces"), state().isShared());
    }

    private static final class OpenBaoHolder {
        private static final OpenBao OPENBAO = state().running("openbao", OpenBao::new, OpenBao::kill);
    }

    private static final class MailboxHolder {
        private static final Mailbox MAILBOX = state().running("mailbox", Mailbox::new, Mailbox::kill);
    }

    private static final class KeycloakHolder {
        private static final Keycloak KEYCLOAK =
                state().running("keycloak", (machine, state) -> forTests(machine, state, mailbox()), Keycloak::kill);

        private static Keycloak forTests(Machine machine, StateDirectory state, Mailbox mailbox) {
            RealmOptions open = new RealmOptions(true, () -> Optional.of(mailbox.access()), Optional::empty);
            return new Keycloak(machine, state, StartCache.none(), open);
        }
    }
}
