package cloud.hanok.standalone.testing;

import cloud.hanok.standalone.openbao.OpenBaoAccess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A running OpenBao for tests, with the rights that the control plane has and no more.
 *
 * @param address base address, without {@code /v1}
 * @param roleId AppRole role id
 * @param secretId AppRole secret id
 * @param auditLog what the audit device writes, one JSON object a line
 */
public record OpenBaoForTests(URI address, String roleId, String secretId, Path auditLog) {
    /** The OpenBao of this test run. */
    public static OpenBaoForTests get() {
        OpenBaoAccess access = SharedDependencies.openBao().access();
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

    @Override
    public String toString() {
        return "OpenBaoForTests[" + address + "]";
    }
}
