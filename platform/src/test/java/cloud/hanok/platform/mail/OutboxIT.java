package cloud.hanok.platform.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.hanok.platform.cassandra.CassandraConnection;
import cloud.hanok.platform.cassandra.CassandraSettings;
import cloud.hanok.platform.cassandra.CqlStatement;
import cloud.hanok.platform.cassandra.FreshKeyspace;
import cloud.hanok.platform.change.ChangeFeed;
import cloud.hanok.platform.change.ChangeFeedSettings;
import cloud.hanok.platform.envelope.Envelopes;
import cloud.hanok.platform.home.TenantVaults;
import cloud.hanok.platform.id.MailId;
import cloud.hanok.platform.id.TenantId;
import cloud.hanok.platform.id.Ulids;
import cloud.hanok.platform.mail.MailTransport.Delivery;
import cloud.hanok.platform.vault.Vault;
import cloud.hanok.platform.vault.VaultSettings;
import cloud.hanok.platform.vault.VaultUnavailableException;
import cloud.hanok.standalone.mail.ReadMail;
import cloud.hanok.standalone.testing.CassandraForTests;
import cloud.hanok.standalone.testing.MailboxForTests;
import cloud.hanok.standalone.testing.OpenBaoForTests;
import cloud.hanok.standalone.testing.OwnOpenBao;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mail on its way through a real Cassandra and OpenBao to a real mailbox, on good days and on bad ones. */
class OutboxIT {
    private static final MailboxForTests MAILBOX = MailboxForTests.get();
    private static final Movable CLOCK = new Movable();
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Ulids ULIDS = new Ulids(CLOCK, RANDOM);
    private static final OutboxSettings SETTINGS = OutboxSettings.DEFAULT;

    private static CassandraConnection connection;
    private static String keyspace;

    @BeforeAll
    static void start() {
        CassandraSettings settings = FreshKeyspace.ofProgram("mail");
        keyspace = settings.keyspace();
        connection = CassandraConnection.open(settings, Clock.systemUTC());
        connection.migrate();
    }

    @AfterAll
    static void stop() {
        connection.close();
        CassandraForTests.giveBack(keyspace);
    }

    /** The real time, and what a test adds to it. */
    private static final class Movable extends Clock {
        private volatile Duration added = Duration.ZERO;

        void advance(Duration by) {
            added = added.plus(by);
        }

        @Override
        public Instant instant() {
            return Clock.systemUTC().instant().plus(added);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    private static Outbox outbox(OpenBaoForTests bao) {
        Vault vault = Vault.login(
                new VaultSettings(bao.address().toString(), bao.roleId(), bao.secretId(), Duration.ofSeconds(5)),
                CLOCK);
        ChangeFeed feed = new ChangeFeed(connection.keyspaces(), CLOCK, ChangeFeedSettings.of(Duration.ofSeconds(5)));
        Envelopes envelopes = new Envelopes(
                connection.keyspaces(),
                TenantVaults.shared(vault),
                feed,
                tenant -> Envelopes.SHARED_KEEP_FOR,
                RANDOM,
                CLOCK);
        return new Outbox(connection.keyspaces(), envelopes, ULIDS, CLOCK);
    }

    private static OutboxSender sender(Outbox outbox, MailTransport transport) {
        return new OutboxSender(outbox, transport, SETTINGS, ULIDS, CLOCK);
    }

    private static MailTransport smtp(int port, MailSecurity security) {
        return new SmtpTransport(new MailSettings(
                "127.0.0.1", port, security, "", null, "한옥 <no-reply@hanok.example>", Duration.ofSeconds(5)));
    }

    private static MailTransport toMailbox() {
        return smtp(MAILBOX.access().port(), MailSecurity.NONE);
    }

    private static TenantId tenant() {
        return new TenantId(ULIDS.next());
    }

    private static String address(String name) {
        return name + "-" + System.nanoTime() + "@mail.example";
    }

    private static void drain(OutboxSender sender) {
        while (!sender.sweep()) {
            assertThat(sender.waiting()).isPositive();
        }
    }

    @Test
    void aMailArrivesInKoreanAsItWasWrittenAndNothingOfItIsKept() {
        Outbox outbox = outbox(OpenBaoForTests.get());
        String recipient = address("korean");
        String text = "홍길동 님께\n\n.점으로 시작하는 줄\n" + "가나다라 ".repeat(400) + "\nIn English, too.\n";
        String subject = "[한옥] 주식회사 가나다라마바사아자차카타파하 초대 / Invitation to a company with a long name on Hanok";
        TenantId tenant = tenant();
        MailId id = outbox.put(tenant, "inv_1", new Mail(recipient, subject, text));
        byte[] stored = stored(tenant, id);
        assertThat(new String(stored, StandardCharsets.UTF_8)).doesNotContain("korean-", "길동");

        OutboxSender sender = sender(outbox, toMailbox());
        drain(sender);

        ReadMail mail = onlyMailFor(recipient);
        assertThat(mail.subject()).isEqualTo(subject);
        assertThat(mail.text().strip()).isEqualTo(text.strip());
        assertThat(mail.from()).isEqualTo("\"한옥\" <no-reply@hanok.example>");
        assertThat(mail.id()).isEqualToIgnoringCase("<" + id + "@hanok.example>");
        assertThat(stored(tenant, id)).as("what it said is forgotten").isEmpty();
        drain(sender);
        assertThat(MAILBOX.mailsFor(recipient)).hasSize(1);
    }

    @Test
    void ofManySendersOneSendsEachMail() throws Exception {
        Outbox outbox = outbox(OpenBaoForTests.get());
        Map<MailId, Integer> sent = new ConcurrentHashMap<>();
        MailTransport counting = (id, mail, at) -> {
            sent.merge(id, 1, Integer::sum);
            return new Delivery.Accepted();
        };
        List<MailId> ids = IntStream.range(0, 20)
                .mapToObj(each -> outbox.put(tenant(), "", new Mail(address("many"), "제목", "본문")))
                .toList();
        try (ExecutorService processes = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var each : IntStream.range(0, 4)
                    .mapToObj(process -> processes.submit(() -> drain(sender(outbox, counting))))
                    .toList()) {
                each.get();
            }
        }
        assertThat(sent.keySet()).containsAll(ids);
        assertThat(sent.values()).allMatch(times -> times == 1);
    }

    @Test
    void whileTheServerIsAwayMailWaitsAndThenGoesOnce() throws Exception {
        Outbox outbox = outbox(OpenBaoForTests.get());
        String recipient = address("away");
        outbox.put(tenant(), "", new Mail(recipient, "제목", "본문"));
        ScriptedSmtp closed = new ScriptedSmtp(Map.of());
        closed.close();
        assertThat(sender(outbox, smtp(closed.port(), MailSecurity.NONE)).sweep())
                .isFalse();
        assertThat(MAILBOX.mailsFor(recipient)).isEmpty();

        drain(sender(outbox, toMailbox()));
        onlyMailFor(recipient);
    }

    @Test
    void aServerWithoutTlsGetsNothingWhereTlsIsAskedFor() {
        Outbox outbox = outbox(OpenBaoForTests.get());
        String recipient = address("tls");
        outbox.put(tenant(), "", new Mail(recipient, "제목", "본문"));
        int port = MAILBOX.access().port();
        assertThat(sender(outbox, smtp(port, MailSecurity.STARTTLS)).sweep()).isFalse();
        assertThat(sender(outbox, smtp(port, MailSecurity.TLS)).sweep()).isFalse();
        assertThat(MAILBOX.mailsFor(recipient)).isEmpty();
        drain(sender(outbox, toMailbox()));
    }

    @Test
    void aRefusedRecipientIsFinalAndABusyOneIsAskedAgain() throws Exception {
        Outbox outbox = outbox(OpenBaoForTests.get());
        try (ScriptedSmtp refusing = new ScriptedSmtp(Map.of("RCPT", "550 5.1.1 nobody here"))) {
            MailId id = outbox.put(tenant(), "inv_refused", new Mail(address("refused"), "제목", "본문"));
            OutboxSender sender = sender(outbox, smtp(refusing.port(), MailSecurity.NONE));
            drain(sender);
            assertThat(sender.dead()).isEqualTo(1);
            DeadMail dead = outbox.dead(null, Outbox.MAX_LISTED).stream()
                    .filter(each -> each.id().equals(id))
                    .findFirst()
                    .orElseThrow();
            assertThat(dead.reason()).isEqualTo("smtp_550");
            assertThat(dead.about()).isEqualTo("inv_refused");
            assertThat(stored(dead.tenant(), id)).isEmpty();
        }
        String recipient = address("busy");
        outbox.put(tenant(), "", new Mail(recipient, "제목", "본문"));
        try (ScriptedSmtp busy = new ScriptedSmtp(Map.of("RCPT", "451 4.7.1 later"))) {
            drain(sender(outbox, smtp(busy.port(), MailSecurity.NONE)));
        }
        drain(sender(outbox, toMailbox()));
        assertThat(MAILBOX.mailsFor(recipient)).as("not before its pause").isEmpty();
        CLOCK.advance(SETTINGS.firstRetry());
        drain(sender(outbox, toMailbox()));
        onlyMailFor(recipient);
    }

    @Test
    void whatCannotBeSentForThreeDaysIsGivenUp() throws Exception {
        Outbox outbox = outbox(OpenBaoForTests.get());
        MailId id = outbox.put(tenant(), "", new Mail(address("late"), "제목", "본문"));
        try (ScriptedSmtp silent = new ScriptedSmtp(Map.of("DATA", ""))) {
            OutboxSender sender = sender(outbox, smtp(silent.port(), MailSecurity.NONE));
            assertThat(sender.sweep()).isFalse();
            CLOCK.advance(SETTINGS.giveUpAfter().plusSeconds(1));
            drain(sender);
        }
        assertThat(outbox.dead(null, Outbox.MAX_LISTED))
                .filteredOn(each -> each.id().equals(id))
                .singleElement()
                .satisfies(dead -> assertThat(dead.reason()).isEqualTo("expired_connection_lost"));
    }

    @Test
    void whileTheKeyStoreIsSealedMailWaits(@TempDir Path folder) {
        try (OwnOpenBao own = OwnOpenBao.start(folder)) {
            String recipient = address("sealed");
            TenantId tenant = tenant();
            outbox(own.access()).put(tenant, "", new Mail(recipient, "제목", "본문"));
            Outbox other = outbox(own.access());
            own.seal();
            assertThatThrownBy(() -> other.put(tenant(), "", new Mail(recipient, "제목", "본문")))
                    .isInstanceOf(VaultUnavailableException.class);
            assertThat(sender(other, toMailbox()).sweep()).isFalse();
            assertThat(MAILBOX.mailsFor(recipient)).isEmpty();
            own.unseal();
            drain(sender(other, toMailbox()));
            onlyMailFor(recipient);
        }
    }

    @Test
    void whoeverDiesBetweenSendingAndMarkingLeavesAMailThatComesTwiceUnderOneName() {
        Outbox outbox = outbox(OpenBaoForTests.get());
        String recipient = address("twice");
        outbox.put(tenant(), "", new Mail(recipient, "제목", "본문"));
        MailTransport real = toMailbox();
        OutboxSender dying = sender(outbox, (id, mail, at) -> {
            assertThat(real.send(id, mail, at)).isInstanceOf(Delivery.Accepted.class);
            throw new IllegalStateException("dies here");
        });
        assertThatThrownBy(dying::sweep).hasMessage("dies here");
        drain(sender(outbox, real));
        assertThat(MAILBOX.mailsFor(recipient)).as("the lease stands").hasSize(1);
        CLOCK.advance(SETTINGS.lease().plusSeconds(1));
        drain(sender(outbox, real));
        assertThat(MAILBOX.mailsFor(recipient))
                .hasSize(2)
                .extracting(ReadMail::id)
                .containsOnly(MAILBOX.mailsFor(recipient).getFirst().id());
    }

    private static ReadMail onlyMailFor(String recipient) {
        List<ReadMail> mails = MAILBOX.mailsFor(recipient);
        assertThat(mails).hasSize(1);
        return mails.getFirst();
    }

    private static byte[] stored(TenantId tenant, MailId id) {
        ByteBuffer content = connection
                .keyspaces()
                .of(tenant)
                .row(
                        CqlStatement.read("SELECT content FROM mails WHERE tenant = ? AND mail = ?"),
                        tenant.text(),
                        id.text())
                .orElseThrow()
                .getByteBuffer("content");
        byte[] bytes = new byte[content == null ? 0 : content.remaining()];
        if (content != null) {
            content.get(bytes);
        }
        return bytes;
    }
}
