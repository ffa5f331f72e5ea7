package cloud.hanok.content.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import cloud.hanok.content.ContentBed;
import cloud.hanok.platform.cassandra.CqlStatement;
import cloud.hanok.platform.cassandra.FaultInjectingSession.Fault;
import cloud.hanok.platform.cassandra.StoreUnavailableException;
import cloud.hanok.platform.id.ChatCompletionId;
import cloud.hanok.platform.id.ProjectId;
import cloud.hanok.platform.id.TenantId;
import cloud.hanok.platform.id.Ulid;
import com.datastax.oss.driver.api.core.cql.Row;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Chat completions on a real Cassandra, sealed with real keys. */
class ChatsIT {
    private static final Duration A_WEEK = Duration.ofDays(7);
    private static final byte[] ASKED = "[{\"role\":\"user\",\"content\":\"안녕\"}]".getBytes(StandardCharsets.UTF_8);

    private static ContentBed bed;
    private static Chats chats;

    /** How long its tenants keep completions now. */
    private static volatile Duration retention = A_WEEK;

    @BeforeAll
    static void open() {
        bed = new ContentBed("chats");
        chats = new SealedChats(bed.keyspaces, bed.envelopes, _ -> retention, Clock.systemUTC());
    }

    @AfterAll
    static void close() {
        bed.close();
    }

    @Test
    void whoeverShortensTheirRetentionFindsNoMoreWhatIsOlder() {
        ProjectId project = project();
        ChatCompletionId older = id(Instant.now().minus(Duration.ofDays(2)));
        ChatCompletionId newer = id(Instant.now());
        assertThat(chats.keep(bed.tenant, chat(project, older, "m", Map.of(), ASKED), ASKED))
                .isTrue();
        chats.keep(bed.tenant, chat(project, newer, "m", Map.of(), ASKED), ASKED);
        assertThat(chats.find(bed.tenant, older)).isPresent();
        try {
            retention = Duration.ofDays(1);
            assertThat(chats.find(bed.tenant, older)).isEmpty();
            assertThat(chats.messages(bed.tenant, older)).isEmpty();
            assertThat(chats.find(bed.tenant, newer)).isPresent();

            retention = Duration.ZERO;
            assertThat(chats.find(bed.tenant, newer)).isEmpty();
            ChatCompletionId none = id(Instant.now());
            assertThat(chats.keep(bed.tenant, chat(project, none, "m", Map.of(), ASKED), ASKED))
                    .isFalse();
            retention = A_WEEK;
            assertThat(chats.find(bed.tenant, none)).isEmpty();
        } finally {
            retention = A_WEEK;
        }
    }

    @Test
    void oneOfAnyLengthIsFoundAsItWasKeptByItsTenantAlone() {
        ProjectId project = project();
        byte[] long_ = "가".repeat(600_000).getBytes(StandardCharsets.UTF_8);
        ChatCompletionId id = id(Instant.now());
        chats.keep(bed.tenant, chat(project, id, "m", Map.of("팀", "법무"), long_), long_);

        StoredChat found = chats.find(bed.tenant, id).orElseThrow();
        assertThat(found.completion()).isEqualTo(long_);
        assertThat(found.project()).isEqualTo(project);
        assertThat(found.details()).isEqualTo(details("m", Map.of("팀", "법무")));
        assertThat(chats.messages(bed.tenant, id))
                .hasValueSatisfying(asked -> assertThat(asked).isEqualTo(long_));
        var other = new TenantId(bed.ulids.next());
        assertThat(chats.find(other, id)).isEmpty();
        assertThat(chats.messages(other, id)).isEmpty();
        assertThat(chats.list(other, project, query(10)).chats()).isEmpty();
    }

    @Test
    void listsGoThroughTheHoursInBothWaysPageByPage() {
        ProjectId project = project();
        List<ChatCompletionId> ids = new ArrayList<>();
        for (int i = 0; i < 23; i++) {
            ids.add(id(Instant.now().minus(Duration.ofMinutes(40L * (23 - i)))));
        }
        List<ChatCompletionId> shuffled = new ArrayList<>(ids);
        Collections.shuffle(shuffled, new java.util.Random(7));
        shuffled.forEach(id -> chats.keep(bed.tenant, chat(project, id, "m", Map.of(), ASKED), ASKED));
        chats.keep(bed.tenant, chat(project(), id(Instant.now()), "m", Map.of(), ASKED), ASKED);

        assertThat(all(project, false, 5)).isEqualTo(ids);
        assertThat(all(project, true, 4)).isEqualTo(ids.reversed());
        assertThat(all(project, false, 23)).isEqualTo(ids);
    }

    @Test
    void aSearchFindsByModelAndByEachWord() {
        ProjectId project = project();
        ChatCompletionId first = kept(project, "a", Map.of("팀", "법무", "건", "1"));
        ChatCompletionId second = kept(project, "b", Map.of("팀", "법무"));
        kept(project, "b", Map.of());
        assertThat(searched(project, Optional.of("b"), Map.of()))
                .hasSize(2)
                .first()
                .isEqualTo(second);
        assertThat(searched(project, Optional.empty(), Map.of("팀", "법무"))).containsExactly(first, second);
        assertThat(searched(project, Optional.empty(), Map.of("팀", "법무", "건", "1")))
                .containsExactly(first);
        assertThat(searched(project, Optional.of("b"), Map.of("건", "1"))).isEmpty();
    }

    @Test
    void aSearchLooksAtSoManyAndSaysWhereItEnded() {
        ProjectId project = project();
        Instant hour = Instant.now().minus(Duration.ofHours(2));
        List<ChatCompletionId> listed = new ArrayList<>();
        var list = new ChatList(bed.keyspaces, bed.envelopes);
        for (int i = 0; i < 400; i++) {
            listed.add(id(hour.plusMillis(i)));
        }
        listed.forEach(id ->
                list.add(bed.tenant, project, id, list.sealed(bed.tenant, id, details("m", Map.of())), 600));
        ChatList.Search whole = list.search(bed.tenant, project, query(10, "x"), 400);
        assertThat(whole.ids()).isEmpty();
        assertThat(whole.searchedTo()).hasValue(listed.getLast());
        ChatList.Search part = list.search(bed.tenant, project, query(10, "x"), 100);
        assertThat(part.searchedTo()).hasValue(listed.get(99));
        assertThat(list.search(bed.tenant, project, query(10, "x"), 401).searchedTo())
                .isEmpty();
        // All of these were left in the list by somebody who died: none is there, and the page says where it ended.
        ChatPage page = chats.list(bed.tenant, project, query(10));
        assertThat(page.chats()).isEmpty();
        assertThat(page.searchedTo()).hasValue(listed.get(10));
    }

    @Test
    void aPageOfLongOnesEndsEarly() {
        ProjectId project = project();
        byte[] large = new byte[3 << 20];
        List<ChatCompletionId> ids = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            ids.add(id(Instant.now().plusMillis(i)));
            chats.keep(bed.tenant, chat(project, ids.get(i), "m", Map.of(), large), ASKED);
        }
        ChatPage page = chats.list(bed.tenant, project, query(5));
        assertThat(page.chats()).hasSize(3);
        assertThat(page.more()).isTrue();
        assertThat(all(project, false, 5)).isEqualTo(ids);
    }

    @Test
    void otherWordsAreFoundAndLiveAsLongAsBefore() {
        ProjectId project = project();
        ChatCompletionId id = kept(project, "m", Map.of("팀", "법무"));
        int life = life(id);
        StoredChat changed = chats.describe(bed.tenant, id, Map.of("팀", "재무")).orElseThrow();
        assertThat(changed.details()).isEqualTo(details("m", Map.of("팀", "재무")));
        assertThat(chats.find(bed.tenant, id).orElseThrow().details()).isEqualTo(changed.details());
        assertThat(searched(project, Optional.empty(), Map.of("팀", "법무"))).isEmpty();
        assertThat(searched(project, Optional.empty(), Map.of("팀", "재무"))).containsExactly(id);
        assertThat(life(id)).isBetween(life - 60, life);
        chats.describe(bed.tenant, id, Map.of());
        assertThat(searched(project, Optional.empty(), Map.of("팀", "재무"))).isEmpty();
        assertThat(chats.describe(bed.tenant, id(Instant.now()), Map.of())).isEmpty();
    }

    @Test
    void whatIsDeletedIsNowhereThoughSomebodyChangesItMeanwhile() {
        ProjectId project = project();
        long before = bed.rows("chat_completions");
        long listed = bed.rows("project_chat_completions");
        ChatCompletionId id = kept(project, "m", Map.of("a", "b"));
        Row age = age(id);
        chats.delete(bed.tenant, project, id);
        assertThat(chats.find(bed.tenant, id)).isEmpty();
        assertThat(chats.messages(bed.tenant, id)).isEmpty();
        assertThat(chats.list(bed.tenant, project, query(10)).chats()).isEmpty();
        // The change of somebody who had read it before it was deleted.
        var list = new ChatList(bed.keyspaces, bed.envelopes);
        list.change(
                bed.tenant,
                project,
                id,
                list.sealed(bed.tenant, id, details("m", Map.of())),
                age.getInt("life"),
                age.getLong("written") + 1);
        assertThat(bed.rows("chat_completions")).isEqualTo(before);
        assertThat(bed.rows("project_chat_completions")).isEqualTo(listed);
    }

    @Test
    void aDeathAtAnyStatementLeavesNoneThatIsNotListed() {
        boolean died = true;
        int statements = 0;
        for (; died; statements++) {
            ProjectId project = project();
            ChatCompletionId id = id(Instant.now());
            dieAt(statements);
            died = catchThrowable(() -> chats.keep(bed.tenant, chat(project, id, "m", Map.of(), ASKED), ASKED))
                    instanceof StoreUnavailableException;
            bed.session.heal();
            boolean there = chats.find(bed.tenant, id).isPresent();
            assertThat(all(project, false, 10)).as("death at " + statements).hasSize(there ? 1 : 0);
            assertThat(there).isEqualTo(!died);
        }
        assertThat(statements).isGreaterThan(2);
    }

    private static void dieAt(int statement) {
        var count = new AtomicInteger();
        bed.session.fail(_ -> count.getAndIncrement() >= statement, Fault.REFUSED, Integer.MAX_VALUE);
    }

    private static List<ChatCompletionId> all(ProjectId project, boolean newestFirst, int limit) {
        List<ChatCompletionId> all = new ArrayList<>();
        Optional<ChatCompletionId> after = Optional.empty();
        ChatPage page;
        do {
            page = chats.list(
                    bed.tenant, project, new ChatQuery(after, limit, newestFirst, Optional.empty(), Map.of()));
            assertThat(page.chats()).hasSizeLessThanOrEqualTo(limit);
            page.chats().forEach(chat -> all.add(chat.id()));
            after = page.chats().isEmpty()
                    ? Optional.empty()
                    : Optional.of(page.chats().getLast().id());
        } while (page.more() && after.isPresent());
        return all;
    }

    private static List<ChatCompletionId> searched(
            ProjectId project, Optional<String> model, Map<String, String> metadata) {
        return chats
                .list(bed.tenant, project, new ChatQuery(Optional.empty(), 10, false, model, metadata))
                .chats()
                .stream()
                .map(StoredChat::id)
                .toList();
    }

    private static ChatQuery query(int limit) {
        return new ChatQuery(Optional.empty(), limit, false, Optional.empty(), Map.of());
    }

    private static ChatQuery query(int limit, String model) {
        return new ChatQuery(Optional.empty(), limit, false, Optional.of(model), Map.of());
    }

    private static ChatCompletionId kept(ProjectId project, String model, Map<String, String> metadata) {
        ChatCompletionId id = new ChatCompletionId(bed.ulids.next());
        chats.keep(bed.tenant, chat(project, id, model, metadata, ASKED), ASKED);
        return id;
    }

    private static StoredChat chat(
            ProjectId project, ChatCompletionId id, String model, Map<String, String> metadata, byte[] completion) {
        return new StoredChat(id, project, details(model, metadata), completion);
    }

    private static ChatDetails details(String model, Map<String, String> metadata) {
        return new ChatDetails(model, new TreeMap<>(metadata));
    }

    private static ProjectId project() {
        return new ProjectId(bed.ulids.next());
    }

    /** One that was asked at this moment. */
    private static ChatCompletionId id(Instant at) {
        Ulid random = bed.ulids.next();
        long most = at.toEpochMilli() << 16 | random.mostSignificantBits() & 0xFFFF;
        return new ChatCompletionId(new Ulid(most, random.leastSignificantBits()));
    }

    private static Row age(ChatCompletionId id) {
        return bed.keyspaces
                .of(bed.tenant)
                .row(
                        CqlStatement.read("SELECT TTL(details) AS life, WRITETIME(details) AS written"
                                + " FROM chat_completions WHERE tenant = ? AND completion = ? LIMIT 1"),
                        bed.tenant.text(),
                        id.text())
                .orElseThrow();
    }

    private static int life(ChatCompletionId id) {
        return age(id).getInt("life");
    }
}
