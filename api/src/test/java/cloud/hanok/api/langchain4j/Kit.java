package cloud.hanok.api.langchain4j;

import dev.langchain4j.model.catalog.AbstractModelCatalogIT;
import dev.langchain4j.model.chat.common.AbstractChatModelIT;
import dev.langchain4j.model.chat.common.AbstractChatModelListenerIT;
import dev.langchain4j.model.chat.common.AbstractStreamingChatModelIT;
import dev.langchain4j.model.chat.common.AbstractStreamingChatModelListenerIT;
import dev.langchain4j.model.embedding.common.AbstractEmbeddingModelIT;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** A class of the kit, and which of its tests do not run here, each with the reason that a reader is told. */
enum Kit {
    CHAT(AbstractChatModelIT.class, ChatKit.class, Reasons.CHAT),
    STREAMING_CHAT(AbstractStreamingChatModelIT.class, StreamingChatKit.class, Reasons.CHAT),
    CHAT_LISTENER(AbstractChatModelListenerIT.class, ChatListenerKit.class, List.of()),
    STREAMING_CHAT_LISTENER(AbstractStreamingChatModelListenerIT.class, StreamingChatListenerKit.class, List.of()),
    EMBEDDING(AbstractEmbeddingModelIT.class, EmbeddingKit.class, Reasons.EMBEDDING),
    CATALOG(AbstractModelCatalogIT.class, CatalogKit.class, List.of());

    private final Class<?> published;
    private final Class<?> here;
    private final List<NotRun> notRun;

    Kit(Class<?> published, Class<?> here, List<NotRun> notRun) {
        this.published = published;
        this.here = here;
        this.notRun = notRun;
    }

    /** Tests that do not run, and why. */
    private record NotRun(String reason, List<String> tests) {}

    private static final class Reasons {
        private static final String SUPPORTED =
                "It is for models without what it names. Here it is there, and the kit's test of its use runs instead.";

        private static final List<NotRun> CHAT = List.of(
                new NotRun(
                        SUPPORTED,
                        List.of(
                                "should_fail_if_JSON_response_format_is_not_supported",
                                "should_fail_if_JSON_response_format_with_schema_is_not_supported",
                                "should_fail_if_images_as_base64_encoded_strings_are_not_supported",
                                "should_fail_if_maxOutputTokens_parameter_is_not_supported",
                                "should_fail_if_modelName_is_not_supported",
                                "should_fail_if_stopSequences_parameter_is_not_supported",
                                "should_fail_if_tool_choice_REQUIRED_is_not_supported",
                                "should_fail_if_tools_are_not_supported")),
                new NotRun(
                        "Addresses are not fetched unless the operator says so (`hanok.images.fetch`), and these lie on the"
                                + " internet. The kit's test that they are refused runs instead; `RemoteImagesTest` fetches.",
                        List.of(
                                "should_accept_multiple_images_as_public_URLs",
                                "should_accept_single_image_as_public_URL")));

        private static final List<NotRun> EMBEDDING = List.of(
                new NotRun(SUPPORTED, List.of("should_fail_when_dimensions_is_not_supported")),
                new NotRun(
                        "OpenAI's embeddings have neither images nor a purpose, so LangChain4j's client refuses them itself,"
                                + " which the kit's tests of it show.",
                        List.of(
                                "should_embed_image",
                                "should_embed_interleaved_text_and_image",
                                "should_embed_query_and_document_differently")));
    }

    /** The name that LangChain4j knows it by. */
    String title() {
        return published.getSimpleName();
    }

    /** Its subclass here. */
    Class<?> here() {
        return here;
    }

    /** The reason by the name of each test that does not run. */
    SortedMap<String, String> reasons() {
        SortedMap<String, String> reasons = new TreeMap<>();
        notRun.forEach(each -> each.tests().forEach(test -> reasons.put(test, each.reason())));
        return reasons;
    }
}
