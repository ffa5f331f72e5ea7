package cloud.hanok.standalone.testing;

import cloud.hanok.standalone.openbao.OpenBao;
import cloud.hanok.standalone.openbao.OpenBaoAccess;
import cloud.hanok.standalone.process.StateDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/** An OpenBao of a test alone, which it may seal, stop and start; closing it ends it. */
public final class OwnOpenBao implements AutoCloseable {
    private final OpenBao server;

    private OwnOpenBao(OpenBao server) {
        this.server = server;
    }

    /** Starts one. */
    public static OwnOpenBao start(Path folder) {
        OpenBao server = new OpenBao(SharedDependencies.state().machine(), new StateDirectory(folder));
        OwnOpenBao own = new OwnOpenBao(server);
        own.resume();
        return own;
    }

    /** How the control plane reaches it. */
    public OpenBaoForTests access() {
        OpenBaoAccess access = server.access();
        try {
            return new OpenBaoForTests(
                    access.address(),
                    Files.readString(access.roleIdFile()).strip(),
                    Files.readString(access.secretIdFile()).strip(),
                    access.auditLog());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Its base address, without {@code /v1}. */
    public URI address() {
        return server.access().address();
    }

    /** Its files of the control plane's AppRole. */
    public OpenBaoAccess files() {
        return server.access();
    }

    /** Takes its keys out of reach. */
    public void seal() {
        server.seal();
    }

    /** Opens it again. */
    public void unseal() {
        server.unseal();
        resume();
    }

    /** Ends it as a power cut would. */
    public void kill() {
        server.kill();
    }

    /** Starts it, if need be, and waits until it can be used. */
    public void resume() {
        server.start();
    }

    @Override
    public void close() {
        server.kill();
    }
}
