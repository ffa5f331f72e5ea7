package cloud.hanok.billing.report;

import cloud.hanok.platform.id.Id;
import cloud.hanok.platform.money.NanoWon;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reports as OpenAI's admin API writes them, so that its SDKs read them. Amounts are JSON numbers with every digit
 * of the exact won, and currency {@code krw}.
 */
public final class ReportJson {
    private static final JsonNodeFactory NODES = JsonNodeFactory.withExactBigDecimals(true);
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN)
            .nodeFactory(NODES)
            .build();

    private ReportJson() {}

    /** The body of {@code usage/completions}. */
    public static String completions(ReportPage<CompletionsResult> page) {
        return write(page, ReportJson::completionsResult);
    }

    /** The body of {@code costs}. */
    public static String costs(ReportPage<CostsResult> page) {
        return write(page, ReportJson::costsResult);
    }

    /** An exact amount of won as a JSON number. */
    public static BigDecimal won(NanoWon amount) {
        return new BigDecimal(amount.toWonText());
    }

    private static <R> String write(ReportPage<R> page, Function<R, ObjectNode> result) {
        ObjectNode body = NODES.objectNode();
        body.put("object", "page");
        ArrayNode data = body.putArray("data");
        for (ReportPage.Bucket<R> bucket : page.buckets()) {
            ObjectNode node = data.addObject();
            node.put("object", "bucket");
            node.put("start_time", bucket.start().getEpochSecond());
            node.put("end_time", bucket.end().getEpochSecond());
            ArrayNode results = node.putArray("results");
            bucket.results().forEach(row -> results.add(result.apply(row)));
        }
        body.put("has_more", page.nextPage() != null);
        body.put("next_page", page.nextPage());
        try {
            return MAPPER.writeValueAsString(body);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
    }

    private static ObjectNode completionsResult(CompletionsResult row) {
        ObjectNode node = NODES.objectNode();
        node.put("object", "organization.usage.completions.result");
        node.put("input_tokens", row.totals().promptTokens());
        node.put("input_cached_tokens", row.totals().cachedTokens());
        node.put("input_image_tokens", row.totals().imageTokens());
        node.put("output_tokens", row.totals().completionTokens());
        node.put("output_reasoning_tokens", row.totals().reasoningTokens());
        node.put("num_model_requests", row.totals().requests());
        node.put("project_id", text(row.project()));
        node.put("user_id", text(row.member()));
        node.put("label", row.label());
        node.put("metadata", row.metadata());
        node.put("api_key_id", text(row.key()));
        node.put("model", row.model());
        node.put("batch", row.batch());
        node.putNull("service_tier");
        return node;
    }

    private static ObjectNode costsResult(CostsResult row) {
        ObjectNode node = NODES.objectNode();
        node.put("object", "organization.costs.result");
        ObjectNode amount = node.putObject("amount");
        amount.put("value", won(row.amount()));
        amount.put("currency", "krw");
        node.put("line_item", row.lineItem());
        node.put("model", row.model());
        node.put("batch", row.batch());
        node.put("project_id", text(row.project()));
        node.put("api_key_id", text(row.key()));
        node.put("user_id", text(row.member()));
        node.put("label", row.label());
        node.put("metadata", row.metadata());
        node.put("quantity", row.quantity());
        node.put("quantity_unit", row.quantity() == null ? null : "tokens");
        return node;
    }

    private static @Nullable String text(@Nullable Id id) {
        return id == null ? null : id.text();
    }
}
