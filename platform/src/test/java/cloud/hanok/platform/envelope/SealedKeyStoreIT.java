package cloud.hanok.platform.envelope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.hanok.platform.id.TenantId;
import cloud.hanok.platform.vault.VaultUnavailableException;
import cloud.hanok.standalone.testing.OwnOpenBao;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SealedKeyStoreIT {
    private static final Place PLACE = new Place("members.email", "mem_1", 1);

    @Test
    void whileTheKeyStoreIsSealedOrGoneWhatIsNotInMemoryStaysClosedAndNothingIsLost(@TempDir Path folder) {
        try (OwnOpenBao bao = OwnOpenBao.start(folder);
                Room room = Room.open(bao.access())) {
            TenantId tenant = room.tenant();
            Room.Process warm = room.process();
            Room.Process cold = room.process();
            byte[] sealed = warm.envelopes().seal(tenant, DataClass.PEOPLE, PLACE, "하나");

            bao.seal();

            assertUnavailable(cold, tenant, sealed, "sealed");
            assertThatThrownBy(() -> cold.envelopes().seal(tenant, DataClass.PEOPLE, PLACE, "둘"))
                    .isInstanceOf(VaultUnavailableException.class);
            assertThatThrownBy(() -> cold.keys().rotate(tenant, DataClass.PEOPLE))
                    .isInstanceOf(VaultUnavailableException.class);
            assertThat(warm.envelopes().openText(tenant, DataClass.PEOPLE, PLACE, sealed))
                    .describedAs("from memory")
                    .hasValue("하나");
            byte[] meanwhile = warm.envelopes().seal(tenant, DataClass.PEOPLE, PLACE, "셋");

            room.clock().advance(Envelopes.SHARED_KEEP_FOR.plus(Duration.ofSeconds(1)));
            assertUnavailable(warm, tenant, sealed, "sealed");
            assertThat(warm.envelopes().keysInMemory()).isZero();

            bao.unseal();
            assertOpens(cold, tenant, sealed, "하나");
            assertOpens(warm, tenant, meanwhile, "셋");

            bao.kill();
            Room.Process next = cold;
            room.clock().advance(Envelopes.SHARED_KEEP_FOR.plus(Duration.ofSeconds(1)));
            assertUnavailable(next, tenant, sealed, "does not answer");

            bao.resume();
            assertOpens(next, tenant, sealed, "하나");
            assertOpens(next, tenant, meanwhile, "셋");
        }
    }

    private static void assertOpens(Room.Process process, TenantId tenant, byte[] sealed, String text) {
        assertThat(process.envelopes().openText(tenant, DataClass.PEOPLE, PLACE, sealed))
                .hasValue(text);
    }

    private static void assertUnavailable(Room.Process process, TenantId tenant, byte[] sealed, String why) {
        assertThatThrownBy(() -> process.envelopes().open(tenant, DataClass.PEOPLE, PLACE, sealed))
                .isInstanceOf(VaultUnavailableException.class)
                .hasMessageContaining(why);
    }
}
