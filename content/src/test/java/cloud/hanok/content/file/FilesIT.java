package cloud.hanok.content.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import cloud.hanok.content.object.ObjectStoreFullException;
import cloud.hanok.content.object.ObjectStoreUnavailableException;
import cloud.hanok.platform.cassandra.FaultInjectingSession.Fault;
import cloud.hanok.platform.cassandra.StoreUnavailableException;
import cloud.hanok.platform.id.FileId;
import cloud.hanok.platform.id.PartId;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files and uploads on real stores, and what is left of them after a death at each statement. */
class FilesIT {
    private static final Duration A_DAY = Duration.ofDays(1);

    @TempDir
    private static Path folder;

    private static FileHouse house;

    @BeforeAll
    static void open() {
        house = new FileHouse(folder);
    }

    @AfterAll
    static void close() {
        house.close();
    }

    /** Every test leaves the house empty, which shows that nothing is forgotten anywhere. */
    @AfterEach
    void nothingIsLeft() {
        house.session.heal();
        house.store.away(false);
        house.store.room(Long.MAX_VALUE);
        house.later(Duration.ofDays(31));
        house.later(A_DAY);
        assertThat(house.objects()).isEmpty();
        for (String table : List.of("files", "project_files", "file_objects", "uploads", "file_deeds")) {
            assertThat(house.rows(table)).as(table).isZero();
        }
    }

    @Test
    void aFileIsReadAsItWasWrittenFromEveryByteOn() throws IOException {
        byte[] content = bytes(555_555);
        StoredFile made = create("가.txt", content);
        StoredFile found = house.files.find(house.tenant, made.id()).orElseThrow();
        assertThat(found.name()).isEqualTo("가.txt");
        for (int from : new int[] {0, 300_000, 555_554}) {
            try (InputStream in = house.files.open(house.tenant, found, from)) {
                assertThat(in.readAllBytes()).hasSize(content.length - from).endsWith(content[content.length - 1]);
            }
        }
        assertThat(listed()).containsExactly(made.id().text());
    }

    @Test
    void whatADeathLeavesAtAnyStatementOfAMakingIsWholeOrGone() {
        int statements = 0;
        boolean died = true;
        for (; died; statements++) {
            dieAt(statements);
            died = catchThrowable(() -> create("a.txt", bytes(1_000))) != null;
            house.session.heal();
            house.later(A_DAY);
            List<String> there = listed();
            assertThat(house.objects())
                    .as("objects after death at " + statements)
                    .hasSameSizeAs(there);
            for (String id : there) {
                house.files.delete(house.tenant, FileId.parse(id));
            }
            assertThat(house.rows("file_objects")).isZero();
        }
        assertThat(statements).as("statements of a making").isGreaterThan(7);
    }

    @Test
    void aDeletionThatDiesAnywhereIsGoneOnWith() throws IOException {
        boolean died = true;
        for (int at = 0; died; at++) {
            StoredFile file = create("a.txt", bytes(1_000));
            dieAt(at);
            died = catchThrowable(() -> house.files.delete(house.tenant, file.id())) != null;
            house.session.heal();
            boolean gone = house.files.find(house.tenant, file.id()).isEmpty();
            house.later(Duration.ofHours(1));
            if (gone) {
                assertThat(house.objects()).as("after death at " + at).isEmpty();
                assertThat(listed()).isEmpty();
                if (at > 2) {
                    break;
                }
            } else {
                house.files.delete(house.tenant, file.id());
            }
        }
    }

    @Test
    void whatTheStoreCannotDeleteNowIsNotThereAndIsDeletedLater() throws IOException {
        StoredFile file = create("a.txt", bytes(1_000));
        house.store.away(true);
        house.files.delete(house.tenant, file.id());
        assertThat(house.files.find(house.tenant, file.id())).isEmpty();
        house.later(Duration.ofMinutes(2));
        assertThat(house.objects()).hasSize(1);
        house.store.away(false);
        house.later(Duration.ofMinutes(10));
        assertThat(house.objects()).isEmpty();
    }

    @Test
    void aFileThatHasExpiredIsNotThereAndThenGone() throws IOException {
        var brief = new NewFile(house.project, "a", FilePurpose.BATCH, Optional.of(Duration.ofHours(1)));
        StoredFile file = house.files.create(house.tenant, brief, new ByteArrayInputStream(bytes(10)));
        assertThat(file.expiresAt()).hasValue(file.createdAt().plus(Duration.ofHours(1)));
        house.later(Duration.ofMinutes(59));
        assertThat(house.files.find(house.tenant, file.id())).isPresent();
        house.later(Duration.ofMinutes(2));
        assertThat(house.files.find(house.tenant, file.id())).isEmpty();
        assertThat(house.objects()).isEmpty();
    }

    @Test
    void aStoreThatIsFullAwayOrAClientThatLeavesKeepsNothing() {
        house.store.room(300_000);
        assertThatThrownBy(() -> create("a", bytes(555_555))).isInstanceOf(ObjectStoreFullException.class);
        assertThat(house.objects()).isEmpty();
        house.store.room(Long.MAX_VALUE);
        house.store.away(true);
        assertThatThrownBy(() -> create("a", bytes(10))).isInstanceOf(ObjectStoreUnavailableException.class);
        house.store.away(false);
        InputStream leaving = new SequenceInputStream(new ByteArrayInputStream(bytes(300_000)), new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("gone");
            }
        });
        assertThatThrownBy(() -> house.files.create(house.tenant, house.newFile("a"), leaving))
                .isInstanceOf(IOException.class);
        assertThat(house.objects()).isEmpty();
        house.session.refuseEverything();
        assertThatThrownBy(() -> create("a", bytes(10))).isInstanceOf(StoreUnavailableException.class);
        house.session.heal();
        assertThat(house.objects()).isEmpty();
        assertThat(listed()).isEmpty();
    }

    @Test
    void aTenantHasNoMoreBytesThanItMay() throws IOException {
        StoredFile first = create("a", bytes(600_000));
        assertThat(problem(() -> create("b", bytes(400_001))))
                .isEqualTo(new FileProblem.QuotaReached(600_000, FileHouse.QUOTA));
        StoredFile second = create("c", bytes(400_000));
        assertThat(problem(() -> create("d", bytes(1)))).isInstanceOf(FileProblem.QuotaReached.class);
        assertThat(problem(() -> house.uploads.begin(house.tenant, upload(1))))
                .isInstanceOf(FileProblem.QuotaReached.class);
        house.files.delete(house.tenant, second.id());
        create("e", bytes(1));
        house.files.delete(house.tenant, first.id());
        assertThat(problem(() -> create("f", bytes(600_001)))).isEqualTo(new FileProblem.TooLong("file", 600_000));
        assertThat(problem(() -> create("g", new byte[0]))).isEqualTo(new FileProblem.Empty("file"));
        assertThat(house.objects()).hasSize(1);
    }

    @Test
    void aWriterThatDiedGoesOnFromThePartsThatAreThere() throws IOException {
        Upload upload = house.uploads.begin(
                house.tenant, new NewUpload(house.newFile("out.jsonl"), OptionalLong.empty(), Duration.ofDays(2)));
        PartId one = house.uploads.nextPart();
        PartId two = house.uploads.nextPart();
        add(upload, one, "하나\n");
        add(upload, two, "둘\n");
        assertThat(add(upload, one, "다른 것\n").written().length())
                .as("it was there")
                .isEqualTo(7);
        List<Part> there = house.uploads.parts(house.tenant, upload.id());
        assertThat(there).extracting(Part::id).containsExactlyInAnyOrder(one, two);
        try (InputStream in = house.uploads.open(house.tenant, partOf(there, one))) {
            assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo("하나\n");
        }
        StoredFile file = house.uploads
                .complete(house.tenant, upload.id(), List.of(two, one), Optional.empty())
                .orElseThrow();
        try (InputStream in = house.files.open(house.tenant, file, 4)) {
            assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo("하나\n");
        }
        assertThat(problem(() -> add(upload, house.uploads.nextPart(), "x")))
                .isEqualTo(new FileProblem.UploadEnded("completed"));
    }

    @Test
    void whatADeathLeavesAtAnyStatementOfACompletionIsAFileOrStillAnUpload() throws IOException {
        boolean died = true;
        for (int at = 0; died; at++) {
            Upload upload = house.uploads.begin(house.tenant, upload(6));
            PartId one = add(upload, house.uploads.nextPart(), "abc").id();
            PartId two = add(upload, house.uploads.nextPart(), "def").id();
            add(upload, house.uploads.nextPart(), "unused");
            dieAt(at);
            died = catchThrowable(() ->
                            house.uploads.complete(house.tenant, upload.id(), List.of(one, two), Optional.empty()))
                    != null;
            house.session.heal();
            house.later(Duration.ofMinutes(10));
            StoredFile file = house.uploads
                    .complete(house.tenant, upload.id(), List.of(one, two), Optional.empty())
                    .orElseThrow();
            try (InputStream in = house.files.open(house.tenant, file, 0)) {
                assertThat(in.readAllBytes()).asString().isEqualTo("abcdef");
            }
            assertThat(listed())
                    .as("after death at " + at)
                    .containsExactly(file.id().text());
            house.later(A_DAY);
            assertThat(house.objects()).as("the unused part is gone").hasSize(2);
            try (InputStream in = house.files.open(house.tenant, file, 0)) {
                assertThat(in.readAllBytes()).asString().isEqualTo("abcdef");
            }
            house.files.delete(house.tenant, file.id());
            assertThat(house.objects()).isEmpty();
        }
    }

    @Test
    void anUploadThatExpiresOrIsCancelledLeavesNothing() throws IOException {
        Upload expires = house.uploads.begin(house.tenant, upload(3));
        PartId part = add(expires, house.uploads.nextPart(), "abc").id();
        Upload cancelled = house.uploads.begin(house.tenant, upload(3));
        add(cancelled, house.uploads.nextPart(), "abc");
        assertThat(house.uploads.cancel(house.tenant, cancelled.id()).state()).isEqualTo(Upload.State.CANCELLED);
        assertThat(house.objects()).hasSize(1);
        house.later(Duration.ofMinutes(61));
        assertThat(problem(() -> add(expires, house.uploads.nextPart(), "x")))
                .isEqualTo(new FileProblem.UploadEnded("expired"));
        assertThat(problem(() -> house.uploads.complete(house.tenant, expires.id(), List.of(part), Optional.empty())))
                .isEqualTo(new FileProblem.UploadEnded("expired"));
        house.later(Duration.ofHours(2));
        assertThat(house.objects()).isEmpty();
        assertThat(house.uploads.find(house.tenant, expires.id())).isEmpty();
    }

    @Test
    void aListIsPagedInOrder() throws IOException {
        List<String> made = new ArrayList<>();
        for (int i = 0; i < 25; i++) {
            made.add(create("f" + i, bytes(1)).id().text());
        }
        List<String> seen = new ArrayList<>();
        Optional<FileId> after = Optional.empty();
        boolean more = true;
        while (more) {
            FilePage page =
                    house.files.list(house.tenant, house.project, new FileQuery(after, 10, true, Optional.empty()));
            page.files().forEach(file -> seen.add(file.id().text()));
            after = Optional.of(page.files().getLast().id());
            more = page.more();
        }
        assertThat(seen).containsExactlyElementsOf(made.stream().sorted().toList());
    }

    /** Kills the rest of what is begun: everything from this statement on is refused. */
    private static void dieAt(int statement) {
        var count = new AtomicInteger();
        house.session.fail(_ -> count.getAndIncrement() >= statement, Fault.REFUSED, Integer.MAX_VALUE);
    }

    private static StoredFile create(String name, byte[] content) throws IOException {
        return house.files.create(house.tenant, house.newFile(name), new ByteArrayInputStream(content));
    }

    private static NewUpload upload(long bytes) {
        return new NewUpload(house.newFile("u.bin"), OptionalLong.of(bytes), NewUpload.OPEN);
    }

    private static Part add(Upload upload, PartId id, String text) throws IOException {
        return house.uploads.add(
                house.tenant, upload.id(), id, new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static Part partOf(List<Part> parts, PartId id) {
        return parts.stream().filter(part -> part.id().equals(id)).findFirst().orElseThrow();
    }

    private static FileProblem problem(ThrowingCallable call) {
        return catchThrowableOfType(FileProblemException.class, call).problem();
    }

    private static List<String> listed() {
        return house
                .files
                .list(house.tenant, house.project, new FileQuery(Optional.empty(), 100, false, Optional.empty()))
                .files()
                .stream()
                .map(file -> file.id().text())
                .toList();
    }

    private static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }
}
