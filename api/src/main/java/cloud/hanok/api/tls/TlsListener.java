package cloud.hanok.api.tls;

import cloud.hanok.api.config.TlsConfiguration;
import io.micronaut.context.annotation.Property;
import io.micronaut.context.annotation.Requires;
import io.micronaut.http.HttpVersion;
import io.micronaut.http.server.netty.configuration.NettyHttpServerConfiguration;
import io.micronaut.http.server.netty.ssl.ServerSslBuilder;
import io.micronaut.http.ssl.ServerSslConfiguration;
import io.netty.handler.codec.http2.Http2SecurityUtil;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLException;

/**
 * Makes Micronaut's listener speak TLS with the identity of the moment, on the port that is configured for HTTP. Each stream of HTTP/2
 * gets a pipeline of its own ("legacy multiplex handlers"), for the byte path has a handler in it.
 */
@Singleton
@Requires(property = "hanok.tls.certificate-file", pattern = ".+")
final class TlsListener implements ServerSslBuilder {
    /** Requests at once on one connection; a client that has more opens another. */
    private static final long STREAMS = 256;

    private static final long HEADER_LIST_BYTES = 64 << 10;

    private final TlsConfiguration configured;
    private final IdentityFiles files;
    private final ServerSslConfiguration ssl;

    TlsListener(
            TlsConfiguration configured,
            IdentityFiles files,
            ServerSslConfiguration ssl,
            NettyHttpServerConfiguration server,
            @Property(name = "micronaut.server.port", defaultValue = "8080") int port) {
        this.configured = configured;
        this.files = files;
        this.ssl = ssl;
        ssl.setEnabled(true);
        ssl.setPort(Math.max(0, port));
        if (configured.http2()) {
            server.setHttpVersion(HttpVersion.HTTP_2_0);
            server.setLegacyMultiplexHandlers(true);
            server.getHttp2().setMaxConcurrentStreams(STREAMS);
            server.getHttp2().setMaxHeaderListSize(HEADER_LIST_BYTES);
        }
    }

    @Override
    public ServerSslConfiguration getSslConfiguration() {
        return ssl;
    }

    @Override
    public Optional<SslContext> build() {
        List<String> protocols = new ArrayList<>();
        if (configured.http2()) {
            protocols.add(ApplicationProtocolNames.HTTP_2);
        }
        protocols.add(ApplicationProtocolNames.HTTP_1_1);
        try {
            return Optional.of(SslContextBuilder.forServer(files.identity())
                    .sslProvider(SslProvider.JDK)
                    .protocols("TLSv1.3", "TLSv1.2")
                    .ciphers(Http2SecurityUtil.CIPHERS, SupportedCipherSuiteFilter.INSTANCE)
                    .applicationProtocolConfig(new ApplicationProtocolConfig(
                            ApplicationProtocolConfig.Protocol.ALPN,
                            ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
                            ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
                            protocols))
                    .build());
        } catch (SSLException impossible) {
            throw new IllegalStateException("the JDK's TLS could not be set up", impossible);
        }
    }
}
