package cloud.hanok.platform.tlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class SignedNoteTest {
    private static final String ORIGIN = "hanok.local/log/abc";
    private final KeyPair pair = pair();
    private final NoteKey key = key(ORIGIN, pair);

    @Test
    void aNoteOfAnotherImplementationIsOpened() {
        NoteKey known =
                NoteKey.parse("audit.sovereign.example/tenant-a+8a027b1b+ARsjrFpiWvvJz+gZ3hskl3bUJsve3kI6HCes6Ae2HIAk");
        String text = "audit.sovereign.example/tenant-a\n3\nZdaeHslud41y68vP5d2gpgp/HLzCBZtjZoFuF3DYMMI=\n";
        String note = text
                + "\n\u2014 audit.sovereign.example/tenant-a igJ7G5nnsOLfC5yZY2hYgx2xWs0GT9ABFdtg4lPJDNWPg2vQmzPPLvIu"
                + "1Kj8olD5Uso55QEDs/D5dOHjxhYqtrqUjwg=\n";
        assertThat(SignedNote.open(note, known)).contains(text);
        assertThat(Checkpoint.parse(text).head().size()).isEqualTo(3);
    }

    @Test
    void aVerifierKeyIsReadBackAndAWrongHashIsNoticed() {
        assertThat(NoteKey.parse(key.vkey())).isEqualTo(key);
        String other = key.vkey().replaceFirst("\\+[0-9a-f]{8}\\+", "+00000000+");
        assertThatThrownBy(() -> NoteKey.parse(other)).hasMessageContaining("hash does not fit");
        assertThatThrownBy(() -> NoteKey.parse("name")).hasMessageContaining("name+hash+key");
    }

    @Test
    void aSignedCheckpointIsOpenedAndComesBackWhole() throws GeneralSecurityException {
        Checkpoint checkpoint = new Checkpoint(ORIGIN, TreeHead.empty());
        String note = SignedNote.of(checkpoint.text(), key, sign(checkpoint.text()));
        assertThat(SignedNote.open(note, key).map(Checkpoint::parse)).contains(checkpoint);
    }

    @Test
    void aChangedTextAnotherKeyOrACutNoteIsRefused() throws GeneralSecurityException {
        String text = new Checkpoint(ORIGIN, TreeHead.empty()).text();
        String note = SignedNote.of(text, key, sign(text));
        assertThat(SignedNote.open(note.replace("\n0\n", "\n1\n"), key)).isEmpty();
        assertThat(SignedNote.open(note, key(ORIGIN, pair()))).isEmpty();
        assertThat(SignedNote.open(note.substring(0, note.length() - 1), key)).isEmpty();
        assertThat(SignedNote.open(text, key)).isEmpty();
        assertThat(SignedNote.open(note + "\u2014 x !\n", key)).isEmpty();
    }

    @Test
    void signaturesOfOthersAreIgnoredButAWrongOneInOurNameIsNot() throws GeneralSecurityException {
        String text = new Checkpoint(ORIGIN, TreeHead.empty()).text();
        String note = SignedNote.of(text, key, sign(text));
        NoteKey witness = key("witness.example", pair());
        String withWitness = note + lastLine(SignedNote.of(text, witness, new byte[64]));
        assertThat(SignedNote.open(withWitness, key)).contains(text);
        String withForgery = note + lastLine(SignedNote.of(text, key, new byte[64]));
        assertThat(SignedNote.open(withForgery, key)).isEmpty();
    }

    @Test
    void aProofFileIsReadBackAndShowsItsEntryAndNoOther() throws GeneralSecurityException {
        List<byte[]> entries = ReferenceTree.entries(300);
        Proofs proofs = new Proofs(300, StoredTiles.of(entries, 300));
        String text = new Checkpoint(ORIGIN, new TreeHead(300, proofs.root())).text();
        String note = SignedNote.of(text, key, sign(text));
        LogProof proof = LogProof.parse(new LogProof(257, proofs.inclusion(257), note).text());
        assertThat(proof.index()).isEqualTo(257);
        assertThat(proof.verify(key, entries.get(257))).isTrue();
        assertThat(proof.verify(key, entries.get(256))).isFalse();
        assertThat(proof.verify(key(ORIGIN, pair()), entries.get(257))).isFalse();
        byte[] flipped = entries.get(257).clone();
        flipped[0] ^= 1;
        assertThat(proof.verify(key, flipped)).isFalse();
    }

    @Test
    void theProofFileHasTheLinesOfTheSpecification() {
        byte[] hash = new byte[32];
        Arrays.fill(hash, (byte) 7);
        assertThat(new LogProof(5, List.of(hash), "note\n").text())
                .isEqualTo("c2sp.org/tlog-proof@v1\nindex 5\nBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc=\n\nnote\n");
        assertThatThrownBy(() -> LogProof.parse("c2sp.org/tlog-proof@v1\nindex 05\n\nnote\n"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void entryBundlesAreReadBackAndACutOneIsRefused() {
        List<byte[]> entries = ReferenceTree.entries(256);
        byte[] bundle = EntryBundles.encode(entries);
        assertThat(EntryBundles.decode(bundle)).usingRecursiveComparison().isEqualTo(entries);
        assertThat(bundle[1]).isEqualTo((byte) "entry 0".length());
        assertThatThrownBy(() -> EntryBundles.decode(Arrays.copyOf(bundle, bundle.length - 1)))
                .hasMessageContaining("ends within entry 255");
        assertThatThrownBy(() -> EntryBundles.encode(ReferenceTree.entries(257)))
                .hasMessageContaining("at most 256");
        assertThatThrownBy(() -> EntryBundles.encode(List.of(new byte[65_536]))).hasMessageContaining("at most 65,535");
    }

    private byte[] sign(String text) throws GeneralSecurityException {
        Signature signer = Signature.getInstance("Ed25519");
        signer.initSign(pair.getPrivate());
        signer.update(text.getBytes(StandardCharsets.UTF_8));
        return signer.sign();
    }

    private static String lastLine(String note) {
        return note.substring(note.lastIndexOf('\u2014'));
    }

    private static NoteKey key(String name, KeyPair pair) {
        byte[] spki = pair.getPublic().getEncoded();
        return new NoteKey(name, Arrays.copyOfRange(spki, spki.length - 32, spki.length));
    }

    private static KeyPair pair() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
