package cloud.hanok.api.responses;

import cloud.hanok.api.gateway.KeptContext;
import cloud.hanok.content.conversation.Item;
import cloud.hanok.content.response.StoredResponse;
import cloud.hanok.platform.id.ResponseId;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/** What was said before a request: in the responses that it goes on from, or in its conversation. */
final class ContextItems {
    private final InputItems own;
    private final List<JsonNode> all;
    private final Map<String, JsonNode> said = new HashMap<>();
    private final List<StoredItems> before;

    /**
     * @param own items of the request
     * @param before the responses it goes on from, the oldest first
     * @param conversation items of its conversation, the oldest first
     */
    ContextItems(InputItems own, List<StoredResponse> before, List<Item> conversation) {
        this.own = own;
        this.before = before.stream().map(StoredItems::of).toList();
        conversation.forEach(item -> said.put(item.id(), StoredItems.tree(item.json())));
        this.all = Stream.concat(
                        this.before.stream().flatMap(StoredItems::all),
                        conversation.stream().map(item -> said.get(item.id())))
                .toList();
    }

    /** In order. */
    List<JsonNode> all() {
        return all;
    }

    /** Finds items that are only named. */
    Function<String, Optional<JsonNode>> finder(KeptContext.Others others) {
        Set<ResponseId> named = new HashSet<>(own.referenced());
        before.stream()
                .flatMap(each -> each.input().valueStream())
                .filter(InputItems::isReference)
                .flatMap(item -> ItemIds.responseOf(item.path("id").asText()).stream())
                .forEach(named::add);
        Map<ResponseId, StoredItems> found = new HashMap<>();
        if (!named.isEmpty()) {
            others.find(named).forEach((response, kept) -> found.put(response, StoredItems.of(kept)));
        }
        return item -> Optional.ofNullable(said.get(item))
                .or(() -> ItemIds.responseOf(item).map(found::get).flatMap(kept -> kept.find(item)));
    }
}
