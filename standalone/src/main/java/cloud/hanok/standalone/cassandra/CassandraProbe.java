package cloud.hanok.standalone.cassandra;

import cloud.hanok.standalone.process.Ports;
import cloud.hanok.standalone.process.Probe;

/** The node is ready when the application can log in; the first time its roles are made for that. */
final class CassandraProbe implements Probe {
    private final CassandraRoles roles;
    private final int port;
    private boolean open;

    CassandraProbe(CassandraRoles roles, int port) {
        this.roles = roles;
        this.port = port;
    }

    @Override
    public boolean ready() {
        // The first set-up needs a driver, which is costly to make in vain.
        open = open || !Ports.isFree(port);
        return open && (roles.ready() ? roles.applicationLogsIn() : roles.setUp());
    }
}
