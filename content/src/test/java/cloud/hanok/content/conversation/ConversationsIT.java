package cloud.hanok.content.conversation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import cloud.hanok.content.ContentBed;
import cloud.hanok.content.value.NothingKeptException;
import cloud.hanok.content.value.Retention;
import cloud.hanok.platform.cassandra.CqlStatement;
import cloud.hanok.platform.cassandra.FaultInjectingSession.Fault;
import cloud.hanok.platform.cassandra.StoreUnavailableException;
import cloud.hanok.platform.id.ProjectId;
import cloud.hanok.platform.id.TenantId;
import cloud.hanok.platform.id.Ulid;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Conversations on a real Cassandra, sealed with real keys. */
class ConversationsIT {
    private static final Retention A_WEEK = Retention.always(Duration.ofDays(7));

    private static ContentBed bed;
    private static Conversations conversations;

    @BeforeAll
    static void open() {
        bed = new ContentBed("conversations");
        conversations = new SealedConversations(bed.keyspaces, bed.envelopes, A_WEEK, bed.ulids, Clock.systemUTC());
    }

    @AfterAll
    static void close() {
        bed.close();
    }

    @Test
    void itsItemsAreThereInOrderWhateverTheirLength() {
        Conversation made = conversations.make(bed.tenant, project(), Map.of("팀", "법무"));
        Item large = item("가".repeat(500_000));
        List<Item> first = List.of(item("하나"), large, item("셋"));
        List<Item> second = items(30);
        add(made, first);
        add(made, second);

        assertThat(conversations.find(bed.tenant, made.id())).hasValueSatisfying(found -> {
            assertThat(found.metadata()).isEqualTo(new TreeMap<>(Map.of("팀", "법무")));
            assertThat(found.project()).isEqualTo(made.project());
            assertThat(found.ends())
                    .isBetween(
                            Instant.now().plus(Duration.ofDays(6)),
                            Instant.now().plus(Duration.ofDays(7)));
        });
        List<Item> all = read(made);
        assertThat(ids(all)).isEqualTo(ids(joined(first, second)));
        assertThat(all.get(1).json()).isEqualTo(large.json());
        assertThat(pages(made, false, 7)).isEqualTo(ids(all));
        assertThat(pages(made, true, 10)).isEqualTo(ids(all).reversed());
        assertThat(conversations
                        .item(bed.tenant, made.id(), large.id())
                        .orElseThrow()
                        .json())
                .isEqualTo(large.json());
        assertThat(conversations.item(bed.tenant, made.id(), "msg_nobody")).isEmpty();
        assertThat(conversations.list(bed.tenant, made.id(), new ItemQuery(Optional.of("msg_nobody"), 1, true)))
                .isEmpty();

        var other = new TenantId(bed.ulids.next());
        assertThat(conversations.find(other, made.id())).isEmpty();
        assertThat(conversations.read(other, made.id(), bed.ulids.next(), Long.MAX_VALUE))
                .isEmpty();
        assertThat(conversations.item(other, made.id(), large.id())).isEmpty();
    }

    @Test
    void whatManyAddAtOnceIsAllThereAndEachStaysTogether() throws Exception {
        Conversation made = conversations.make(bed.tenant, project(), Map.of());
        List<List<Item>> additions =
                IntStream.range(0, 24).mapToObj(i -> items(3)).toList();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> adding = new ArrayList<>();
            additions.forEach(each -> adding.add(threads.submit(() -> add(made, each))));
            for (Future<?> each : adding) {
                each.get();
            }
        }
        List<String> all = ids(read(made));
        assertThat(all).hasSize(72);
        List<List<String>> together = new ArrayList<>();
        for (int i = 0; i < all.size(); i += 3) {
            together.add(all.subList(i, i + 3));
        }
        assertThat(new HashSet<>(together))
                .isEqualTo(new HashSet<>(
                        additions.stream().map(ConversationsIT::ids).toList()));
    }

    @Test
    void whereNoneIsKeptNoneIsMadeAndNoneIsFound() {
        Conversation made = conversations.make(bed.tenant, project(), Map.of());
        var none = new SealedConversations(
                bed.keyspaces, bed.envelopes, Retention.always(Duration.ZERO), bed.ulids, Clock.systemUTC());
        assertThat(none.find(bed.tenant, made.id())).isEmpty();
        assertThatThrownBy(() -> none.make(bed.tenant, project(), Map.of())).isInstanceOf(NothingKeptException.class);
    }

    @Test
    void whatIsAddedComesAfterAllThatWasThereThoughItsClockIsSlow() {
        Conversation made = conversations.make(bed.tenant, project(), Map.of());
        List<Item> first = items(2);
        List<Item> second = items(2);
        List<Item> third = items(1);
        add(made, first);
        Clock slow = Clock.fixed(Instant.now().minusSeconds(30), ZoneOffset.UTC);
        var late = new SealedConversations(
                bed.keyspaces,
                bed.envelopes,
                A_WEEK,
                new cloud.hanok.platform.id.Ulids(slow, new java.security.SecureRandom()),
                Clock.systemUTC());
        late.add(bed.tenant, made.id(), bed.ulids.next(), second, Integer.MAX_VALUE);
        late.add(bed.tenant, made.id(), bed.ulids.next(), third, Integer.MAX_VALUE);
        assertThat(ids(read(made))).isEqualTo(ids(joined(joined(first, second), third)));
    }

    @Test
    void whatIsAnsweredAgainTakesThePlaceOfWhatItSaidBefore() {
        Conversation made = conversations.make(bed.tenant, project(), Map.of());
        List<Item> before = items(1);
        add(made, before);
        Ulid response = bed.ulids.next();
        conversations.add(bed.tenant, made.id(), response, items(2), Integer.MAX_VALUE);
        assertThat(ids(conversations.read(bed.tenant, made.id(), response, Long.MAX_VALUE)))
                .isEqualTo(ids(before));
        List<Item> again = items(3);
        conversations.add(bed.tenant, made.id(), response, again, Integer.MAX_VALUE);
        assertThat(ids(read(made))).isEqualTo(ids(joined(before, again)));
    }

    @Test
    void itIsBoundedInItemsAndInLength() {
        Conversation made = conversations.make(bed.tenant, project(), Map.of());
        add(made, items(4));
        assertThatThrownBy(() -> conversations.add(bed.tenant, made.id(), bed.ulids.next(), items(2), 5))
                .isInstanceOf(ConversationTooLongException.class);
        conversations.add(bed.tenant, made.id(), bed.ulids.next(), items(1), 5);
        assertThat(read(made)).hasSize(5);
        long bytes = read(made).stream().mapToLong(item -> item.json().length).sum();
        assertThat(conversations.read(bed.tenant, made.id(), bed.ulids.next(), bytes))
                .hasSize(5);
        assertThatThrownBy(() -> conversations.read(bed.tenant, made.id(), bed.ulids.next(), bytes - 1))
                .isInstanceOf(ConversationTooLongException.class);
        add(made, items(Conversations.MOST_ITEMS - 5));
        assertThat(read(made)).hasSize(Conversations.MOST_ITEMS);
        add(made, items(1));
        assertThatThrownBy(() -> read(made)).isInstanceOf(ConversationTooLongException.class);
    }

    @Test
    void anItemIsDeletedAloneAndAConversationWithAllOfThem() {
        long before = bed.rows("conversation_items");
        Conversation made = conversations.make(bed.tenant, project(), Map.of());
        List<Item> items = items(3);
        add(made, items);
        conversations.deleteItem(bed.tenant, made.id(), items.get(1).id());
        assertThat(ids(read(made)))
                .containsExactly(items.get(0).id(), items.get(2).id());
        assertThat(conversations.item(bed.tenant, made.id(), items.get(1).id())).isEmpty();
        assertThat(bed.rows("conversation_items")).isEqualTo(before + 2);

        conversations.delete(bed.tenant, made.id());
        assertThat(conversations.find(bed.tenant, made.id())).isEmpty();
        assertThat(bed.rows("conversation_items")).isEqualTo(before);
        assertThat(additions(made)).isZero();
    }

    /** Whoever found it before it was deleted writes what comes too late. */
    @Test
    void nothingThatIsLateOutlivesADeletion() {
        long before = bed.rows("conversation_items");
        Conversation made = conversations.make(bed.tenant, project(), Map.of());
        // The deletion comes between what an adding reads and what it writes.
        var once = new AtomicInteger();
        bed.session.fail(
                cql -> {
                    if (cql.startsWith("INSERT INTO conversation_items") && once.getAndIncrement() == 0) {
                        conversations.delete(bed.tenant, made.id());
                    }
                    return false;
                },
                Fault.REFUSED,
                Integer.MAX_VALUE);
        try {
            add(made, items(2));
        } finally {
            bed.session.heal();
        }
        assertThat(once.get()).isGreaterThan(0);
        assertThat(bed.rows("conversation_items")).isEqualTo(before);
        assertThat(additions(made)).isZero();
        assertThat(conversations.find(bed.tenant, made.id())).isEmpty();
        assertThat(conversations.describe(bed.tenant, made.id(), Map.of("a", "b")))
                .isEmpty();
    }

    @Test
    void aDeathAtAnyStatementOfAnAddingLeavesAllOrNothing() {
        boolean died = true;
        for (int at = 0; died; at++) {
            Conversation made = conversations.make(bed.tenant, project(), Map.of());
            add(made, items(1));
            var count = new AtomicInteger();
            int statement = at;
            bed.session.fail(_ -> count.getAndIncrement() >= statement, Fault.REFUSED, Integer.MAX_VALUE);
            died = catchThrowable(() -> add(made, items(9))) instanceof StoreUnavailableException;
            bed.session.heal();
            assertThat(read(made)).as("death at " + at).hasSize(died ? 1 : 10);
        }
    }

    @Test
    void otherWordsAreSaidOfOneThatLivesNoLongerForThat() {
        Conversation made = conversations.make(bed.tenant, project(), Map.of("a", "b"));
        assertThat(conversations
                        .describe(bed.tenant, made.id(), Map.of("c", "d"))
                        .orElseThrow()
                        .metadata())
                .isEqualTo(new TreeMap<>(Map.of("c", "d")));
        conversations.describe(bed.tenant, made.id(), Map.of("e", "f"));
        Conversation found = conversations.find(bed.tenant, made.id()).orElseThrow();
        assertThat(found.metadata()).isEqualTo(new TreeMap<>(Map.of("e", "f")));
        assertThat(found.ends().toEpochMilli()).isEqualTo(made.ends().toEpochMilli());
    }

    private static void add(Conversation to, List<Item> items) {
        conversations.add(bed.tenant, to.id(), bed.ulids.next(), items, Integer.MAX_VALUE);
    }

    private static List<Item> read(Conversation conversation) {
        return conversations.read(bed.tenant, conversation.id(), bed.ulids.next(), Long.MAX_VALUE);
    }

    private static List<String> pages(Conversation conversation, boolean newestFirst, int limit) {
        List<String> all = new ArrayList<>();
        Optional<String> after = Optional.empty();
        ItemPage page;
        do {
            page = conversations
                    .list(bed.tenant, conversation.id(), new ItemQuery(after, limit, newestFirst))
                    .orElseThrow();
            assertThat(page.items()).hasSizeLessThanOrEqualTo(limit).isNotEmpty();
            all.addAll(ids(page.items()));
            after = Optional.of(all.getLast());
        } while (page.more());
        return all;
    }

    private static long additions(Conversation conversation) {
        return bed.keyspaces
                .of(bed.tenant)
                .row(
                        CqlStatement.read(
                                "SELECT count(*) AS n FROM conversations WHERE tenant = ? AND conversation = ?"),
                        bed.tenant.text(),
                        conversation.id().text())
                .orElseThrow()
                .getLong("n");
    }

    private static List<String> ids(List<Item> items) {
        return items.stream().map(Item::id).toList();
    }

    private static List<Item> joined(List<Item> first, List<Item> second) {
        List<Item> all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }

    private static List<Item> items(int count) {
        return IntStream.range(0, count).mapToObj(i -> item("질문 " + i)).toList();
    }

    private static Item item(String text) {
        return new Item("msg_" + bed.ulids.next(), ("{\"text\":\"" + text + "\"}").getBytes(StandardCharsets.UTF_8));
    }

    private static ProjectId project() {
        return new ProjectId(bed.ulids.next());
    }
}
