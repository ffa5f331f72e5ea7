package cloud.hanok.api.gateway;

import cloud.hanok.api.egress.FetchRefusedException;
import cloud.hanok.api.egress.GuardedFetch;
import cloud.hanok.api.error.ApiError;
import cloud.hanok.api.error.ApiException;
import cloud.hanok.api.error.ErrorCode;
import cloud.hanok.cluster.engine.OpenAiRequest;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Brings images that a request names by address into the request, where the installation does that: no engine ever fetches anything.
 * Off the event loop, once it is known that the model can read images, and before credit is held by the request's length.
 */
final class ImageStage {
    /** Images of one request that are fetched, at most. */
    static final int MAX_IMAGES = 8;

    private final @Nullable GuardedFetch fetch;
    private final Executor workers;
    private final int maxBodyBytes;

    /**
     * @param fetch null where images come with requests only
     * @param maxBodyBytes of a request with its images
     */
    ImageStage(@Nullable GuardedFetch fetch, Executor workers, int maxBodyBytes) {
        this.fetch = fetch;
        this.workers = workers;
        this.maxBodyBytes = maxBodyBytes;
    }

    /** An image that is elsewhere. */
    private record Place(String param, ObjectNode holder, String url) {}

    /** The same request with its images; or the {@link ApiException} of one that cannot be had. */
    CompletionStage<InferenceRequest> bring(InferenceRequest request) {
        return CompletableFuture.supplyAsync(() -> brought(request), workers);
    }

    private InferenceRequest brought(InferenceRequest request) {
        ObjectNode root = BodyTree.parse(request.body().json());
        List<Place> places = places(root);
        GuardedFetch from = fetch;
        if (from == null && !places.isEmpty()) {
            throw refused(
                    places.getFirst().param(),
                    "only data: URLs of images are taken, such as data:image/png;base64,... : nothing is fetched from elsewhere",
                    "data:image/png;base64,... 형식의 이미지만 지원합니다. 외부 주소의 파일은 가져오지 않습니다");
        }
        if (places.size() > MAX_IMAGES) {
            throw refused(
                    "messages",
                    "at most " + MAX_IMAGES + " images are fetched for a request",
                    "요청당 이미지는 최대 " + MAX_IMAGES + "개까지 가져옵니다");
        }
        long total = request.body().json().length;
        for (Place place : places) {
            total += put(place, java.util.Objects.requireNonNull(from));
            if (total > maxBodyBytes) {
                throw new ApiException(ApiError.of(ErrorCode.REQUEST_TOO_LARGE, Integer.toString(maxBodyBytes)));
            }
        }
        OpenAiRequest body = request.body();
        return request.with(
                OpenAiRequest.of(body.operation(), BodyTree.bytes(root), body.stream(), body.includeUsage()),
                request.needs().withRemoteImages(false));
    }

    /** How many bytes longer it is now. */
    private static int put(Place place, GuardedFetch from) {
        try {
            GuardedFetch.Fetched image = from.fetch(place.url());
            String data = "data:" + image.mediaType() + ";base64,"
                    + Base64.getEncoder().encodeToString(image.bytes());
            place.holder().put("url", data);
            return data.length();
        } catch (FetchRefusedException why) {
            throw refused(place.param(), why.refusal().english(), why.refusal().korean());
        }
    }

    private static List<Place> places(ObjectNode root) {
        List<Place> places = new ArrayList<>();
        JsonNode messages = root.path("messages");
        for (int i = 0; i < messages.size(); i++) {
            JsonNode content = messages.get(i).path("content");
            for (int j = 0; j < content.size(); j++) {
                if (content.get(j).path("image_url") instanceof ObjectNode image
                        && !image.path("url").asText("").startsWith("data:")) {
                    places.add(new Place(
                            "messages[" + i + "].content[" + j + "].image_url.url",
                            image,
                            image.path("url").asText("")));
                }
            }
        }
        return places;
    }

    private static ApiException refused(String param, String english, String korean) {
        return new ApiException(ApiError.invalidValue(param, english, korean));
    }
}
