package cloud.hanok.api.tls;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * Gives each handshake the identity of its moment: connections that stand keep theirs, and none has to be ended for another. A
 * handshake asks for key and certificate one after the other; the alias that it chose before says of which identity, so
 * that a change between the two gives it no pair that does not fit.
 */
final class CurrentIdentity extends X509ExtendedKeyManager {
    private static final char OF = '/';

    private volatile ServerIdentity current;
    private volatile ServerIdentity before;

    CurrentIdentity(ServerIdentity first) {
        this.current = first;
        this.before = first;
    }

    ServerIdentity get() {
        return current;
    }

    void set(ServerIdentity next) {
        before = current;
        current = next;
    }

    @Override
    public @Nullable String chooseEngineServerAlias(
            String keyType, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        ServerIdentity chosen = current;
        return named(chosen, chosen.keys().chooseEngineServerAlias(keyType, issuers, engine));
    }

    @Override
    public @Nullable String chooseServerAlias(String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
        ServerIdentity chosen = current;
        return named(chosen, chosen.keys().chooseServerAlias(keyType, issuers, socket));
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(String alias) {
        ServerIdentity chosen = of(alias);
        return chosen == null ? null : chosen.keys().getCertificateChain(aliasAt(chosen, alias));
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String alias) {
        ServerIdentity chosen = of(alias);
        return chosen == null ? null : chosen.keys().getPrivateKey(aliasAt(chosen, alias));
    }

    @Override
    public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
        ServerIdentity chosen = current;
        String[] aliases = chosen.keys().getServerAliases(keyType, issuers);
        return aliases == null
                ? null
                : Arrays.stream(aliases)
                        .map(alias -> chosen.files() + OF + alias)
                        .toArray(String[]::new);
    }

    @Override
    public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
        return null;
    }

    @Override
    public @Nullable String chooseClientAlias(
            String[] keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return null;
    }

    private static @Nullable String named(ServerIdentity chosen, @Nullable String alias) {
        return alias == null ? null : chosen.files() + OF + alias;
    }

    private static String aliasAt(ServerIdentity chosen, String alias) {
        return alias.substring(chosen.files().length() + 1);
    }

    /** The identity of an alias; null for one that was replaced twice since it was chosen. */
    private @Nullable ServerIdentity of(String alias) {
        ServerIdentity now = current;
        if (alias.startsWith(now.files() + OF)) {
            return now;
        }
        ServerIdentity last = before;
        return alias.startsWith(last.files() + OF) ? last : null;
    }
}
