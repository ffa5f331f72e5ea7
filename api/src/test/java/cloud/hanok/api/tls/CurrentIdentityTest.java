package cloud.hanok.api.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Socket;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Objects;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CurrentIdentityTest {
    private final Keys first = new Keys();
    private final Keys second = new Keys();
    private final Keys third = new Keys();
    private final CurrentIdentity identity = new CurrentIdentity(of("first", first));

    @Test
    void aHandshakeThatChoseBeforeAChangeIsGivenThePairOfThen() {
        String alias = chosen();
        identity.set(of("second", second));
        assertThat(identity.getPrivateKey(alias)).isSameAs(first.key);
        assertThat(identity.getCertificateChain(alias)).isSameAs(first.chain);

        String next = chosen();
        assertThat(identity.getPrivateKey(next)).isSameAs(second.key);
        assertThat(identity.getCertificateChain(next)).isSameAs(second.chain);
    }

    @Test
    void ofOneThatWasReplacedTwiceNothingIsGiven() {
        String alias = chosen();
        identity.set(of("second", second));
        identity.set(of("third", third));
        assertThat(identity.getPrivateKey(alias)).isNull();
        assertThat(identity.getCertificateChain(alias)).isNull();
        assertThat(identity.getPrivateKey(chosen())).isSameAs(third.key);
        String[] all = Objects.requireNonNull(identity.getServerAliases("RSA", null));
        assertThat(all).containsExactly(chosen());
    }

    private String chosen() {
        return Objects.requireNonNull(identity.chooseEngineServerAlias("RSA", null, null));
    }

    private static ServerIdentity of(String files, Keys keys) {
        return new ServerIdentity(files, keys, "CN=" + files, Instant.MAX);
    }

    /** One key, under the alias that every identity has. */
    private static final class Keys extends X509ExtendedKeyManager {
        private static final String ALIAS = "server";

        private final PrivateKey key = pair().getPrivate();
        private final X509Certificate[] chain = {};

        private static KeyPair pair() {
            try {
                return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public String chooseEngineServerAlias(
                String keyType, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
            return ALIAS;
        }

        @Override
        public String[] getServerAliases(String keyType, Principal @Nullable [] issuers) {
            return new String[] {ALIAS};
        }

        @Override
        public String chooseServerAlias(String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
            return ALIAS;
        }

        @Override
        public X509Certificate @Nullable [] getCertificateChain(String alias) {
            return alias.equals(ALIAS) ? chain : null;
        }

        @Override
        public @Nullable PrivateKey getPrivateKey(String alias) {
            return alias.equals(ALIAS) ? key : null;
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
    }
}
