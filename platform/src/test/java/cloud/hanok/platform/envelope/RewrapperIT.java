package cloud.hanok.platform.envelope;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.hanok.platform.id.TenantId;
import cloud.hanok.platform.vault.TransitKeys;
import cloud.hanok.standalone.testing.OpenBaoForTests;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RewrapperIT {
    private static final DataClass PEOPLE = DataClass.PEOPLE;
    private static final Place PLACE = new Place("members.email", "mem_1", 1);
    private static final RewrapPace AT_ONCE =
            new RewrapPace(Duration.ofMillis(50), Duration.ofSeconds(60), Duration.ZERO, Duration.ZERO);

    private Room room;
    private Room.Process process;
    private TenantId tenant;
    private byte[] sealed;

    @BeforeEach
    void aTenantWithDataKeysOfSeveralMonths() {
        room = Room.open(OpenBaoForTests.get());
        process = room.process();
        tenant = room.tenant();
        sealed = process.envelopes().seal(tenant, PEOPLE, PLACE, "하나");
        process.envelopes().lookupHash(tenant, PEOPLE, "members.email", "하나");
        for (int month = 0; month < 3; month++) {
            room.clock().advance(Duration.ofDays(31));
            process.envelopes().seal(tenant, PEOPLE, PLACE, "둘");
        }
    }

    @AfterEach
    void close() {
        room.close();
    }

    @Test
    void aRotationRewrapsWhatIsStoredAndThenRefusesTheOldVersion() {
        byte[] hash = process.envelopes().lookupHash(tenant, PEOPLE, "members.email", "하나");
        String old = wrapped().getFirst();
        assertThat(process.keys().describe(tenant, PEOPLE).wrappedBy()).isEqualTo(Map.of(1, 5));

        EncryptionKey rotated = process.keys().rotate(tenant, PEOPLE);

        assertThat(rotated.versions().orElseThrow().latestVersion()).isEqualTo(2);
        assertThat(rotated.rotatedAt()).isPresent();
        byte[] after = process.envelopes().seal(tenant, PEOPLE, PLACE, "셋");
        assertThat(process.keys().describe(tenant, PEOPLE).wrappedBy())
                .describedAs("a new data key at once")
                .isEqualTo(Map.of(1, 5, 2, 1));
        assertThat(process.envelopes().openText(tenant, PEOPLE, PLACE, sealed)).hasValue("하나");

        rewrapper(AT_ONCE).work();

        EncryptionKey done = process.keys().describe(tenant, PEOPLE);
        assertThat(done.wrappedBy()).isEqualTo(Map.of(2, 6));
        assertThat(done.versions().orElseThrow().minimumDecryptionVersion()).isEqualTo(2);
        assertThat(done.rewrap().orElseThrow().state()).isEqualTo(RewrapProgress.State.DONE);
        assertThat(done.rewrap().orElseThrow().done()).isEqualTo(6);
        assertThat(done.rewrap().orElseThrow().total()).isEqualTo(6);
        assertThat(done.rewrap().orElseThrow().finishedAt()).isPresent();
        Envelopes cold = room.process().envelopes();
        assertThat(cold.openText(tenant, PEOPLE, PLACE, sealed)).hasValue("하나");
        assertThat(cold.openText(tenant, PEOPLE, PLACE, after)).hasValue("셋");
        assertThat(cold.lookupHash(tenant, PEOPLE, "members.email", "하나")).isEqualTo(hash);
        org.assertj.core.api.Assertions.assertThatThrownBy(
                        () -> process.vaults().platform().transit().unwrap(DataKeys.transitName(tenant, PEOPLE), old))
                .describedAs("a stolen copy of the old row")
                .isInstanceOf(cloud.hanok.platform.vault.VaultRefusedException.class);
        assertThat(new RewrapRows(room.keyspaces()).requests()).isEmpty();
    }

    @Test
    void theOldVersionIsNotRefusedBeforeWhatWasBeingMadeHasSettled() {
        process.keys().rotate(tenant, PEOPLE);
        Rewrapper rewrapper = rewrapper(
                new RewrapPace(Duration.ofMillis(50), Duration.ofSeconds(60), Duration.ofDays(120), Duration.ZERO));

        rewrapper.work();

        assertThat(state()).isEqualTo(RewrapProgress.State.SETTLING);
        assertThat(minimum()).isEqualTo(1);
        room.clock().advance(Duration.ofDays(121));
        rewrapper.work();
        assertThat(state()).isEqualTo(RewrapProgress.State.DONE);
        assertThat(minimum()).isEqualTo(2);
    }

    @Test
    void aRewrapThatDiedIsFinishedByAnotherOnceItsLeaseEnds() {
        process.keys().rotate(tenant, PEOPLE);
        RewrapRows jobs = new RewrapRows(room.keyspaces());
        RewrapRows.Request request = jobs.requests().getFirst();
        assertThat(jobs.create(
                        request,
                        2,
                        "somebody who died",
                        room.clock().instant(),
                        room.clock().instant().plusSeconds(60)))
                .isTrue();

        rewrapper(AT_ONCE).work();
        assertThat(process.keys().describe(tenant, PEOPLE).wrappedBy()).isEqualTo(Map.of(1, 5));

        room.clock().advance(Duration.ofSeconds(61));
        rewrapper(AT_ONCE).work();
        assertThat(process.keys().describe(tenant, PEOPLE).wrappedBy()).isEqualTo(Map.of(2, 5));
        assertThat(state()).isEqualTo(RewrapProgress.State.DONE);
    }

    @Test
    void rotationsAndReadsBesideSeveralWorkersLoseNothing() throws Exception {
        List<byte[]> written = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Rewrapper> workers = List.of(rewrapper(AT_ONCE), rewrapper(AT_ONCE));
            workers.forEach(Rewrapper::start);
            var rotations = threads.submit(() -> {
                for (int i = 0; i < 3; i++) {
                    process.keys().rotate(tenant, PEOPLE);
                }
            });
            Envelopes other = room.process().envelopes();
            for (int i = 0; i < 50; i++) {
                written.add(other.seal(tenant, PEOPLE, PLACE, "값 " + i));
                assertThat(other.openText(tenant, PEOPLE, PLACE, sealed)).hasValue("하나");
            }
            rotations.get();
            workers.forEach(Rewrapper::close);
        }
        rewrapper(AT_ONCE).work();
        room.clock().advance(Duration.ofSeconds(61));
        rewrapper(AT_ONCE).work();
        Envelopes cold = room.process().envelopes();
        for (int i = 0; i < written.size(); i++) {
            assertThat(cold.openText(tenant, PEOPLE, PLACE, written.get(i))).hasValue("값 " + i);
        }
        TransitKeys.Versions versions =
                process.keys().describe(tenant, PEOPLE).versions().orElseThrow();
        assertThat(versions.latestVersion())
                .as("three rotations of the first; one that met another write may have made two")
                .isGreaterThanOrEqualTo(4);
        assertThat(minimum()).isEqualTo(versions.latestVersion());
        assertThat(new RewrapRows(room.keyspaces()).requests()).isEmpty();
    }

    @Test
    void aTableTakesPartAndGoesOnWhereItStopped() {
        List<String> seen = new ArrayList<>();
        SealedTable table = new SealedTable() {
            @Override
            public String name() {
                return "members";
            }

            @Override
            public DataClass dataClass() {
                return PEOPLE;
            }

            @Override
            public Step reseal(TenantId of, String after) {
                seen.add(after);
                if (seen.size() == 3) {
                    throw new IllegalStateException("a crash");
                }
                int next = after.isEmpty() ? 1 : Integer.parseInt(after) + 1;
                return new Step(10, next < 4 ? Optional.of(Integer.toString(next)) : Optional.empty());
            }
        };
        process.keys().rotate(tenant, PEOPLE);
        Rewrapper rewrapper =
                new Rewrapper(room.keyspaces(), process.vaults(), List.of(table), AT_ONCE, room.ulids(), room.clock());

        rewrapper.work();
        assertThat(state()).isEqualTo(RewrapProgress.State.RUNNING);
        rewrapper.work();

        assertThat(seen).containsExactly("", "1", "2", "2", "3");
        assertThat(state()).isEqualTo(RewrapProgress.State.DONE);
        assertThat(process.keys()
                        .describe(tenant, PEOPLE)
                        .rewrap()
                        .orElseThrow()
                        .done())
                .isEqualTo(45);
    }

    private Rewrapper rewrapper(RewrapPace pace) {
        return new Rewrapper(room.keyspaces(), process.vaults(), List.of(), pace, room.ulids(), room.clock());
    }

    private List<String> wrapped() {
        return new DataKeyRows(room.keyspaces())
                .list(tenant, PEOPLE).stream()
                        .map(DataKeyRows.WrappedKey::wrapped)
                        .filter(each -> TransitKeys.versionOf(each) == 1)
                        .toList();
    }

    private RewrapProgress.State state() {
        return process.keys().describe(tenant, PEOPLE).rewrap().orElseThrow().state();
    }

    private int minimum() {
        return process.keys().describe(tenant, PEOPLE).versions().orElseThrow().minimumDecryptionVersion();
    }
}
