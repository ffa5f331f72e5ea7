package cloud.hanok.platform.envelope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.hanok.platform.cassandra.CqlStatement;
import cloud.hanok.platform.id.TenantId;
import cloud.hanok.standalone.testing.OpenBaoForTests;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class EnvelopesIT {
    private static final OpenBaoForTests BAO = OpenBaoForTests.get();
    private static final Place PLACE = new Place("members.email", "mem_1", 1);
    private static final String MAIL = "김하늘@example.kr";

    private static Room room;

    @BeforeAll
    static void open() {
        room = Room.open(BAO);
    }

    @AfterAll
    static void close() {
        room.close();
    }

    @Test
    void aValueOpensInAnotherProcessAndIsNowhereInTheClear() {
        TenantId tenant = room.tenant();
        byte[] sealed = room.process().envelopes().seal(tenant, DataClass.PEOPLE, PLACE, MAIL);

        assertThat(new String(sealed, StandardCharsets.UTF_8)).doesNotContain("example", "김하늘");
        assertThat(room.process().envelopes().openText(tenant, DataClass.PEOPLE, PLACE, sealed))
                .hasValue(MAIL);
        assertThat(room.process().envelopes().seal(tenant, DataClass.PEOPLE, PLACE, MAIL))
                .isNotEqualTo(sealed);
    }

    @Test
    void aValueThatWasMovedOrDamagedDoesNotOpen() {
        TenantId tenant = room.tenant();
        TenantId other = room.tenant();
        Envelopes envelopes = room.process().envelopes();
        byte[] sealed = envelopes.seal(tenant, DataClass.PEOPLE, PLACE, MAIL);
        envelopes.seal(other, DataClass.PEOPLE, PLACE, MAIL);
        envelopes.seal(tenant, DataClass.AUDIT, PLACE, MAIL);

        assertRefused(envelopes, other, DataClass.PEOPLE, PLACE, sealed);
        assertRefused(envelopes, tenant, DataClass.AUDIT, PLACE, sealed);
        assertRefused(envelopes, tenant, DataClass.PEOPLE, new Place("members.name", "mem_1", 1), sealed);
        assertRefused(envelopes, tenant, DataClass.PEOPLE, new Place("members.email", "mem_2", 1), sealed);
        assertRefused(envelopes, tenant, DataClass.PEOPLE, new Place("members.email", "mem_1", 2), sealed);
        // The same characters, cut elsewhere.
        assertRefused(envelopes, tenant, DataClass.PEOPLE, new Place("members.emailm", "em_1", 1), sealed);

        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 200; i++) {
            byte[] damaged = sealed.clone();
            damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
            assertThatThrownBy(() -> envelopes.open(tenant, DataClass.PEOPLE, PLACE, damaged))
                    .describedAs("seed %d", seed)
                    .isInstanceOf(UnreadableValueException.class);
        }
        for (int length = 0; length < sealed.length; length++) {
            byte[] cut = java.util.Arrays.copyOf(sealed, length);
            assertThatThrownBy(() -> envelopes.open(tenant, DataClass.PEOPLE, PLACE, cut))
                    .isInstanceOf(UnreadableValueException.class);
        }
    }

    @Test
    void openingAThousandRowsAsksTheKeyStoreOnce() throws Exception {
        TenantId tenant = room.tenant();
        Envelopes writer = room.process().envelopes();
        List<byte[]> rows = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            rows.add(writer.seal(tenant, DataClass.CONTENT, new Place("turns", "t" + i, 1), "문장 " + i));
        }
        Envelopes reader = room.process().envelopes();
        long before = callsAbout(tenant);
        List<Future<String>> opened = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < rows.size(); i++) {
                Place place = new Place("turns", "t" + i, 1);
                byte[] row = rows.get(i);
                opened.add(threads.submit(() ->
                        reader.openText(tenant, DataClass.CONTENT, place, row).orElseThrow()));
            }
        }
        for (int i = 0; i < rows.size(); i++) {
            assertThat(opened.get(i).get()).isEqualTo("문장 " + i);
        }
        assertThat(callsAbout(tenant) - before).isEqualTo(1);
        assertThat(reader.keysInMemory()).isEqualTo(1);
    }

    @Test
    void ofManyProcessesThatSealFirstAllUseOneDataKey() throws Exception {
        TenantId tenant = room.tenant();
        List<Future<byte[]>> sealed = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 6; i++) {
                Envelopes process = room.process().envelopes();
                sealed.add(threads.submit(() -> process.seal(tenant, DataClass.PEOPLE, PLACE, MAIL)));
            }
        }
        Envelopes reader = room.process().envelopes();
        for (Future<byte[]> each : sealed) {
            assertThat(reader.openText(tenant, DataClass.PEOPLE, PLACE, each.get()))
                    .hasValue(MAIL);
        }
        assertThat(room.keyspaces()
                        .of(tenant)
                        .rows(
                                CqlStatement.read("SELECT key_id FROM data_keys WHERE tenant = ? AND data_class = ?"),
                                tenant.text(),
                                "PEOPLE"))
                .hasSize(1);
    }

    @Test
    void aLookupHashFindsTheSameAgainAndNothingElse() {
        TenantId tenant = room.tenant();
        Envelopes one = room.process().envelopes();
        byte[] hash = one.lookupHash(tenant, DataClass.PEOPLE, "members.email", MAIL);

        assertThat(hash).hasSize(32);
        assertThat(room.process().envelopes().lookupHash(tenant, DataClass.PEOPLE, "members.email", MAIL))
                .isEqualTo(hash);
        Set<String> others = new HashSet<>();
        others.add(hex(hash));
        others.add(hex(one.lookupHash(tenant, DataClass.PEOPLE, "members.email", "다른@example.kr")));
        others.add(hex(one.lookupHash(tenant, DataClass.PEOPLE, "invites.email", MAIL)));
        others.add(hex(one.lookupHash(tenant, DataClass.AUDIT, "members.email", MAIL)));
        others.add(hex(one.lookupHash(room.tenant(), DataClass.PEOPLE, "members.email", MAIL)));
        assertThat(others).hasSize(5);
    }

    @Test
    void whatWasErasedIsErasedEverywhereAndStaysSo() {
        TenantId tenant = room.tenant();
        Room.Process one = room.process();
        Room.Process two = room.process();
        one.keys().ensure(tenant);
        byte[] sealed = one.envelopes().seal(tenant, DataClass.PEOPLE, PLACE, MAIL);
        byte[] audit = one.envelopes().seal(tenant, DataClass.AUDIT, PLACE, MAIL);
        assertThat(two.envelopes().openText(tenant, DataClass.PEOPLE, PLACE, sealed))
                .hasValue(MAIL);

        one.keys().destroy(tenant, DataClass.PEOPLE);
        one.keys().destroy(tenant, DataClass.PEOPLE);

        assertThat(one.envelopes().open(tenant, DataClass.PEOPLE, PLACE, sealed))
                .isEmpty();
        two.feed().poll();
        assertThat(two.envelopes().open(tenant, DataClass.PEOPLE, PLACE, sealed))
                .isEmpty();
        assertThatThrownBy(() -> two.envelopes().seal(tenant, DataClass.PEOPLE, PLACE, MAIL))
                .isInstanceOf(KeyDestroyedException.class);
        assertThatThrownBy(() -> two.keys().ensure(tenant)).isInstanceOf(KeyDestroyedException.class);
        assertThat(two.envelopes().openText(tenant, DataClass.AUDIT, PLACE, audit))
                .hasValue(MAIL);
        assertThat(two.vaults().platform().transit().versions(DataKeys.transitName(tenant, DataClass.PEOPLE)))
                .isEmpty();
    }

    @Test
    void aTenantThatNeverCameToBeLeavesNoKeysAndMayComeAgain() {
        TenantId tenant = room.tenant();
        Room.Process process = room.process();
        process.keys().withdraw(tenant);
        process.keys().ensure(tenant);
        process.keys().ensure(tenant);
        byte[] lost = process.envelopes().seal(tenant, DataClass.PEOPLE, PLACE, MAIL);

        process.keys().withdraw(tenant);
        process.keys().withdraw(tenant);

        assertThat(process.keys().list(tenant)).allSatisfy(key -> {
            assertThat(key.versions()).isEmpty();
            assertThat(key.wrappedBy()).isEmpty();
        });
        assertThatThrownBy(() -> process.envelopes().open(tenant, DataClass.PEOPLE, PLACE, lost))
                .isInstanceOf(UnreadableValueException.class);
        byte[] again = process.envelopes().seal(tenant, DataClass.PEOPLE, PLACE, MAIL);
        assertThat(process.envelopes().openText(tenant, DataClass.PEOPLE, PLACE, again))
                .hasValue(MAIL);
    }

    private static void assertRefused(
            Envelopes envelopes, TenantId tenant, DataClass dataClass, Place place, byte[] sealed) {
        assertThatThrownBy(() -> envelopes.open(tenant, dataClass, place, sealed))
                .isInstanceOf(UnreadableValueException.class)
                .hasMessageNotContaining("example");
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    /** Calls that OpenBao answered about a tenant's keys, as its audit device wrote them. */
    private static long callsAbout(TenantId tenant) throws Exception {
        try (var lines = Files.lines(BAO.auditLog())) {
            return lines.filter(
                            line -> line.contains("\"type\":\"response\"") && line.contains("tenant-" + tenant.ulid()))
                    .count();
        }
    }
}
