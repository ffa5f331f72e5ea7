package cloud.hanok.api.security;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/** Issues tokens that Keycloak never would, signed by keys that it publishes as Keycloak does. */
final class TokenIssuer implements AutoCloseable {
    private final RSAKey key;
    private final HttpServer server;
    private final AtomicInteger fetches = new AtomicInteger();
    private volatile boolean failing;

    TokenIssuer() throws IOException, JOSEException {
        key = new RSAKeyGenerator(2048).keyID("realm-key").generate();
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        byte[] keys = new JWKSet(key.toPublicJWK()).toString().getBytes(StandardCharsets.UTF_8);
        server.createContext("/realms/hanok/protocol/openid-connect/certs", exchange -> {
            fetches.incrementAndGet();
            if (failing) {
                exchange.sendResponseHeaders(503, -1);
                exchange.close();
                return;
            }
            exchange.getResponseHeaders().set("content-type", "application/json");
            exchange.sendResponseHeaders(200, keys.length);
            exchange.getResponseBody().write(keys);
            exchange.close();
        });
        server.start();
    }

    /** Answers no more requests for its keys, or does again. */
    void fail(boolean now) {
        failing = now;
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    int fetches() {
        return fetches.get();
    }

    /** What Keycloak gives the operator's client, changed. */
    String token(Instant now, UnaryOperator<JWTClaimsSet.Builder> change) throws JOSEException {
        return sign(
                new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("realm-key").build(),
                new RSASSASigner(key),
                now,
                change);
    }

    /** The same signed in another way. */
    String token(JWSAlgorithm algorithm, Instant now) throws JOSEException {
        return sign(
                new JWSHeader.Builder(algorithm).keyID("realm-key").build(),
                new RSASSASigner(key),
                now,
                UnaryOperator.identity());
    }

    /** Signed with the public key as if it were a shared secret: the classic confusion. */
    String confused(Instant now) throws JOSEException {
        JWSSigner signer = new MACSigner(key.toRSAPublicKey().getEncoded());
        return sign(
                new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("realm-key").build(),
                signer,
                now,
                UnaryOperator.identity());
    }

    /** Signed by a key of the same name that the realm does not publish. */
    String foreign(Instant now) throws JOSEException {
        RSAKey other = new RSAKeyGenerator(2048).keyID("realm-key").generate();
        return sign(
                new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("realm-key").build(),
                new RSASSASigner(other),
                now,
                UnaryOperator.identity());
    }

    /** Signed by a key of a name that the realm does not publish. */
    String unknown(Instant now) throws JOSEException {
        RSAKey other = new RSAKeyGenerator(2048).keyID("nobodys-key").generate();
        return sign(
                new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("nobodys-key").build(),
                new RSASSASigner(other),
                now,
                UnaryOperator.identity());
    }

    private String sign(JWSHeader header, JWSSigner signer, Instant now, UnaryOperator<JWTClaimsSet.Builder> change)
            throws JOSEException {
        JWTClaimsSet.Builder claims = new JWTClaimsSet.Builder()
                .issuer(url() + "/realms/hanok")
                .audience("hanok-platform")
                .subject("service-account-hanok-operator")
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plusSeconds(60)))
                .claim("azp", "hanok-operator");
        SignedJWT token = new SignedJWT(header, change.apply(claims).build());
        token.sign(signer);
        return token.serialize();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
