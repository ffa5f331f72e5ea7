package cloud.hanok.tenant.key;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.hanok.platform.id.KeyId;
import cloud.hanok.platform.id.Ulid;
import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class KeyTextTest {
    @Property(tries = 300)
    void whatIsPrintedIsRead(@ForAll long most, @ForAll long least, @ForAll @Size(KeyText.SECRET_BYTES) byte[] secret) {
        KeyId id = new KeyId(new Ulid(most, least));

        String text = KeyText.print(id, secret).reveal();
        KeyText.Presented read = Objects.requireNonNull(KeyText.parse(text));

        assertThat(text).hasSize(KeyText.LENGTH).matches("hk_[0-9A-Z]{26}_[0-9A-Za-z]{49}");
        assertThat(read.id()).isEqualTo(id);
        assertThat(new String(read.body(), java.nio.charset.StandardCharsets.US_ASCII))
                .isEqualTo(text.substring(0, text.length() - 6));
        assertThat(read.toString()).isEqualTo("Presented[" + id + "]");
    }

    @Property(tries = 100)
    void differentSecretsHaveDifferentTexts(
            @ForAll @Size(KeyText.SECRET_BYTES) byte[] one, @ForAll @Size(KeyText.SECRET_BYTES) byte[] other) {
        KeyId id = new KeyId(new Ulid(1, 2));
        boolean same = KeyText.print(id, one).equals(KeyText.print(id, other));

        assertThat(same).isEqualTo(Arrays.equals(one, other));
    }

    @Property(tries = 40)
    void everySingleFlippedCharacterIsRejected(
            @ForAll long most,
            @ForAll @Size(KeyText.SECRET_BYTES) byte[] secret,
            @ForAll @IntRange(min = 0, max = 255) int any) {
        String text = KeyText.print(new KeyId(new Ulid(most, any)), secret).reveal();
        for (int at = 0; at < text.length(); at++) {
            for (char c : ("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_- \u0000한" + (char) any)
                    .toCharArray()) {
                if (c != text.charAt(at)) {
                    String flipped = text.substring(0, at) + c + text.substring(at + 1);
                    assertThat(KeyText.parse(flipped))
                            .as("character %s as %s", at, (int) c)
                            .isNull();
                }
            }
        }
    }

    @Property(tries = 200)
    void noTextIsAnAccident(@ForAll String text) {
        assertThat(KeyText.parse(text)).isNull();
    }

    @Example
    void neighboursExchangedOrCutOrExtendedAreRejected() {
        byte[] secret = new byte[KeyText.SECRET_BYTES];
        new Random(37).nextBytes(secret);
        String text = KeyText.print(new KeyId(new Ulid(77, 88)), secret).reveal();

        for (int at = 0; at + 1 < text.length(); at++) {
            if (text.charAt(at) != text.charAt(at + 1)) {
                String exchanged =
                        text.substring(0, at) + text.charAt(at + 1) + text.charAt(at) + text.substring(at + 2);
                assertThat(KeyText.parse(exchanged)).as("exchange at %s", at).isNull();
            }
            assertThat(KeyText.parse(text.substring(0, at))).isNull();
            assertThat(KeyText.parse(text + text.substring(0, at + 1))).isNull();
        }
    }

    @Example
    void theFormIsFixedForScanners() {
        byte[] ones = new byte[KeyText.SECRET_BYTES];
        Arrays.fill(ones, (byte) 0xFF);

        // Computed by another program: 2^256 - 1 in base 62, then zlib's crc32 in base 62.
        assertThat(KeyText.print(new KeyId(Ulid.parse("01JD0000000000000000000000")), ones)
                        .reveal())
                .isEqualTo("hk_01JD0000000000000000000000_yhjskwdA6OZ1AL1YmHWZWm8LLG7HjnuCA2j5rOw8Xp10mudfC");
    }
}
