package cloud.hanok.standalone.house;

import cloud.hanok.standalone.Machine;
import cloud.hanok.standalone.StandaloneException;
import cloud.hanok.standalone.cassandra.Cassandra;
import cloud.hanok.standalone.cassandra.CassandraAccess;
import cloud.hanok.standalone.engine.EmbeddingCommand;
import cloud.hanok.standalone.engine.EngineCommand;
import cloud.hanok.standalone.keycloak.Keycloak;
import cloud.hanok.standalone.keycloak.KeycloakAccess;
import cloud.hanok.standalone.keycloak.RealmOptions;
import cloud.hanok.standalone.mail.MailAccess;
import cloud.hanok.standalone.mail.MailFolder;
import cloud.hanok.standalone.mail.Mailbox;
import cloud.hanok.standalone.openbao.OpenBao;
import cloud.hanok.standalone.openbao.OpenBaoAccess;
import cloud.hanok.standalone.process.Dependency;
import cloud.hanok.standalone.process.Ports;
import cloud.hanok.standalone.process.StartCache;
import cloud.hanok.standalone.process.StateDirectory;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The servers of one state folder. Each of the dependencies is either run here, or is somebody else's, when a setting says where; then
 * nothing is started for it.
 */
public final class House {
    /** What its port is called in its folder. */
    public static final String CONTROL_PLANE_PORT = "http";

    private static final String CONTACT_POINTS = "hanok.cassandra.contact-points";
    private static final String KEYCLOAK_URL = "hanok.keycloak.url";
    private static final String VAULT_ADDRESS = "hanok.vault.address";
    private static final String MAIL_HOST = "hanok.mail.host";
    private static final String SIGNUP_POLICY = "hanok.signup.policy";
    private static final String CLOSED = "closed";

    private final Machine machine;
    private final StateDirectory state;
    private final Settings settings;
    private final Cassandra cassandra;
    private final OpenBao openBao;
    private final Mailbox mailbox;
    private final Keycloak keycloak;

    /** @param state the folder of this house, normally {@code .hanok} of a checkout */
    public House(Machine machine, StateDirectory state) {
        this.machine = machine;
        this.state = state;
        this.settings = new Settings(state, machine.environment());
        StateDirectory ofCassandra = state.child("cassandra");
        this.cassandra = new Cassandra(machine, ofCassandra, StartCache.in(ofCassandra));
        this.openBao = new OpenBao(machine, state.child("openbao"));
        this.mailbox = new Mailbox(machine, state.child("mailbox"));
        StateDirectory ofKeycloak = state.child("keycloak");
        RealmOptions realm = new RealmOptions(
                !signupPolicy().equals(CLOSED), () -> Optional.of(mail()), () -> Optional.of(console()));
        this.keycloak = new Keycloak(machine, ofKeycloak, StartCache.in(ofKeycloak), realm);
    }

    /** What the machine offers. */
    public Machine machine() {
        return machine;
    }

    /** The folder of this house. */
    public StateDirectory state() {
        return state;
    }

    /** What a person set. */
    public Settings settings() {
        return settings;
    }

    /** The dependencies that are run here, in no order: they do not need each other. */
    public List<Dependency> dependencies() {
        return Stream.of(
                        ownUnless(CONTACT_POINTS, cassandra),
                        ownUnless(VAULT_ADDRESS, openBao),
                        ownUnless(MAIL_HOST, mailbox),
                        ownUnless(KEYCLOAK_URL, keycloak))
                .flatMap(Optional::stream)
                .toList();
    }

    /** Whether the control plane cannot begin its work before this one is ready. */
    public boolean isGround(Dependency dependency) {
        return !dependency.equals(keycloak) && !dependency.equals(mailbox);
    }

    /** How Cassandra is reached. */
    public CassandraAccess cassandra() {
        Optional<String> outside = settings.value(CONTACT_POINTS);
        if (outside.isEmpty()) {
            return cassandra.access();
        }
        return new CassandraAccess(
                Arrays.stream(outside.get().split(",")).map(House::contactPoint).toList(),
                settings.value("hanok.cassandra.local-datacenter").orElse("datacenter1"),
                settings.value("hanok.cassandra.keyspace").orElse("hanok"),
                settings.required("hanok.cassandra.username", CONTACT_POINTS),
                Path.of(settings.required("hanok.cassandra.password-file", CONTACT_POINTS)),
                settings.value("hanok.dedicated.cassandra-username").orElse(""),
                provisionerFile("hanok.dedicated.cassandra-password-file"));
    }

    /** How OpenBao or Vault is reached. */
    public OpenBaoAccess openBao() {
        Optional<String> outside = settings.value(VAULT_ADDRESS);
        if (outside.isEmpty()) {
            return openBao.access();
        }
        return new OpenBaoAccess(
                URI.create(outside.get()),
                Path.of(settings.required("hanok.vault.role-id-file", VAULT_ADDRESS)),
                Path.of(settings.required("hanok.vault.secret-id-file", VAULT_ADDRESS)),
                provisionerFile("hanok.dedicated.vault-role-id-file"),
                provisionerFile("hanok.dedicated.vault-secret-id-file"),
                state.file("openbao").resolve("audit.log"));
    }

    /** How Keycloak is reached. */
    public KeycloakAccess keycloak() {
        Optional<String> outside = settings.value(KEYCLOAK_URL);
        if (outside.isEmpty()) {
            return keycloak.access();
        }
        return new KeycloakAccess(
                URI.create(outside.get()),
                settings.value("hanok.keycloak.realm").orElse("hanok"),
                settings.value("hanok.keycloak.operator-client-id").orElse("hanok-operator"),
                Path.of(settings.required("hanok.keycloak.operator-client-secret-file", KEYCLOAK_URL)),
                settings.value("hanok.keycloak.operator-user").orElse("operator"),
                Path.of(settings.value("hanok.keycloak.operator-password-file")
                        .orElse(settings.required("hanok.keycloak.operator-client-secret-file", KEYCLOAK_URL))),
                settings.value("hanok.keycloak.client-id").orElse("hanok-control-plane"),
                Path.of(settings.required("hanok.keycloak.client-secret-file", KEYCLOAK_URL)),
                settings.value("hanok.console.client-id").orElse("hanok-console"),
                Path.of(settings.value("hanok.console.client-secret-file").orElse("")),
                settings.value("hanok.dedicated.keycloak-realm").orElse("master"),
                settings.value("hanok.dedicated.keycloak-client-id").orElse("hanok-provisioner"),
                provisionerFile("hanok.dedicated.keycloak-client-secret-file"));
    }

    /** Of a server that runs elsewhere; without it the control plane makes no dedicated tenant. */
    private Path provisionerFile(String key) {
        return Path.of(settings.value(key).orElse(""));
    }

    /** The folder of the control plane. */
    public StateDirectory controlPlane() {
        return state.child("control-plane");
    }

    /** Where browsers find the console. */
    public URI console() {
        return settings.value("hanok.console.url")
                .map(URI::create)
                .orElseGet(() -> new Ports(controlPlane(), machine.random())
                        .address(CONTROL_PLANE_PORT)
                        .resolve("/console"));
    }

    /** How mail is sent. */
    public MailAccess mail() {
        Optional<String> outside = settings.value(MAIL_HOST);
        if (outside.isEmpty()) {
            return mailbox.access();
        }
        String port = settings.value("hanok.mail.port").orElse("587");
        if (!port.matches("\\d{1,5}")) {
            throw new StandaloneException("hanok.mail.port has " + port + ".", "Write a number: 587.");
        }
        return new MailAccess(
                outside.get(),
                Integer.parseInt(port),
                settings.value("hanok.mail.security").orElse("starttls").toLowerCase(Locale.ROOT),
                settings.value("hanok.mail.username").orElse(""),
                settings.value("hanok.mail.password-file").map(Path::of),
                settings.required("hanok.mail.from", MAIL_HOST));
    }

    /** The Keycloak that is run here; empty when it is somebody else's. */
    public Optional<Keycloak> ownKeycloak() {
        return settings.value(KEYCLOAK_URL).isPresent() ? Optional.empty() : Optional.of(keycloak);
    }

    /** Mail that stayed on this machine; empty when it is sent elsewhere. */
    public Optional<MailFolder> keptMail() {
        return keepsMail() ? Optional.of(mailbox.mails()) : Optional.empty();
    }

    /** Whether mail stays on this machine. */
    public boolean keepsMail() {
        return settings.value(MAIL_HOST).isEmpty();
    }

    /** Who may sign up: on one machine anybody who reaches it, unless a setting says otherwise. */
    public String signupPolicy() {
        return settings.value(SIGNUP_POLICY).orElse("open").toLowerCase(Locale.ROOT);
    }

    /** How the control plane starts an engine on this machine. */
    public EngineCommand engine() {
        return new EngineCommand(
                machine,
                state.child("engine"),
                settings.value("hanok.engine.llama-server").map(Path::of));
    }

    /** How the control plane starts an engine of embeddings on this machine. */
    public EmbeddingCommand embeddingEngine() {
        return new EmbeddingCommand(machine, state.child("engine"));
    }

    private Optional<Dependency> ownUnless(String key, Dependency own) {
        return settings.value(key).isPresent() ? Optional.empty() : Optional.of(own);
    }

    private static InetSocketAddress contactPoint(String text) {
        int colon = text.lastIndexOf(':');
        try {
            return InetSocketAddress.createUnresolved(
                    text.substring(0, colon).strip(),
                    Integer.parseInt(text.substring(colon + 1).strip()));
        } catch (IndexOutOfBoundsException | IllegalArgumentException wrong) {
            throw new StandaloneException(
                    CONTACT_POINTS + " has " + text + ".", "Write host:port, several separated by commas.", wrong);
        }
    }
}
