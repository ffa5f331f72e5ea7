package cloud.hanok.api.receipt;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.hanok.api.receipt.OutsideVerifier.Verdict;
import cloud.hanok.compliance.receipt.Leaf;
import cloud.hanok.platform.tlog.Checkpoint;
import cloud.hanok.platform.tlog.LogProof;
import cloud.hanok.platform.tlog.MerkleHasher;
import cloud.hanok.platform.tlog.NoteKey;
import cloud.hanok.platform.tlog.SignedNote;
import cloud.hanok.platform.tlog.TreeHead;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Our proofs and checkpoints against a program that shares no code with us. */
class OutsideVerifierTest {
    private static final String ORIGIN = "log.example/l/01JTEST";

    @TempDir
    Path folder = Path.of("");

    @Test
    void ourReceiptsAreProvenByAStrangerAndAFlippedByteIsNot() throws Exception {
        OutsideVerifier verifier = OutsideVerifier.build();
        KeyPair keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        byte[] encoded = keys.getPublic().getEncoded();
        NoteKey key = new NoteKey(ORIGIN, Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length));
        byte[] salt = new byte[Leaf.SALT_BYTES];
        byte[] opening = json("{\"v\":1,\"type\":\"opening\",\"requestId\":\"req_1\"}");
        byte[] openingEntry = Leaf.entry(salt, opening);
        byte[] closing = json("{\"v\":1,\"type\":\"closing\",\"requestId\":\"req_1\",\"openingLeaf\":\"sha256:"
                + HexFormat.of().formatHex(openingEntry) + "\"}");
        byte[] receipt = receiptJson(salt, opening, closing);

        MerkleHasher hasher = new MerkleHasher();
        byte[] left = hasher.leaf(openingEntry);
        byte[] right = hasher.leaf(Leaf.entry(salt, closing));
        String text = new Checkpoint(ORIGIN, new TreeHead(2, hasher.node(left, right))).text();
        Signature signature = Signature.getInstance("Ed25519");
        signature.initSign(keys.getPrivate());
        signature.update(text.getBytes(StandardCharsets.UTF_8));
        String checkpoint = SignedNote.of(text, key, signature.sign());
        byte[] openingProof = json(new LogProof(0, List.of(right), checkpoint).text());
        byte[] closingProof = json(new LogProof(1, List.of(left), checkpoint).text());

        Verdict closed = verifier.verify(folder, key.vkey(), receipt, "closing", closingProof);
        assertThat(closed.proven()).as(closed.output()).isTrue();
        assertThat(closed.output()).contains("PROVEN", "증명됨", ORIGIN);
        Verdict opened = verifier.verify(folder, key.vkey(), receipt, "opening", openingProof);
        assertThat(opened.proven()).as(opened.output()).isTrue();

        assertThat(verifier.verify(folder, key.vkey(), receipt, "opening", closingProof)
                        .proven())
                .isFalse();
        closing[closing.length - 3] ^= 1;
        Verdict flipped =
                verifier.verify(folder, key.vkey(), receiptJson(salt, opening, closing), "closing", closingProof);
        assertThat(flipped.proven()).isFalse();
        assertThat(flipped.output()).contains("NOT PROVEN", "증명되지 않았습니다");
    }

    @Test
    void theVerifierPassesItsOwnTests() throws Exception {
        Verdict tests = OutsideVerifier.ownTests();
        assertThat(tests.proven()).as(tests.output()).isTrue();
    }

    private static byte[] receiptJson(byte[] salt, byte[] opening, byte[] closing) {
        Base64.Encoder encoder = Base64.getEncoder();
        return json("{\"id\":\"req_1\",\"status\":\"logged\",\"origin\":\"" + ORIGIN
                + "\",\"opening\":{\"index\":0,\"salt\":\""
                + encoder.encodeToString(salt) + "\",\"receipt\":\"" + encoder.encodeToString(opening)
                + "\"},\"closing\":{\"index\":1,\"salt\":\"" + encoder.encodeToString(salt) + "\",\"receipt\":\""
                + encoder.encodeToString(closing) + "\"}}");
    }

    private static byte[] json(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
