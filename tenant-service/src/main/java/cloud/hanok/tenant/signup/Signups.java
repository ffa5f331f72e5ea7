package cloud.hanok.tenant.signup;

import cloud.hanok.platform.cassandra.Blobs;
import cloud.hanok.platform.cassandra.Cql.BoundWrite;
import cloud.hanok.platform.cassandra.CqlStatement;
import cloud.hanok.platform.cassandra.Keyspaces;
import cloud.hanok.platform.envelope.DataClass;
import cloud.hanok.platform.envelope.Envelopes;
import cloud.hanok.platform.envelope.Place;
import cloud.hanok.platform.id.TenantId;
import cloud.hanok.tenant.member.EmailAddress;
import cloud.hanok.tenant.member.Person;
import cloud.hanok.tenant.signup.BusinessRegistry.Standing;
import com.datastax.oss.driver.api.core.cql.Row;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What is kept of sign-ups. While one is under way, its request is sealed with the platform's key, because there is no tenant yet;
 * afterwards what remains of it is sealed with the tenant's, and goes with that. Blocks.
 *
 * <p>Every method throws {@link cloud.hanok.platform.cassandra.StoreUnavailableException} when Cassandra does not answer, and
 * {@link cloud.hanok.platform.vault.VaultUnavailableException} when a key is needed and OpenBao does not.
 */
public final class Signups {
    private static final CqlStatement INSERT_REQUEST =
            CqlStatement.write("INSERT INTO signup_requests (tenant, content, created_at) VALUES (?, ?, ?)");
    private static final CqlStatement FIND_REQUEST =
            CqlStatement.read("SELECT content, created_at FROM signup_requests WHERE tenant = ?");
    private static final CqlStatement DELETE_REQUEST =
            CqlStatement.write("DELETE FROM signup_requests WHERE tenant = ?");
    private static final CqlStatement INSERT = CqlStatement.write(
            "INSERT INTO signups (tenant, number, subject, standing, created_at) VALUES (?, ?, ?, ?, ?)");
    private static final CqlStatement FIND =
            CqlStatement.read("SELECT number, subject, standing, created_at FROM signups WHERE tenant = ?");
    private static final CqlStatement DELETE = CqlStatement.write("DELETE FROM signups WHERE tenant = ?");
    private static final CqlStatement INSERT_CONSENT = CqlStatement.write(
            "INSERT INTO consents (tenant, subject, document, version, accepted_at, source) VALUES (?, ?, ?, ?, ?, ?)");
    private static final CqlStatement CONSENTS = CqlStatement.read(
            "SELECT subject, document, version, accepted_at, source FROM consents WHERE tenant = ? LIMIT 10000");
    private static final CqlStatement DELETE_CONSENTS = CqlStatement.write("DELETE FROM consents WHERE tenant = ?");

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String NUMBER_FIELD = "signups.business_number";

    private final Keyspaces keyspaces;
    private final Envelopes envelopes;

    public Signups(Keyspaces keyspaces, Envelopes envelopes) {
        this.keyspaces = keyspaces;
        this.envelopes = envelopes;
    }

    /** By which a number is found again without being stored: a keyed hash, in hexadecimal. */
    public String hash(BusinessNumber number) {
        return HexFormat.of()
                .formatHex(envelopes.lookupHash(Envelopes.PLATFORM, DataClass.PEOPLE, NUMBER_FIELD, number.digits()));
    }

    /** Keeps a request until it is fulfilled or taken back; for a week at most. */
    public void begin(SignupRequest request) {
        String tenant = request.tenant().text();
        byte[] content =
                envelopes.seal(Envelopes.PLATFORM, DataClass.PEOPLE, requestPlace(request.tenant()), written(request));
        keyspaces.platform().write(INSERT_REQUEST, tenant, ByteBuffer.wrap(content), request.at());
    }

    /** What was asked. */
    Optional<SignupRequest> request(TenantId tenant) {
        return keyspaces
                .platform()
                .row(FIND_REQUEST, tenant.text())
                .flatMap(row -> envelopes
                        .openText(Envelopes.PLATFORM, DataClass.PEOPLE, requestPlace(tenant), bytes(row, "content"))
                        .map(text -> read(tenant, text, instant(row, "created_at"))));
    }

    /** Forgets the request. */
    void end(TenantId tenant) {
        keyspaces.platform().write(DELETE_REQUEST, tenant.text());
    }

    /** Keeps what remains: whose number it is, who agreed to what. */
    void record(SignupRequest request, Standing standing) {
        TenantId tenant = request.tenant();
        byte[] number = envelopes.seal(
                tenant, DataClass.PEOPLE, numberPlace(tenant), request.number().digits());
        keyspaces
                .of(tenant)
                .write(
                        INSERT,
                        tenant.text(),
                        ByteBuffer.wrap(number),
                        request.subject(),
                        standing.name(),
                        request.at());
        List<BoundWrite> consents = new ArrayList<>();
        new TreeMap<>(request.consents()).forEach((document, version) -> {
            byte[] source = envelopes.seal(
                    tenant, DataClass.PEOPLE, sourcePlace(request.subject(), document, version), request.source());
            consents.add(new BoundWrite(
                    INSERT_CONSENT,
                    List.of(
                            tenant.text(),
                            request.subject(),
                            document,
                            version,
                            request.at(),
                            ByteBuffer.wrap(source))));
        });
        keyspaces.of(tenant).writeTogether(consents);
    }

    /** Takes back what {@link #record} kept. */
    void forget(TenantId tenant) {
        keyspaces.of(tenant).write(DELETE, tenant.text());
        keyspaces.of(tenant).write(DELETE_CONSENTS, tenant.text());
    }

    /** How a tenant signed up; empty for one that the operator made. */
    public Optional<Signup> find(TenantId tenant) {
        return keyspaces
                .of(tenant)
                .row(FIND, tenant.text())
                .map(row -> new Signup(
                        tenant,
                        envelopes
                                .openText(tenant, DataClass.PEOPLE, numberPlace(tenant), bytes(row, "number"))
                                .map(BusinessNumber::new),
                        Objects.requireNonNull(row.getString("subject")),
                        Standing.valueOf(Objects.requireNonNull(row.getString("standing"))),
                        instant(row, "created_at")));
    }

    /** Who agreed to what for a tenant. */
    public List<Consent> consents(TenantId tenant) {
        return keyspaces.of(tenant).rows(CONSENTS, tenant.text()).stream()
                .map(row -> {
                    String subject = Objects.requireNonNull(row.getString("subject"));
                    String document = Objects.requireNonNull(row.getString("document"));
                    String version = Objects.requireNonNull(row.getString("version"));
                    String source = envelopes
                            .openText(
                                    tenant,
                                    DataClass.PEOPLE,
                                    sourcePlace(subject, document, version),
                                    bytes(row, "source"))
                            .orElse("");
                    return new Consent(subject, document, version, instant(row, "accepted_at"), source);
                })
                .toList();
    }

    private static Place requestPlace(TenantId tenant) {
        return new Place("signup_requests.content", tenant.text(), 1);
    }

    private static Place numberPlace(TenantId tenant) {
        return new Place("signups.number", tenant.text(), 1);
    }

    private static Place sourcePlace(String subject, String document, String version) {
        return new Place("consents.source", subject + "/" + document + "/" + version, 1);
    }

    private static String written(SignupRequest request) {
        ObjectNode text = JSON.createObjectNode()
                .put("number", request.number().digits())
                .put("subject", request.subject())
                .put("email", request.person().email().value())
                .put("name", request.person().name())
                .put("source", request.source());
        ObjectNode consents = text.putObject("consents");
        request.consents().forEach(consents::put);
        return text.toString();
    }

    private static SignupRequest read(TenantId tenant, String text, Instant at) {
        try {
            JsonNode node = JSON.readTree(text);
            Map<String, String> consents = new TreeMap<>();
            node.path("consents")
                    .properties()
                    .forEach(each -> consents.put(each.getKey(), each.getValue().asText()));
            return new SignupRequest(
                    tenant,
                    new BusinessNumber(node.path("number").asText()),
                    node.path("subject").asText(),
                    new Person(
                            EmailAddress.of("email", node.path("email").asText()),
                            node.path("name").asText()),
                    consents,
                    node.path("source").asText(),
                    at);
        } catch (JsonProcessingException damaged) {
            throw new IllegalStateException("the sign-up of " + tenant + " cannot be read", damaged);
        }
    }

    private static byte[] bytes(Row row, String column) {
        return Blobs.bytes(Objects.requireNonNull(row.getByteBuffer(column)));
    }

    private static Instant instant(Row row, String column) {
        return Objects.requireNonNull(row.getInstant(column));
    }
}
