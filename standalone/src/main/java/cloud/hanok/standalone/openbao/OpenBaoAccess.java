package cloud.hanok.standalone.openbao;

import java.net.URI;
import java.nio.file.Path;

/**
 * How the control plane reaches OpenBao: by AppRole, with no more rights than it needs.
 *
 * @param address base address, without {@code /v1}
 * @param roleIdFile file with the role id, 0600
 * @param secretIdFile file with the secret id, 0600
 * @param provisionerRoleIdFile role id of what makes namespaces of dedicated tenants, 0600
 * @param provisionerSecretIdFile its secret id, 0600
 * @param auditLog what the audit device writes, one JSON object a line
 */
public record OpenBaoAccess(
        URI address,
        Path roleIdFile,
        Path secretIdFile,
        Path provisionerRoleIdFile,
        Path provisionerSecretIdFile,
        Path auditLog) {}
