package cloud.hanok.standalone.testing;

import cloud.hanok.standalone.cassandra.Cassandra;
import cloud.hanok.standalone.keycloak.Keycloak;
import cloud.hanok.standalone.openbao.OpenBao;

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

    static OpenBao openBao() {
        return OpenBaoHolder.OPENBAO;
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

    private static final class OpenBaoHolder {
        private static final OpenBao OPENBAO = state().running("openbao", OpenBao::new, OpenBao::kill);
    }

    private static final class KeycloakHolder {
        private static final Keycloak KEYCLOAK = state().running("keycloak", Keycloak::new, Keycloak::kill);
    }
}
