package cloud.hanok.compliance.receipt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.hanok.compliance.receipt.ReceiptView.Logged;
import cloud.hanok.compliance.receipt.ReceiptView.Pending;
import cloud.hanok.compliance.receipt.TransparencyLogs.Novelty;
import cloud.hanok.platform.home.TenantVaults;
import cloud.hanok.platform.id.RequestId;
import cloud.hanok.platform.id.TenantId;
import cloud.hanok.platform.tlog.LogProof;
import cloud.hanok.platform.tlog.NoteKey;
import cloud.hanok.platform.vault.Vault;
import cloud.hanok.platform.vault.VaultSettings;
import cloud.hanok.standalone.testing.CassandraForTests;
import cloud.hanok.standalone.testing.OpenBaoForTests;
import com.datastax.oss.driver.api.core.CqlSession;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TransparencyLogsIT {
    private static final Duration PROVABLE_WITHIN = Duration.ofSeconds(3);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final LogSettings SETTINGS =
            new LogSettings("hanok.local", Duration.ofSeconds(2), Duration.ofMillis(500));
    private static CqlSession session;

    private final JdkSigner signer = new JdkSigner();
    private final Leaves leaves = new Leaves(42);
    private final TransparencyLogs logs = process();
    private final TenantId tenant = leaves.tenant();

    @BeforeAll
    static void open() {
        session = LogKeyspace.open();
    }

    @AfterAll
    static void closeSession() {
        CassandraForTests.giveBack(session);
    }

    @BeforeEach
    void start() {
        logs.start();
    }

    @AfterEach
    void stop() {
        logs.close();
    }

    @Test
    void aLogIsMadeOnceAndItsOriginDoesNotNameTheTenant() {
        assertThat(logs.find(tenant)).isEmpty();
        LogIdentity log = logs.create(tenant);
        assertThat(logs.create(tenant)).isEqualTo(log);
        assertThat(process().find(tenant)).contains(log);
        assertThat(log.origin()).isEqualTo("hanok.local/log/" + log.logId()).doesNotContain(tenant.text());
        assertThat(log.vkey()).startsWith(log.origin() + "+");
        assertThat(new Audit(logs, log).head().size()).isZero();
    }

    @Test
    void aReceiptIsPendingAndThenProvableWithinThreeSeconds() {
        LogIdentity log = logs.create(tenant);
        List<Leaf> warmUp = leaves.pair();
        logs.append(tenant, warmUp, Novelty.FIRST_TIME);
        awaitLogged(warmUp.getFirst().request());
        List<Leaf> pair = leaves.pair();
        RequestId request = pair.getFirst().request();
        logs.append(tenant, List.of(pair.getFirst()), Novelty.FIRST_TIME);
        assertThat(logs.receipt(tenant, request)).get().isInstanceOf(Pending.class);
        logs.append(tenant, List.of(pair.getLast()), Novelty.FIRST_TIME);
        assertThat(awaitLogged(request)).isLessThan(PROVABLE_WITHIN);
        Logged receipt = logged(request);
        assertThat(receipt.origin()).isEqualTo(log.origin());
        assertThat(receipt.project()).isEqualTo(Receipts.PROJECT);
        assertThat(receipt.attempts()).isEqualTo(1);
        assertThat(receipt.amendment()).isEmpty();
        assertThat(receipt.opening().receipt()).isEqualTo(pair.getFirst().receipt());
        assertThat(receipt.closing().salt()).isEqualTo(pair.getLast().salt());
        for (Leaf leaf : pair) {
            LogProof proof =
                    LogProof.parse(logs.proof(tenant, request, leaf.kind()).orElseThrow());
            NoteKey key = NoteKey.parse(log.vkey());
            assertThat(proof.verify(key, leaf.entry())).isTrue();
            byte[] flipped = leaf.receipt().clone();
            flipped[3] ^= 1;
            assertThat(proof.verify(key, Leaf.entry(leaf.salt(), flipped))).isFalse();
        }
    }

    @Test
    void manyLeavesFillTilesThatAnAuditorCanRebuild() {
        LogIdentity log = logs.create(tenant);
        List<Leaf> all = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            List<Leaf> attempts = leaves.attempts(100);
            all.addAll(attempts);
            logs.append(tenant, attempts, Novelty.FIRST_TIME);
        }
        List<Leaf> last = leaves.pair();
        all.addAll(last);
        logs.append(tenant, last, Novelty.FIRST_TIME);
        awaitLogged(last.getFirst().request());
        Audit audit = new Audit(logs, log);
        audit.hasExactly(all);
        assertThat(audit.head().size()).isEqualTo(602);
        assertThat(logs.tile(log.logId(), "tile/1/000.p/2")).isPresent();
        assertThat(logs.tile(log.logId(), "tile/1/000.p/3")).isEmpty();
        assertThat(logs.tile(log.logId(), "tile/0/002.p/90")).isPresent();
        assertThat(logs.tile(log.logId(), "tile/0/002.p/91")).isEmpty();
        assertThat(logs.tile(log.logId(), "tile/entries/003.p/1")).isEmpty();
        assertThat(logs.tile(log.logId(), "tile/0/../0")).isEmpty();
        assertThat(logs.tile("0".repeat(32), "tile/0/000")).isEmpty();
        assertThat(logs.checkpoint(tenant.text())).isEmpty();
    }

    @Test
    void aLeafAppendedManyTimesIsInTheLogOnce() {
        LogIdentity log = logs.create(tenant);
        List<Leaf> pair = leaves.pair();
        logs.append(tenant, List.of(pair.getFirst(), pair.getFirst(), pair.getLast()), Novelty.FIRST_TIME);
        logs.append(tenant, pair, Novelty.MAYBE_REPEATED);
        awaitLogged(pair.getFirst().request());
        logs.append(tenant, pair, Novelty.MAYBE_REPEATED);
        List<Leaf> later = leaves.pair();
        logs.append(tenant, later, Novelty.FIRST_TIME);
        awaitLogged(later.getFirst().request());
        List<Leaf> all = new ArrayList<>(pair);
        all.addAll(later);
        new Audit(logs, log).hasExactly(all);
    }

    @Test
    void theLastAttemptIsShownWithItsAmendment() {
        logs.create(tenant);
        RequestId request = leaves.request();
        List<Leaf> appended = List.of(
                leaves.leaf(request, 1, LeafKind.OPENING),
                leaves.leaf(request, 2, LeafKind.OPENING),
                leaves.leaf(request, 2, LeafKind.CLOSING));
        logs.append(tenant, appended, Novelty.FIRST_TIME);
        awaitLogged(request);
        assertThat(logs.proof(tenant, request, LeafKind.AMENDMENT)).isEmpty();
        Leaf amendment = leaves.leaf(request, 2, LeafKind.AMENDMENT);
        logs.append(tenant, List.of(amendment), Novelty.FIRST_TIME);
        Conditions.await(
                PATIENCE, "the amendment", () -> logged(request).amendment().isPresent());
        Logged receipt = logged(request);
        assertThat(receipt.attempts()).isEqualTo(2);
        assertThat(receipt.opening().receipt()).isEqualTo(appended.get(1).receipt());
        assertThat(receipt.amendment().orElseThrow().receipt()).isEqualTo(amendment.receipt());
        assertThat(logs.proof(tenant, request, LeafKind.AMENDMENT)).isPresent();
    }

    @Test
    void whoDoesNotKnowTheTenantSeesNothingOfItsReceipts() {
        logs.create(tenant);
        List<Leaf> pair = leaves.pair();
        logs.append(tenant, pair, Novelty.FIRST_TIME);
        RequestId request = pair.getFirst().request();
        awaitLogged(request);
        TenantId other = leaves.tenant();
        logs.create(other);
        assertThat(logs.receipt(other, request)).isEmpty();
        assertThat(logs.proof(other, request, LeafKind.CLOSING)).isEmpty();
        assertThat(logs.receipt(tenant, leaves.request())).isEmpty();
    }

    @Test
    void aTenantWithoutALogIsToldSo() {
        assertThatThrownBy(() -> logs.append(tenant, leaves.pair(), Novelty.FIRST_TIME))
                .hasMessageContaining("create it first");
    }

    @Test
    void leavesThatADeadProcessLeftBehindAreFound() {
        LogIdentity log = logs.create(tenant);
        List<Leaf> pair = leaves.pair();
        process().append(tenant, pair, Novelty.FIRST_TIME);
        awaitLogged(pair.getFirst().request());
        new Audit(logs, log).hasExactly(pair);
    }

    @Test
    void whileTheSignerIsDownReceiptsArePendingAndNoneIsLost() {
        LogIdentity log = logs.create(tenant);
        signer.down = true;
        List<Leaf> pair = leaves.pair();
        logs.append(tenant, pair, Novelty.FIRST_TIME);
        long size = 2;
        Conditions.await(PATIENCE, "the head to move", () -> size == headSize());
        assertThat(logs.receipt(tenant, pair.getFirst().request())).get().isInstanceOf(Pending.class);
        signer.down = false;
        awaitLogged(pair.getFirst().request());
        new Audit(logs, log).hasExactly(pair);
    }

    @Test
    void twoProcessesExtendOneLogAndSignAtMostOnceASecond() throws Exception {
        LogIdentity log = logs.create(tenant);
        List<Leaf> all = java.util.Collections.synchronizedList(new ArrayList<>());
        try (TransparencyLogs other = process();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            other.start();
            List<Future<?>> appends = new ArrayList<>();
            for (TransparencyLogs process : List.of(logs, other, logs, other)) {
                appends.add(threads.submit(() -> {
                    for (int i = 0; i < 40; i++) {
                        List<Leaf> pair = leaves.pair();
                        all.addAll(pair);
                        process.append(tenant, pair, Novelty.FIRST_TIME);
                    }
                }));
            }
            for (Future<?> append : appends) {
                append.get();
            }
            Conditions.await(
                    PATIENCE, "all leaves", () -> new Audit(logs, log).head().size() >= all.size());
        }
        new Audit(logs, log).hasExactly(all);
        List<JdkSigner.Signed> signed = signer.signed;
        for (int i = 1; i < signed.size(); i++) {
            assertThat(signed.get(i).checkpoint().head().size())
                    .isGreaterThan(signed.get(i - 1).checkpoint().head().size());
            assertThat(signed.get(i).atMillis() - signed.get(i - 1).atMillis()).isGreaterThanOrEqualTo(990);
        }
    }

    @Test
    void checkpointsAreSignedByKeysThatLiveInOpenBao() {
        OpenBaoForTests bao = OpenBaoForTests.get();
        Vault vault = Vault.login(
                new VaultSettings(
                        bao.address().toString(), bao.roleId(), bao.secretId(), VaultSettings.DEFAULT_TIMEOUT),
                Clock.systemUTC());
        try (TransparencyLogs real = process(new VaultCheckpointSigner(TenantVaults.shared(vault)))) {
            real.start();
            LogIdentity log = real.create(tenant);
            assertThat(real.create(tenant)).isEqualTo(log);
            List<Leaf> pair = leaves.pair();
            RequestId request = pair.getFirst().request();
            real.append(tenant, pair, Novelty.FIRST_TIME);
            Conditions.await(
                    PATIENCE,
                    "the proof",
                    () -> real.proof(tenant, request, LeafKind.CLOSING).isPresent());
            LogProof proof =
                    LogProof.parse(real.proof(tenant, request, LeafKind.CLOSING).orElseThrow());
            assertThat(proof.verify(NoteKey.parse(log.vkey()), pair.getLast().entry()))
                    .isTrue();
            new Audit(real, log).hasExactly(pair);
        }
        assertThat(signer.signed).isEmpty();
    }

    @Test
    void aBlockIsRemovedWhenItIsOverAndAllItsLeavesAreProvable() {
        LogIdentity log = logs.create(tenant);
        List<Leaf> pair = leaves.pair();
        logs.append(tenant, pair, Novelty.FIRST_TIME);
        awaitLogged(pair.getFirst().request());
        Conditions.await(PATIENCE, "the mark", () -> integrated() == 1);
        InboxBlocks soon = blocks(LeafInbox.BLOCK_LIFE);
        assertThat(soon.sweep()).doesNotContain(tenant);
        assertThat(integrated()).isEqualTo(1);
        InboxBlocks later = blocks(LeafInbox.BLOCK_LIFE.multipliedBy(2));
        assertThat(later.sweep()).doesNotContain(tenant);
        assertThat(integrated()).isEqualTo(-1);
        assertThat(later.pending(tenant, Map.of(), 10).isEmpty()).isTrue();
        new Audit(logs, log).hasExactly(pair);
    }

    @Test
    void aBlockThatIsOverIsKeptWhileALeafOfItWaits() {
        logs.create(tenant);
        logs.close();
        List<Leaf> pair = leaves.pair();
        logs.append(tenant, pair, Novelty.FIRST_TIME);
        InboxBlocks later = blocks(LeafInbox.BLOCK_LIFE.multipliedBy(2));
        assertThat(later.sweep()).contains(tenant);
        assertThat(later.pending(tenant, Map.of(), 10).names()).hasSize(2);
        try (TransparencyLogs next = process()) {
            next.start();
            awaitLogged(pair.getFirst().request());
        }
    }

    private InboxBlocks blocks(Duration ahead) {
        return new InboxBlocks(LogKeyspace.keyspaces(session), Clock.offset(Clock.systemUTC(), ahead));
    }

    /** The mark of the tenant's only block; -1 when it has none. */
    private int integrated() {
        String cql = "SELECT integrated FROM log_blocks WHERE shard = " + InboxBlocks.shard(tenant) + " AND tenant = '"
                + tenant.text() + "'";
        var row = session.execute(cql).one();
        return row == null ? -1 : row.getInt("integrated");
    }

    private long headSize() {
        String cql = "SELECT size FROM log_heads WHERE tenant = '" + tenant.text() + "'";
        var row = session.execute(cql).one();
        return row == null ? 0 : row.getLong("size");
    }

    private TransparencyLogs process() {
        return process(signer);
    }

    private static TransparencyLogs process(CheckpointSigner signer) {
        return new TransparencyLogs(
                LogKeyspace.keyspaces(session), signer, SETTINGS, Clock.systemUTC(), new SecureRandom());
    }

    private Duration awaitLogged(RequestId request) {
        return Conditions.await(
                PATIENCE,
                "receipt of " + request,
                () -> logs.receipt(tenant, request).orElseThrow() instanceof Logged);
    }

    private Logged logged(RequestId request) {
        return (Logged) logs.receipt(tenant, request).orElseThrow();
    }
}
