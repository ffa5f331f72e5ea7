package cloud.hanok.compliance.receipt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.hanok.platform.id.MemberId;
import cloud.hanok.platform.id.Ulid;
import cloud.hanok.platform.money.NanoWon;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Instant;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class ReceiptWriterTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private final ReceiptWriter writer = new ReceiptWriter();

    @Test
    void anOpeningReceiptHasTheseBytesAndNoOthers() {
        String digest = "cd".repeat(32);
        assertThat(new String(writer.opening(Receipts.opening("hanok-demo", digest)), UTF_8))
                .isEqualTo(
                        "{\"v\":1,\"type\":\"opening\",\"requestId\":\"req_01JD9Z6M8Q0000000000000001\",\"attempt\":1,"
                                + "\"origin\":\"hanok.local/log/abc\",\"tenant\":\"ten_0000000000000G000000000002\","
                                + "\"project\":\"proj_01JD9Z6M8Q0000000000000002\",\"key\":\"key_0000000000001G000000000004\","
                                + "\"model\":{\"name\":\"hanok-demo\",\"version\":\""
                                + Receipts.opening("", "").modelVersion()
                                + "\",\"kind\":\"stored\",\"digest\":\"" + digest + "\"},"
                                + "\"deployment\":\"" + Receipts.opening("", "").deployment()
                                + "\",\"engine\":\"llama.cpp\","
                                + "\"site\":{\"id\":\""
                                + Receipts.opening("", "").site().id()
                                + "\",\"name\":\"서울 1\",\"country\":\"KR\",\"operator\":\"하늘클라우드\"},"
                                + "\"residency\":{\"allowed\":true,\"reason\":\"site_in_allowed_jurisdiction\","
                                + "\"policyVersion\":\"residency/1\"},\"assurance\":\"registry\","
                                + "\"promptHash\":\"hmac-sha256:" + "ab".repeat(32) + "\",\"maxOutputTokens\":1024,"
                                + "\"price\":\"" + Receipts.opening("", "").price()
                                + "\",\"time\":\"2026-11-22T09:00:00.007Z\","
                                + "\"gateway\":\"gateway-0\"}");
    }

    @Test
    void whatAMemberAskedWithATokenOfTheirOwnSaysSoInTheOtherVersion() {
        String ofKey = new String(writer.opening(Receipts.opening("", "")), UTF_8);
        String ofMember = new String(writer.opening(Receipts.opening(new MemberId(new Ulid(3, 4)), "", "")), UTF_8);
        assertThat(ofMember)
                .isEqualTo(ofKey.replace("{\"v\":1,", "{\"v\":2,")
                        .replace(
                                "\"key\":\"key_0000000000001G000000000004\"",
                                "\"member\":\"mem_0000000000001G000000000004\""));
    }

    @Test
    void aClosingReceiptHasTheseBytesAndNoOthers() {
        byte[] receipt = writer.closing(Receipts.closing(Receipts.hash(1), Receipts.hash(2)));
        assertThat(new String(receipt, UTF_8))
                .isEqualTo(
                        "{\"v\":1,\"type\":\"closing\",\"requestId\":\"req_01JD9Z6M8Q0000000000000001\",\"attempt\":1,"
                                + "\"openingLeaf\":\"sha256:" + "01".repeat(32) + "\",\"outcome\":\"client_left\","
                                + "\"usage\":{\"inputTokens\":12,\"cachedTokens\":3,\"outputTokens\":450,"
                                + "\"estimated\":false,\"partial\":true},\"costNanoWon\":\"9007199254740993\","
                                + "\"outputHash\":\"hmac-sha256:" + "02".repeat(32) + "\","
                                + "\"startedAt\":\"2026-11-22T09:00:00.007Z\",\"endedAt\":\"2026-11-22T09:00:02.000Z\"}");
    }

    @Test
    void whatIsNotKnownIsSaid() throws IOException {
        JsonNode opening = JSON.readTree(writer.opening(Receipts.opening("외부 모델", "")));
        assertThat(opening.at("/model/kind").asText()).isEqualTo("declared");
        assertThat(opening.at("/model/digest").asText()).isEqualTo("unknown");
        JsonNode closing = JSON.readTree(writer.closing(Receipts.closing(Receipts.hash(1), new byte[0])));
        assertThat(closing.at("/outputHash").asText()).isEqualTo("unknown");
    }

    @Test
    void anAmendmentNamesTheClosingLeafItCorrects() throws IOException {
        ReceiptUsage nothing = new ReceiptUsage(12, 3, 0, false, true);
        JsonNode amendment = JSON.readTree(writer.amendment(new AmendmentFacts(
                Receipts.REQUEST, 1, Receipts.hash(3), "body_not_delivered", nothing, new NanoWon(-1), Receipts.AT)));
        assertThat(amendment.at("/type").asText()).isEqualTo("amendment");
        assertThat(amendment.at("/closingLeaf").asText()).isEqualTo("sha256:" + "03".repeat(32));
        assertThat(amendment.at("/costNanoWon").asText()).isEqualTo("-1");
    }

    @Property
    void anyNameComesBackFromAnyJsonReader(@ForAll @StringLength(max = 200) String name) throws IOException {
        byte[] receipt = writer.opening(Receipts.opening(name, ""));
        String expected = new String(name.getBytes(UTF_8), UTF_8);
        boolean wholeCharacters = expected.equals(name);
        String read = JSON.readTree(receipt).at("/model/name").asText();
        assertThat(read)
                .isEqualTo(
                        wholeCharacters
                                ? name
                                : name.codePoints()
                                        .map(c -> c >= 0xd800 && c <= 0xdfff ? 0xfffd : c)
                                        .collect(
                                                StringBuilder::new,
                                                StringBuilder::appendCodePoint,
                                                StringBuilder::append)
                                        .toString());
    }

    @Property
    void anyMomentIsWrittenAsTheLibraryWritesIt(
            @ForAll @LongRange(min = -62_167_219_200_000L, max = 253_402_300_799_999L) long epochMillis)
            throws JsonProcessingException {
        CanonicalJson json = new CanonicalJson(1000);
        json.time(epochMillis);
        String text = JSON.readValue(new String(json.finish(), UTF_8), String.class);
        assertThat(text).hasSize(24);
        assertThat(Instant.parse(text).toEpochMilli()).isEqualTo(epochMillis);
    }

    @Test
    void theSameFactsGiveTheSameBytesWhateverWasWrittenBefore() {
        byte[] first = writer.opening(Receipts.opening("a", ""));
        writer.opening(Receipts.opening("이름".repeat(1000), "ff"));
        assertThat(writer.opening(Receipts.opening("a", ""))).isEqualTo(first);
    }

    @Test
    void aReceiptOfAbsurdLengthIsRefusedAndTheNextOneIsRight() {
        byte[] first = writer.opening(Receipts.opening("a", ""));
        assertThatThrownBy(() -> writer.opening(Receipts.opening("가".repeat(6000), "")))
                .hasMessageContaining("at most 16384 bytes");
        assertThat(writer.opening(Receipts.opening("a", ""))).isEqualTo(first);
    }

    @Test
    void anEntryIsTheHashOfSaltAndReceiptAndALeafSaysNothingOfThem() {
        Leaf leaf = new Leaf(
                Receipts.REQUEST,
                1,
                LeafKind.OPENING,
                Receipts.hash(9),
                "{}".getBytes(UTF_8),
                Receipts.PROJECT,
                Receipts.AT);
        assertThat(leaf.entry()).hasSize(32).isEqualTo(Leaf.entry(Receipts.hash(9), "{}".getBytes(UTF_8)));
        assertThat(Leaf.entry(Receipts.hash(8), "{}".getBytes(UTF_8))).isNotEqualTo(leaf.entry());
        assertThat(leaf.toString()).isEqualTo("Leaf[req_01JD9Z6M8Q0000000000000001, 1, OPENING]");
    }

    @Test
    void aTextsHashDependsOnItsSaltAndNotOnItsChunks() {
        byte[] text = "대한민국의 수도는 어디인가요?".getBytes(UTF_8);
        SaltedHash whole = new SaltedHash(Receipts.hash(1));
        whole.update(text, 0, text.length);
        SaltedHash chunks = new SaltedHash(Receipts.hash(1));
        chunks.update(text, 0, 5);
        chunks.update(java.nio.ByteBuffer.wrap(text, 5, text.length - 5));
        SaltedHash other = new SaltedHash(Receipts.hash(2));
        other.update(text, 0, text.length);
        byte[] hash = whole.finish();
        assertThat(hash).hasSize(32).isEqualTo(chunks.finish()).isNotEqualTo(other.finish());
    }
}
