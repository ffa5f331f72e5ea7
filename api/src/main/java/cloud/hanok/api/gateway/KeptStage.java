package cloud.hanok.api.gateway;

import cloud.hanok.api.error.ApiError;
import cloud.hanok.api.error.ApiException;
import cloud.hanok.api.error.ErrorCode;
import cloud.hanok.api.http.PathIds.Thing;
import cloud.hanok.content.chat.Chats;
import cloud.hanok.content.conversation.ConversationTooLongException;
import cloud.hanok.content.conversation.Conversations;
import cloud.hanok.content.conversation.Item;
import cloud.hanok.content.response.NotAllKeptException;
import cloud.hanok.content.response.Responses;
import cloud.hanok.content.response.StoredResponse;
import cloud.hanok.platform.id.ConversationId;
import cloud.hanok.platform.id.ProjectId;
import cloud.hanok.platform.id.ResponseId;
import cloud.hanok.tenant.key.Caller;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings what a request goes on from, and keeps what is to be had again of an answer: off the event loop, and only for requests that
 * ask for it.
 */
final class KeptStage {
    /** Each may bring as much into memory as a body may be long. */
    private static final int MOST_AT_ONCE = 32;

    private static final String CONVERSATION = "conversation";

    private static final Logger LOG = LoggerFactory.getLogger(KeptStage.class);

    private final Responses responses;
    private final Chats chats;
    private final Conversations conversations;
    private final BackgroundAnswers background;
    private final int mostBytes;
    private final Executor workers;
    private final Semaphore bringing = new Semaphore(MOST_AT_ONCE);

    /**
     * @param mostBytes of what is brought, as of a body
     * @param workers run what blocks
     */
    KeptStage(
            Responses responses,
            Chats chats,
            Conversations conversations,
            BackgroundAnswers background,
            int mostBytes,
            Executor workers) {
        this.responses = responses;
        this.chats = chats;
        this.conversations = conversations;
        this.mostBytes = mostBytes;
        this.background = background;
        this.workers = workers;
    }

    /** The whole request; or the {@link ApiException} of what cannot be had. */
    CompletionStage<InferenceRequest> bring(Caller caller, InferenceRequest asked, KeptContext context) {
        return CompletableFuture.supplyAsync(
                () -> {
                    bringing.acquireUninterruptibly();
                    try {
                        return brought(caller, asked, context);
                    } finally {
                        bringing.release();
                    }
                },
                workers);
    }

    private InferenceRequest brought(Caller caller, InferenceRequest asked, KeptContext context) {
        ProjectId project = projectOf(caller);
        ResponseId previous = context.previous();
        try {
            List<StoredResponse> before =
                    previous == null ? List.of() : responses.upTo(caller.tenant(), project, previous);
            return context.with(
                    asked, caller, before, said(caller, project, context), ids -> ofProject(project, caller, ids));
        } catch (NotAllKeptException gone) {
            throw new ApiException(ApiError.of(
                            ErrorCode.PREVIOUS_RESPONSE_NOT_FOUND,
                            gone.missing().text())
                    .withParam("previous_response_id"));
        } catch (RuntimeException failure) {
            ApiException refused = StoreRefusals.of(failure);
            throw refused == null ? failure : refused;
        }
    }

    private List<Item> said(Caller caller, ProjectId project, KeptContext context) {
        ConversationId id = context.conversation();
        if (id == null) {
            return List.of();
        }
        if (conversations
                .find(caller.tenant(), id)
                .filter(found -> found.project().equals(project))
                .isEmpty()) {
            throw new ApiException(Thing.CONVERSATION.absent(id.text()).withParam(CONVERSATION));
        }
        try {
            return conversations.read(caller.tenant(), id, context.id().ulid(), mostBytes);
        } catch (ConversationTooLongException tooLong) {
            throw tooLong(id);
        }
    }

    private static ApiException tooLong(ConversationId id) {
        return new ApiException(
                ApiError.of(ErrorCode.CONVERSATION_TOO_LONG, id.text(), Integer.toString(Conversations.MOST_ITEMS))
                        .withParam(CONVERSATION));
    }

    private Map<ResponseId, StoredResponse> ofProject(ProjectId project, Caller caller, Set<ResponseId> ids) {
        Map<ResponseId, StoredResponse> found = new HashMap<>(responses.find(caller.tenant(), ids));
        found.values().removeIf(each -> !each.project().equals(project));
        return found;
    }

    /** Answers that nobody waits for. */
    BackgroundAnswers background() {
        return background;
    }

    /** Run what blocks. */
    Executor workers() {
        return workers;
    }

    /**
     * Whether it is kept: not where the tenant keeps nothing, and not where it could not be; the client is not told why.
     *
     * @param inBackground whether it is an answer that nobody waits for
     */
    CompletionStage<Boolean> keep(Caller caller, Ending.Keepsake keepsake, boolean inBackground) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return switch (keepsake) {
                            case Ending.KeptResponse response
                            when inBackground -> background.keep(caller, response) && add(caller, response);
                            case Ending.KeptResponse response -> keep(caller, response);
                            case Ending.KeptChat chat ->
                                caller.keepsResponses()
                                        && chats.keep(caller.tenant(), chat.stored(projectOf(caller)), chat.messages());
                        };
                    } catch (RuntimeException failure) {
                        LOG.error("{} could not be kept, and its client is told so", keepsake.id(), failure);
                        return false;
                    }
                },
                workers);
    }

    /** One without the other would be half of it. */
    private boolean keep(Caller caller, Ending.KeptResponse response) {
        if (!responses.keep(caller.tenant(), response.stored(projectOf(caller)))) {
            return false;
        }
        try {
            return add(caller, response);
        } catch (RuntimeException notAdded) {
            responses.delete(caller.tenant(), response.id());
            throw notAdded;
        }
    }

    /** Nothing is added to a conversation that was deleted meanwhile. What was answered is added however long it is. */
    private boolean add(Caller caller, Ending.KeptResponse response) {
        Ending.ToConversation addition = response.addition();
        if (addition != null) {
            conversations.add(
                    caller.tenant(),
                    addition.conversation(),
                    response.id().ulid(),
                    addition.items(),
                    Integer.MAX_VALUE);
        }
        return true;
    }

    private static ProjectId projectOf(Caller caller) {
        return Objects.requireNonNull(caller.project(), "only callers with a project come so far");
    }
}
