package cloud.hanok.api.gateway;

import cloud.hanok.api.config.ProxyConfiguration;
import cloud.hanok.api.egress.GuardedFetch;
import cloud.hanok.api.error.ApiError;
import cloud.hanok.api.error.ApiException;
import cloud.hanok.api.error.ErrorCode;
import cloud.hanok.api.responses.BackgroundRunner;
import cloud.hanok.api.responses.BackgroundSettings;
import cloud.hanok.api.security.ClientAddresses;
import cloud.hanok.api.security.MemberCallers;
import cloud.hanok.api.security.StandingCallers;
import cloud.hanok.billing.credit.CreditLines;
import cloud.hanok.billing.price.TokenPrice;
import cloud.hanok.cluster.fairness.FairQueues;
import cloud.hanok.cluster.naming.AliasSet;
import cloud.hanok.cluster.pool.Pool;
import cloud.hanok.cluster.serving.AnswerTimeouts;
import cloud.hanok.cluster.serving.Capabilities;
import cloud.hanok.cluster.serving.Capability;
import cloud.hanok.cluster.serving.EngineEndpoint;
import cloud.hanok.cluster.serving.EngineKind;
import cloud.hanok.cluster.serving.ServingDeployment;
import cloud.hanok.cluster.serving.ServingDirectory;
import cloud.hanok.cluster.serving.ServingReplica;
import cloud.hanok.cluster.serving.ServingSite;
import cloud.hanok.compliance.guard.Guards;
import cloud.hanok.compliance.receipt.LogIdentity;
import cloud.hanok.compliance.residency.ResidencyPolicy;
import cloud.hanok.content.background.BackgroundResponses;
import cloud.hanok.content.background.MemoryBackgroundResponses;
import cloud.hanok.content.chat.MemoryChats;
import cloud.hanok.content.conversation.MemoryConversations;
import cloud.hanok.content.response.MemoryResponses;
import cloud.hanok.content.response.Responses;
import cloud.hanok.content.webhook.MemoryWebhookEvents;
import cloud.hanok.platform.answer.AnswerSettings;
import cloud.hanok.platform.answer.MemoryAnswers;
import cloud.hanok.platform.change.Lookup;
import cloud.hanok.platform.id.DeploymentId;
import cloud.hanok.platform.id.KeyId;
import cloud.hanok.platform.id.MemberId;
import cloud.hanok.platform.id.ModelVersionId;
import cloud.hanok.platform.id.PriceId;
import cloud.hanok.platform.id.ProjectId;
import cloud.hanok.platform.id.ReplicaId;
import cloud.hanok.platform.id.RequestId;
import cloud.hanok.platform.id.SiteId;
import cloud.hanok.platform.id.TenantId;
import cloud.hanok.platform.id.Ulid;
import cloud.hanok.platform.id.Ulids;
import cloud.hanok.platform.journal.Journal;
import cloud.hanok.platform.journal.JournalReader;
import cloud.hanok.platform.journal.JournalRecord;
import cloud.hanok.platform.journal.JournalSettings;
import cloud.hanok.platform.journal.RecordKind;
import cloud.hanok.platform.lease.Leases;
import cloud.hanok.platform.lease.MemoryLeases;
import cloud.hanok.platform.money.NanoWon;
import cloud.hanok.tenant.key.IpAddress;
import cloud.hanok.tenant.key.KeyCaller;
import cloud.hanok.tenant.key.KeyCheck;
import cloud.hanok.tenant.key.KeyRole;
import cloud.hanok.tenant.key.KeyUse;
import cloud.hanok.tenant.key.MemberCaller;
import cloud.hanok.tenant.limit.RateLimits;
import cloud.hanok.tenant.limit.TenantLimits;
import cloud.hanok.tenant.organization.Tenant;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.HttpServerCodec;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The byte path on a socket of its own: real stages, a real journal, real connections; keys, prices and the log come
 * from memory.
 */
final class GatewayBed implements AutoCloseable {
    static final String KEY = "test-key";
    /** Always the same key of the same project, as in life. */
    static final String LASTING_KEY = "lasting-test-key";

    static final String OTHER_KEY = "other-test-key";
    static final String ADMIN_KEY = "test-admin-key";

    /** Of the lasting project, while its organization keeps nothing. */
    static final String UNKEPT_KEY = "test-unkept-key";

    static final String TOKEN = "eyJtest-token";
    static final String BAD_TOKEN = "eyJbad-token";
    static final String MODEL = "scripted";
    static final int CONTEXT_TOKENS = 4096;
    static final int BACKGROUND_RUNNING = 16;
    static final long CREDIT_LIMIT_WON = 1_000_000;

    private static final Protocols PROTOCOLS = GatewayFactory.protocols(Clock.systemUTC());

    final TenantId tenant;
    final MemberId member;
    final TokenPrice price;
    final ServingDirectory directory = new ServingDirectory();
    final Journal journal;
    final CreditLines credit;
    final OpenedRequests opened;
    final FairQueues queues;
    final LiveRequests live = new LiveRequests();
    final GatewaySettings settings;
    final GatewayDoor door;
    final Gateway gateway;
    final TenantId otherTenant;
    /** What the other tenant was granted of engines. */
    volatile int otherShare = Tenant.USUAL_SHARE;

    final MemoryAnswers answers;
    final MemoryResponses responses = new MemoryResponses();
    final MemoryChats chats = new MemoryChats();
    final MemoryConversations conversations;
    final MemoryBackgroundResponses background = new MemoryBackgroundResponses();
    final MemoryWebhookEvents events = new MemoryWebhookEvents();
    final BackgroundRunner runner;
    /** Whoever asked for something that is done later, as they are then. */
    volatile StandingCallers.Source standing;

    /** Until it is completed, the lasting key is being looked for. */
    volatile CompletableFuture<KeyCheck> known = CompletableFuture.completedFuture(null);

    /** How often somebody looked for the lasting key. */
    final AtomicInteger looks = new AtomicInteger();

    final EndedSpans spans = new EndedSpans();

    volatile TenantLimits limits = TenantLimits.NONE;
    /** Of what is served from now on; everything unless a test says less. */
    volatile Capabilities capabilities = new Capabilities(EnumSet.allOf(Capability.class), 0);

    volatile AnswerTimeouts timeouts = AnswerTimeouts.DEFAULTS;

    volatile AliasSet aliases = AliasSet.EMPTY;
    volatile AliasSet offeredAliases = AliasSet.EMPTY;
    private volatile boolean priceInMemory;
    private final Set<String> verified = ConcurrentHashMap.newKeySet();
    private final Ulids ids;
    private final KeyId lastingKey;
    private final ProjectId lastingProject;
    private final EngineConnectionsOfLoops connections;
    private final MultiThreadIoEventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final Channel listener;

    GatewayBed(Path directoryOfJournal, GatewaySettings settings) throws IOException, InterruptedException {
        this(directoryOfJournal, settings, Guards.NONE, null);
    }

    GatewayBed(Path directoryOfJournal, GatewaySettings settings, Guards guards, @Nullable GuardedFetch images)
            throws IOException, InterruptedException {
        this(directoryOfJournal, settings, guards, images, AnswerSettings.DEFAULTS);
    }

    GatewayBed(
            Path directoryOfJournal,
            GatewaySettings settings,
            Guards guards,
            @Nullable GuardedFetch images,
            AnswerSettings answerSettings)
            throws IOException, InterruptedException {
        this(Journal.open(journalAt(directoryOfJournal), Clock.systemUTC()), settings, guards, images, answerSettings);
    }

    /** @param journal which it closes when it ends */
    GatewayBed(
            Journal journal,
            GatewaySettings settings,
            Guards guards,
            @Nullable GuardedFetch images,
            AnswerSettings answerSettings)
            throws IOException, InterruptedException {
        Clock clock = Clock.systemUTC();
        var random = new SecureRandom();
        ids = new Ulids(clock, random);
        conversations = new MemoryConversations(ids);
        tenant = new TenantId(ids.next());
        otherTenant = new TenantId(ids.next());
        lastingKey = new KeyId(ids.next());
        lastingProject = new ProjectId(ids.next());
        member = new MemberId(ids.next());
        price = new TokenPrice(new PriceId(ids.next()), 1_000_000, 500_000, 2_000_000, Instant.EPOCH);
        this.journal = journal;
        answers = new MemoryAnswers(answerSettings, clock);
        var leases = new Leases(new MemoryLeases(), "gateway-test", Runnable::run, clock);
        credit = new CreditLines((who, month, scope) -> NanoWon.ZERO, leases, clock);
        queues = new FairQueues(directory, settings.fairness());
        this.settings = settings;
        door = new GatewayDoor(ids);
        connections = new EngineConnectionsOfLoops(settings, live);
        standing = () -> new StandingCallers.Found(lasting(true));
        runner = runner(background, responses);
        var rooms = new GatewayService.Rooms(
                this::check,
                this::member,
                who -> new Lookup.Found<>(new LogIdentity("00", "hanok.test/log/00", "")),
                id -> priceInMemory && id.equals(price.id()) ? price : null,
                this::loadPrice,
                directory,
                owner -> new Lookup.Found<>(owner == null ? offeredAliases : aliases),
                new ServingResidency(new ResidencyPolicy()),
                credit,
                who -> new Lookup.Found<>(limits),
                new RateLimits(leases, () -> 0, () -> 1, clock),
                queues,
                images,
                guards,
                answers,
                responses,
                chats,
                conversations,
                runner);
        queues.start();
        opened = new OpenedRequests(clock);
        var around = new GatewayService.Surroundings(
                settings,
                "gateway-test",
                journal,
                opened,
                new SimpleMeterRegistry(),
                spans.tracer(),
                ids,
                random,
                Thread::startVirtualThread,
                clock);
        gateway = GatewayService.assemble(rooms, around);
        gateway.keyed().start();
        door.open(gateway);
        runner.start();
        listener = listen(door, settings);
    }

    /** The journal of a bed, with the ordinary bounds. */
    static JournalSettings journalAt(Path directory) {
        return JournalSettings.of(directory, "gateway-test");
    }

    private CompletionStage<TokenPrice> loadPrice(PriceId id) {
        priceInMemory = true;
        return CompletableFuture.completedStage(price);
    }

    private KeyCheck check(CharSequence presented, KeyUse use) {
        var project = new ProjectId(ids.next());
        var key = new KeyId(ids.next());
        return switch (presented.toString()) {
            case KEY ->
                new KeyCheck.Valid(
                        new KeyCaller(key, tenant, project, KeyRole.PROJECT, Set.of("KR"), CREDIT_LIMIT_WON));
            case LASTING_KEY -> {
                looks.incrementAndGet();
                yield known.isDone() ? new KeyCheck.Valid(lasting(true)) : new KeyCheck.Pending(known);
            }
            case UNKEPT_KEY -> new KeyCheck.Valid(lasting(false));
            case OTHER_KEY ->
                new KeyCheck.Valid(new KeyCaller(
                        key,
                        otherTenant,
                        project,
                        KeyRole.PROJECT,
                        Set.of("KR"),
                        CREDIT_LIMIT_WON,
                        otherShare,
                        null,
                        true,
                        null));
            case "foreign" ->
                new KeyCheck.Valid(
                        new KeyCaller(key, tenant, project, KeyRole.PROJECT, Set.of("DE"), CREDIT_LIMIT_WON));
            case "poor" -> new KeyCheck.Valid(new KeyCaller(key, tenant, project, KeyRole.PROJECT, Set.of("KR"), 0));
            case ADMIN_KEY ->
                new KeyCheck.Valid(new KeyCaller(key, tenant, null, KeyRole.ADMIN, Set.of("KR"), CREDIT_LIMIT_WON));
            default -> new KeyCheck.Invalid(KeyCheck.Reason.UNKNOWN);
        };
    }

    KeyId lastingKey() {
        return lastingKey;
    }

    ProjectId lastingProject() {
        return lastingProject;
    }

    Ulid nextId() {
        return ids.next();
    }

    private KeyCaller lasting(boolean keepsResponses) {
        return new KeyCaller(
                lastingKey,
                tenant,
                lastingProject,
                KeyRole.PROJECT,
                Set.of("KR"),
                CREDIT_LIMIT_WON,
                1,
                null,
                keepsResponses,
                null);
    }

    /** What answers in the background, as another gateway would that has these stores. */
    BackgroundRunner runner(BackgroundResponses background, Responses responses) {
        var client = new InternalClient(
                door,
                PROTOCOLS,
                settings,
                new ClientAddresses(new ProxyConfiguration(List.of())),
                connections,
                () -> new InternalClient.Loops(loops, NioSocketChannel.class));
        return new BackgroundRunner(
                background,
                responses,
                events,
                client,
                (who, caller, project, endpoint) -> standing.find(),
                ids,
                new BackgroundSettings(
                        BACKGROUND_RUNNING, Duration.ofSeconds(4), Duration.ofMillis(500), Duration.ofMillis(50)),
                Clock.systemUTC());
    }

    /** A token that names its project is a good one; one that has to be verified first is so on the other look. */
    private MemberCallers.Finding member(String token, @Nullable String project, IpAddress from) {
        if (token.equals(BAD_TOKEN)) {
            return new MemberCallers.Later(
                    CompletableFuture.failedStage(new ApiException(ApiError.of(ErrorCode.INVALID_TOKEN))));
        }
        if (project == null) {
            throw new ApiException(ApiError.of(ErrorCode.MISSING_PROJECT));
        }
        if (verified.add(token)) {
            return new MemberCallers.Later(CompletableFuture.completedStage(null));
        }
        return new MemberCallers.Found(new MemberCaller(
                member, tenant, ProjectId.parse(project), Set.of("KR"), CREDIT_LIMIT_WON, 1, null, true));
    }

    private Channel listen(GatewayDoor door, GatewaySettings settings) throws InterruptedException {
        var addresses = new ClientAddresses(new ProxyConfiguration(List.of()));
        return new ServerBootstrap()
                .group(loops)
                .channel(NioServerSocketChannel.class)
                .childOption(ChannelOption.SO_SNDBUF, GatewayPipeline.SEND_BUFFER_BYTES)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel socket) {
                        socket.pipeline()
                                .addLast(
                                        new HttpServerCodec(),
                                        new GatewayHandler(door, PROTOCOLS, connections.here(), settings, addresses));
                    }
                })
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .sync()
                .channel();
    }

    /** Offers engines on these ports as one model. */
    void serve(EngineKind engine, int... ports) {
        directory.publish(List.of(deployment(MODEL, engine, CONTEXT_TOKENS, "KR", ports)));
    }

    /** One of shared ones that its engines on these ports make up. */
    ServingDeployment deployment(String name, EngineKind engine, int contextTokens, String country, int... ports) {
        List<ServingReplica> replicas = new ArrayList<>();
        for (int port : ports) {
            replicas.add(new ServingReplica(new ReplicaId(ids.next()), EngineEndpoint.loopback(port), null, true));
        }
        return new ServingDeployment(
                new DeploymentId(ids.next()),
                name,
                Pool.SHARED,
                new ModelVersionId(ids.next()),
                "",
                "Hanok",
                "Apache-2.0",
                capabilities,
                engine,
                name,
                contextTokens,
                new ServingSite(new SiteId(ids.next()), "site-" + country, country, "Hanok"),
                price.id(),
                timeouts,
                Instant.EPOCH,
                replicas);
    }

    /** The same under a name of its own, whose engine knows the model by another one. */
    static ServingDeployment named(String name, String upstream, ServingDeployment made) {
        return new ServingDeployment(
                made.id(),
                name,
                made.pool(),
                made.version(),
                made.modelDigestOrEmpty(),
                made.publisher(),
                made.licence(),
                made.capabilities(),
                made.engine(),
                upstream,
                made.contextTokens(),
                made.site(),
                made.price(),
                made.timeouts(),
                made.createdAt(),
                made.replicas());
    }

    RequestId newRequest() {
        return new RequestId(ids.next());
    }

    int port() {
        return ((InetSocketAddress) listener.localAddress()).getPort();
    }

    String url() {
        return url(GatewayRoutes.CHAT_COMPLETIONS);
    }

    String url(String path) {
        return "http://127.0.0.1:" + port() + path;
    }

    /** Sends these bytes on a connection of its own, and returns all that comes until it ends. */
    String raw(String bytes) throws IOException {
        try (var socket = new Socket("127.0.0.1", port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(bytes.getBytes(StandardCharsets.UTF_8));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** What the SETTLE of a request's last attempt says, once the journal has it. */
    JournalEntry settled(RequestId request) throws IOException, InterruptedException {
        try (JournalReader reader = journal.reader()) {
            while (reader.await(Duration.ofSeconds(10))) {
                JournalEntry last = null;
                for (JournalRecord record : reader.read(10_000)) {
                    if (record.kind() == RecordKind.SETTLE && record.request().equals(request.ulid())) {
                        last = JournalEntry.decode(record.payload());
                    }
                }
                if (last != null) {
                    return last;
                }
            }
        }
        throw new AssertionError(request + " was not settled");
    }

    /** The journal's first records, once there are so many. */
    List<JournalRecord> records(int count) throws IOException, InterruptedException {
        List<JournalRecord> found = new ArrayList<>();
        try (JournalReader reader = journal.reader()) {
            while (found.size() < count) {
                if (!reader.await(Duration.ofSeconds(10))) {
                    throw new AssertionError("only " + found.size() + " of " + count + " records came: " + found);
                }
                found.addAll(reader.read(count - found.size()));
            }
        }
        return found;
    }

    @Override
    public void close() throws IOException, InterruptedException {
        runner.close();
        queues.close();
        gateway.keyed().close();
        listener.close().sync();
        loops.shutdownGracefully(0, 2, TimeUnit.SECONDS).sync();
        journal.close();
    }
}
