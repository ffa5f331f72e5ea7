package cloud.hanok.api.config;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.hanok.platform.mail.MailSecurity;
import cloud.hanok.tenant.signup.SignupPolicy;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadinessChecksTest {
    @TempDir
    private Path folder;

    private Path password;
    private String identitySecret = "";
    private SignupConfiguration signup = signup(SignupPolicy.CLOSED, SignupConfiguration.DRAFT);
    private List<ClusterConfiguration> clusters = List.of();
    private MailConfiguration mail = mail("", MailSecurity.STARTTLS);
    private ConsoleConfiguration console = console("", "");
    private FilesS3Configuration bucket = new FilesS3Configuration("", "us-east-1", "", "", "", true, "");

    @BeforeEach
    void aPrivateFile() throws IOException {
        password = Files.writeString(folder.resolve("password"), "secret\n");
        Files.setPosixFilePermissions(password, PosixFilePermissions.fromString("rw-------"));
        identitySecret = password.toString();
    }

    @Test
    void aSafeInstallationIsAccepted() {
        assertThat(refusals("app", folder)).isEmpty();
        assertThat(SecretFile.read("p", password)).isEqualTo("secret");
    }

    @Test
    void aBucketIsReachedByHttpsAndItsKeyIsPrivate() throws IOException {
        bucket = bucket("https://objects.example.kr", password.toString());
        assertThat(refusals("app", folder)).isEmpty();
        bucket = bucket("http://objects.example.kr", password.toString());
        assertThat(refusals("app", folder)).singleElement().asString().startsWith("hanok.files.s3.endpoint:");
        Path open = Files.writeString(folder.resolve("open"), "secret");
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rw-r--r--"));
        bucket = bucket("https://objects.example.kr", open.toString());
        assertThat(refusals("app", folder)).singleElement().asString().startsWith("hanok.files.s3.secret-key-file:");
    }

    private FilesS3Configuration bucket(String endpoint, String secretKeyFile) {
        return new FilesS3Configuration(endpoint, "us-east-1", "content", password.toString(), secretKeyFile, true, "");
    }

    @Test
    void theDefaultSuperuserIsRefused() {
        assertThat(refusals("cassandra", folder)).singleElement().asString().contains("hanok.cassandra.username");
    }

    @Test
    void aPasswordThatOthersCanReadIsRefused() throws IOException {
        Files.setPosixFilePermissions(password, PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(refusals("app", folder))
                .anyMatch(reason -> reason.contains("password-file") && reason.contains("chmod"));
    }

    @Test
    void aClusterIsHeldToTheSameAsTheOthers() throws IOException {
        clusters = List.of(cluster("seoul", "10.1.0.1:9042", "maker", "seoul:3"));
        assertThat(refusals("app", folder)).isEmpty();
        clusters = List.of(cluster("seoul", "10.1.0.1:9042", "cassandra", "seoul:3"));
        assertThat(refusals("app", folder))
                .singleElement()
                .asString()
                .startsWith("hanok.dedicated.clusters.seoul.username:");
        Path open = Files.writeString(folder.resolve("open"), "secret");
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rw-r--r--"));
        clusters = List.of(new ClusterConfiguration(
                "seoul", List.of("10.1.0.1:9042"), "seoul", "maker", open.toString(), List.of("seoul:3")));
        assertThat(refusals("app", folder))
                .singleElement()
                .asString()
                .startsWith("hanok.dedicated.clusters.seoul.password-file:");
    }

    @Test
    void aClusterThatCannotServeIsRefusedByName() {
        assertThat(cluster("seoul", "10.1.0.1:9042", "maker", "seoul:3").refusals())
                .isEmpty();
        assertThat(new ClusterConfiguration("seoul", List.of("10.1.0.1:9042"), "seoul", "", "", List.of()).refusals())
                .as("of a gateway, which makes no tenants")
                .isEmpty();
        assertThat(cluster("Seoul", "10.1.0.1:9042", "maker", "seoul:3").refusals())
                .singleElement()
                .asString()
                .startsWith("hanok.dedicated.clusters.Seoul:");
        assertThat(cluster("seoul", " ", "maker", "seoul:3").refusals())
                .singleElement()
                .asString()
                .startsWith("hanok.dedicated.clusters.seoul.contact-points:");
        assertThat(cluster("seoul", "10.1.0.1", "maker", "seoul:3").refusals())
                .singleElement()
                .asString()
                .startsWith("hanok.dedicated.clusters.seoul.contact-points:");
        assertThat(cluster("seoul", "10.1.0.1:9042", "", "seoul:3").refusals())
                .singleElement()
                .asString()
                .startsWith("hanok.dedicated.clusters.seoul.username:");
        assertThat(cluster("seoul", "10.1.0.1:9042", "maker", "").refusals())
                .singleElement()
                .asString()
                .startsWith("hanok.dedicated.clusters.seoul.replication:");
        assertThat(cluster("seoul", "10.1.0.1:9042", "maker", "seoul").refusals())
                .singleElement()
                .asString()
                .startsWith("hanok.dedicated.clusters.seoul.replication:");
    }

    private ClusterConfiguration cluster(String name, String contactPoint, String username, String replication) {
        return new ClusterConfiguration(
                name, List.of(contactPoint), "seoul", username, password.toString(), List.of(replication));
    }

    @Test
    void keysOfAStandaloneInstallationNearTheDataAreRefused() throws IOException {
        Files.createDirectories(folder.resolve("openbao"));
        Files.writeString(folder.resolve("openbao").resolve(ReadinessChecks.DEVELOPMENT_UNSEAL_KEY), "key");
        assertThat(refusals("app", folder.resolve("data")))
                .singleElement()
                .asString()
                .startsWith("hanok.data-dir:");
    }

    @Test
    void anInstallationThatCannotKeepOrganizationsIsRefused() {
        identitySecret = "";
        assertThat(refusals("app", folder)).singleElement().asString().startsWith("hanok.keycloak.client-secret-file:");
    }

    @Test
    void mailInTheClearIsForThisMachineAlone() {
        mail = mail("mail.example.kr", MailSecurity.NONE);
        assertThat(refusals("app", folder)).singleElement().asString().startsWith("hanok.mail.security:");
        mail = mail("mail.example.kr", MailSecurity.STARTTLS);
        assertThat(refusals("app", folder)).isEmpty();
        mail = mail("127.0.0.1", MailSecurity.NONE);
        assertThat(refusals("app", folder)).isEmpty();
    }

    @Test
    void nobodySignsInToAConsoleInTheClear() throws IOException {
        console = console("http://console.example.kr/console", identitySecret);
        assertThat(refusals("app", folder)).singleElement().asString().startsWith("hanok.console.url");
        console = console("https://console.example.kr/console", identitySecret);
        assertThat(refusals("app", folder)).isEmpty();
        Path open = Files.writeString(folder.resolve("open-console"), "secret");
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rw-r--r--"));
        console = console("", open.toString());
        assertThat(refusals("app", folder)).singleElement().asString().startsWith("hanok.console.client-secret-file");
    }

    private static ConsoleConfiguration console(String url, String secretFile) {
        return new ConsoleConfiguration(url, "hanok-console", secretFile, Duration.ofMinutes(30), Duration.ofHours(8));
    }

    @Test
    void nobodyAgreesToADraft() {
        signup = signup(SignupPolicy.OPEN, SignupConfiguration.DRAFT);
        assertThat(refusals("app", folder)).singleElement().asString().startsWith("hanok.signup.terms-version");
        signup = signup(SignupPolicy.OPEN, "2026-11-01");
        assertThat(refusals("app", folder)).isEmpty();
    }

    private static SignupConfiguration signup(SignupPolicy policy, String version) {
        return new SignupConfiguration(policy, 0, version, "", version, "", 30);
    }

    private static MailConfiguration mail(String host, MailSecurity security) {
        return new MailConfiguration(host, 25, security, "", "", "no-reply@example.kr", Duration.ofSeconds(5));
    }

    private List<String> refusals(String username, Path dataDir) {
        return ReadinessChecks.unsafe(
                new InstallationConfiguration(false, dataDir, "gateway-0", URI.create("https://api.example.kr")),
                new CassandraConfiguration(
                        List.of("10.0.0.1:9042"),
                        "seoul",
                        "hanok",
                        username,
                        password.toString(),
                        Duration.ofSeconds(5)),
                new KeycloakConfiguration(
                        URI.create("https://id.example.kr"),
                        "hanok",
                        "hanok-operator",
                        List.of(),
                        "hanok-platform",
                        "hanok-control-plane",
                        identitySecret,
                        Duration.ofSeconds(5)),
                new VaultConfiguration(
                        URI.create("https://vault.example.kr"),
                        password.toString(),
                        password.toString(),
                        Duration.ofSeconds(5)),
                new DedicatedConfiguration("", "", "", "", "master", "hanok-provisioner", "", List.of()),
                clusters,
                mail,
                signup,
                console,
                bucket);
    }
}
