package cloud.hanok.api.chats;

import cloud.hanok.api.http.PageQuery;
import cloud.hanok.api.openai.Refusals;
import cloud.hanok.api.responses.ItemList.Order;
import cloud.hanok.billing.usage.RequestMetadata;
import cloud.hanok.content.chat.ChatQuery;
import cloud.hanok.platform.id.ChatCompletionId;
import io.micronaut.http.HttpParameters;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads what a list of chat completions is asked for. */
final class ChatQueries {
    private static final String METADATA = "metadata[";

    private ChatQueries() {}

    /**
     * @param all the request's parameters, for those whose names are the client's own words
     * @throws cloud.hanok.api.error.ApiException when a parameter is out of bounds
     */
    static ChatQuery of(
            @Nullable String after,
            @Nullable Integer limit,
            @Nullable String order,
            @Nullable String model,
            HttpParameters all) {
        PageQuery page = PageQuery.of(after, limit);
        return new ChatQuery(
                Optional.ofNullable(page.afterId(ChatCompletionId::parse)),
                page.limit(),
                Order.of(order, Order.ASC) == Order.DESC,
                Optional.ofNullable(model),
                metadata(all));
    }

    private static Map<String, String> metadata(HttpParameters all) {
        Map<String, String> wanted = new HashMap<>();
        for (String name : all.names()) {
            if (name.startsWith(METADATA) && name.endsWith("]")) {
                List<String> values = all.getAll(name);
                if (values.size() != 1) {
                    throw Refusals.value(name, "it is said once", "한 번만 지정해 주세요");
                }
                wanted.put(name.substring(METADATA.length(), name.length() - 1), values.getFirst());
            }
        }
        if (wanted.size() > RequestMetadata.MAX_PAIRS) {
            throw Refusals.tooMany("metadata", RequestMetadata.MAX_PAIRS);
        }
        return wanted;
    }
}
