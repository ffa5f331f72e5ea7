package cloud.hanok.standalone.controlplane;

import cloud.hanok.standalone.cassandra.CassandraAccess;
import cloud.hanok.standalone.house.House;
import cloud.hanok.standalone.keycloak.KeycloakAccess;
import cloud.hanok.standalone.mail.MailAccess;
import cloud.hanok.standalone.openbao.OpenBaoAccess;
import cloud.hanok.standalone.process.Resource;
import cloud.hanok.standalone.process.StateDirectory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The configuration file of a standalone control plane. It names files of secrets and holds none. */
final class ControlPlaneConfiguration {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Keys that are the launcher's; every other key of a person's settings is handed on as it stands. */
    private static final Set<String> OF_THE_LAUNCHER = Set.of(
            "hanok.cassandra.contact-points",
            "hanok.cassandra.local-datacenter",
            "hanok.cassandra.keyspace",
            "hanok.cassandra.username",
            "hanok.cassandra.password-file",
            "hanok.keycloak.url",
            "hanok.keycloak.realm",
            "hanok.keycloak.operator-client-id",
            "hanok.keycloak.operator-client-secret-file",
            "hanok.keycloak.operator-user",
            "hanok.keycloak.operator-password-file",
            "hanok.keycloak.client-id",
            "hanok.keycloak.client-secret-file",
            "hanok.console.client-id",
            "hanok.console.client-secret-file",
            "hanok.vault.address",
            "hanok.vault.role-id-file",
            "hanok.vault.secret-id-file",
            "hanok.dedicated.cassandra-username",
            "hanok.dedicated.cassandra-password-file",
            "hanok.dedicated.vault-role-id-file",
            "hanok.dedicated.vault-secret-id-file",
            "hanok.dedicated.keycloak-realm",
            "hanok.dedicated.keycloak-client-id",
            "hanok.dedicated.keycloak-client-secret-file",
            "hanok.mail.host",
            "hanok.mail.port",
            "hanok.mail.security",
            "hanok.mail.username",
            "hanok.mail.password-file",
            "hanok.mail.from",
            "hanok.signup.policy",
            "hanok.engine.llama-server");

    private final House house;
    private final StateDirectory state;

    ControlPlaneConfiguration(House house, StateDirectory state) {
        this.house = house;
        this.state = state;
    }

    /** Writes the file and returns its name. */
    Path write(URI address) {
        String text = Resource.text(ControlPlaneConfiguration.class, "application.yml");
        for (Map.Entry<String, Object> value : values(address).entrySet()) {
            text = text.replace("${" + value.getKey() + "}", quoted(value.getValue()));
        }
        StringBuilder whole = new StringBuilder(text);
        house.settings().ofFile().forEach((key, value) -> {
            if (!OF_THE_LAUNCHER.contains(key)) {
                whole.append(quoted(key)).append(": ").append(quoted(value)).append('\n');
            }
        });
        return state.write("application.yml", whole.toString());
    }

    private Map<String, Object> values(URI address) {
        CassandraAccess cassandra = house.cassandra();
        KeycloakAccess keycloak = house.keycloak();
        OpenBaoAccess openBao = house.openBao();
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("port", address.getPort());
        values.put("dataDir", state.child("data").path().toString());
        values.put("publicUrl", address.toString());
        values.put("contactPoints", cassandra.contactPointList());
        values.put("localDatacenter", cassandra.localDatacenter());
        values.put("keyspace", cassandra.keyspace());
        values.put("username", cassandra.username());
        values.put("passwordFile", cassandra.passwordFile().toString());
        values.put("keycloakUrl", keycloak.url().toString());
        values.put("realm", keycloak.realm());
        values.put("operatorClientId", keycloak.operatorClientId());
        values.put("clientId", keycloak.controlPlane());
        values.put("clientSecretFile", keycloak.controlPlaneSecretFile().toString());
        values.put("consoleClientId", keycloak.consoleClientId());
        values.put("consoleSecretFile", keycloak.consoleSecretFile().toString());
        values.put("vaultAddress", openBao.address().toString());
        values.put("roleIdFile", openBao.roleIdFile().toString());
        values.put("secretIdFile", openBao.secretIdFile().toString());
        values.put("provisionerUsername", cassandra.provisioner());
        values.put(
                "provisionerPasswordFile", cassandra.provisionerPasswordFile().toString());
        values.put("provisionerRoleIdFile", openBao.provisionerRoleIdFile().toString());
        values.put("provisionerSecretIdFile", openBao.provisionerSecretIdFile().toString());
        values.put("provisionerRealm", keycloak.provisionerRealm());
        values.put("provisionerClientId", keycloak.provisioner());
        values.put(
                "provisionerClientSecretFile", keycloak.provisionerSecretFile().toString());
        MailAccess mail = house.mail();
        values.put("mailHost", mail.host());
        values.put("mailPort", mail.port());
        values.put("mailSecurity", mail.security());
        values.put("mailUsername", mail.username());
        values.put("mailPasswordFile", mail.passwordFile().map(Path::toString).orElse(""));
        values.put("mailFrom", mail.from());
        values.put("signupPolicy", house.signupPolicy());
        values.put("engineCommand", house.engine().template());
        values.put("embeddingCommand", house.embeddingEngine().template());
        values.put("objectsDir", state.child("objects").path().toString());
        values.put("importRoots", List.of(house.machine().parts().root().toString()));
        return values;
    }

    /** JSON is YAML; Micronaut would take a placeholder of its own in {@code ${}}, which no value here has. */
    private static String quoted(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
