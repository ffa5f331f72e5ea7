package cloud.hanok.api.config;

import cloud.hanok.platform.cassandra.CassandraSettings;
import cloud.hanok.platform.cassandra.KeyspaceAdministration;
import cloud.hanok.platform.home.HomeClusters;
import cloud.hanok.platform.secret.Secret;
import io.micronaut.context.annotation.EachProperty;
import io.micronaut.context.annotation.Parameter;
import io.micronaut.core.bind.annotation.Bindable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * {@code hanok.dedicated.clusters.<name>}: a cluster of Cassandra for dedicated tenants that must not be on the platform's own. Every
 * process needs to know where it is; the role is used while a tenant is made there or taken back, and by nothing else.
 *
 * @param name as a tenant's making names it, and its record keeps it
 * @param contactPoints {@code host:port} of at least one node
 * @param localDatacenter the only data centre that is asked
 * @param username a role with {@code CREATE ON ALL KEYSPACES} and {@code CREATE ON ALL ROLES} there, and nothing else; empty where no
 *     tenant is made
 * @param passwordFile file that holds its password, readable by its owner alone
 * @param replication copies of a tenant's keyspace there, each {@code <data centre>:<copies>}
 */
@EachProperty("hanok.dedicated.clusters")
public record ClusterConfiguration(
        @Parameter String name,
        @Bindable(defaultValue = "") List<String> contactPoints,
        @Bindable(defaultValue = "datacenter1") String localDatacenter,
        @Bindable(defaultValue = "") String username,
        @Bindable(defaultValue = "") String passwordFile,
        @Bindable(defaultValue = "") List<String> replication) {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,31}");
    private static final Pattern CONTACT_POINT = Pattern.compile(".+:[0-9]{1,5}");

    public ClusterConfiguration {
        contactPoints = given(contactPoints);
        replication = given(replication);
    }

    /** A line for each thing that will not do. */
    List<String> refusals() {
        List<String> refusals = new ArrayList<>();
        if (!NAME.matcher(name).matches()) {
            refusals.add(property("") + "a name has lower-case letters, digits and hyphens, at most 32");
        }
        if (contactPoints.isEmpty()
                || !contactPoints.stream()
                        .allMatch(point -> CONTACT_POINT.matcher(point).matches())) {
            refusals.add(property("contact-points") + "at least one host:port is needed, and nothing else");
        }
        if (username.isEmpty() != passwordFile.isEmpty()) {
            refusals.add(property("username") + "it and password-file are given together, or neither");
        }
        if (replication.isEmpty() && makesTenants()) {
            refusals.add(
                    property("replication") + "it is needed, such as seoul:3: there is no shared keyspace to do as");
        }
        try {
            dataCentres();
        } catch (ConfigurationRefusedException malformed) {
            refusals.addAll(malformed.reasons());
        }
        return refusals;
    }

    /** Whether tenants can be made there by this process. */
    boolean makesTenants() {
        return !username.isEmpty() && !passwordFile.isEmpty();
    }

    /** Where it is. */
    HomeClusters.Address address() {
        return new HomeClusters.Address(contactPoints, localDatacenter);
    }

    /** Copies by data centre. */
    Map<String, Integer> dataCentres() {
        return DataCentres.of("hanok.dedicated.clusters." + name + ".replication", replication);
    }

    /**
     * The role that makes keyspaces there.
     *
     * @param platform the settings of our usual role
     * @throws ConfigurationRefusedException when the password's file cannot be read
     */
    CassandraSettings administrator(CassandraSettings platform) {
        String password = SecretFile.read("hanok.dedicated.clusters." + name + ".password-file", Path.of(passwordFile));
        return platform.at(contactPoints, localDatacenter)
                .of(KeyspaceAdministration.ANY_KEYSPACE, username, new Secret(password));
    }

    private String property(String key) {
        return "hanok.dedicated.clusters." + name + (key.isEmpty() ? "" : "." + key) + ": ";
    }

    private static List<String> given(List<String> values) {
        return values.stream()
                .map(String::strip)
                .filter(each -> !each.isEmpty())
                .toList();
    }
}
