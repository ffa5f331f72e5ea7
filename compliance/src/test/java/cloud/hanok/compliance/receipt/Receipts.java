package cloud.hanok.compliance.receipt;

import cloud.hanok.compliance.residency.ResidencyPolicy;
import cloud.hanok.compliance.residency.SiteFacts;
import cloud.hanok.platform.id.CallerId;
import cloud.hanok.platform.id.DeploymentId;
import cloud.hanok.platform.id.KeyId;
import cloud.hanok.platform.id.ModelVersionId;
import cloud.hanok.platform.id.PriceId;
import cloud.hanok.platform.id.ProjectId;
import cloud.hanok.platform.id.RequestId;
import cloud.hanok.platform.id.SiteId;
import cloud.hanok.platform.id.TenantId;
import cloud.hanok.platform.id.Ulid;
import cloud.hanok.platform.money.NanoWon;
import java.time.Instant;
import java.util.Arrays;
import java.util.Set;

/** Facts to write receipts of. */
final class Receipts {
    static final Instant AT = Instant.parse("2026-11-22T09:00:00.007Z");
    static final RequestId REQUEST = RequestId.parse("req_01JD9Z6M8Q0000000000000001");
    static final ProjectId PROJECT = ProjectId.parse("proj_01JD9Z6M8Q0000000000000002");

    private Receipts() {}

    static OpeningFacts opening(String model, String digest) {
        return opening(new KeyId(new Ulid(3, 4)), model, digest);
    }

    static OpeningFacts opening(CallerId caller, String model, String digest) {
        SiteFacts site = new SiteFacts(new SiteId(new Ulid(7, 8)), "서울 1", "KR", "하늘클라우드");
        return new OpeningFacts(
                REQUEST,
                1,
                "hanok.local/log/abc",
                new TenantId(new Ulid(1, 2)),
                PROJECT,
                caller,
                model,
                new ModelVersionId(new Ulid(5, 6)),
                digest,
                new DeploymentId(new Ulid(9, 10)),
                "llama.cpp",
                site,
                new ResidencyPolicy().decide(Set.of("KR"), site),
                hash(0xab),
                1024,
                new PriceId(new Ulid(11, 12)),
                AT,
                "gateway-0");
    }

    static ClosingFacts closing(byte[] openingLeaf, byte[] outputHmac) {
        ReceiptUsage usage = new ReceiptUsage(12, 3, 450, false, true);
        return new ClosingFacts(
                REQUEST,
                1,
                openingLeaf,
                "client_left",
                usage,
                new NanoWon(9_007_199_254_740_993L),
                outputHmac,
                AT,
                AT.plusMillis(1993));
    }

    static byte[] hash(int value) {
        byte[] hash = new byte[32];
        Arrays.fill(hash, (byte) value);
        return hash;
    }
}
