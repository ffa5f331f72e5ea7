package cloud.hanok.platform.vault;

import io.github.jopenlibs.vault.Vault;
import io.github.jopenlibs.vault.VaultConfig;
import io.github.jopenlibs.vault.VaultException;
import io.github.jopenlibs.vault.api.Auth;
import io.github.jopenlibs.vault.api.Logical;
import io.github.jopenlibs.vault.response.AuthResponse;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Our token there: logged in by AppRole, renewed at half its life, and logged in again when that is no longer possible. */
final class VaultToken {
    private static final Logger LOG = LoggerFactory.getLogger(VaultToken.class);
    private static final int KEY_VALUE_VERSION = 2;
    private static final int PLAIN = 1;

    private final VaultSettings settings;
    private final Clock clock;
    private final HttpClient http;
    private final ReentrantLock renewing = new ReentrantLock();
    private volatile @Nullable Access access;

    /**
     * The driver with a token.
     *
     * @param keyValue for paths of the versioned secret store
     * @param plain for paths sent as they are
     * @param namespace whose paths are meant; empty for the root namespace. Each call names it: the driver would announce it on
     *     standard error if its configuration did
     */
    record Access(Vault keyValue, Vault plain, String namespace, long renewAtMillis, long endsAtMillis) {
        /** Calls of the versioned secret store. */
        Logical versioned() {
            return in(namespace, keyValue.logical());
        }

        /** Calls of paths as they stand. */
        Logical logical() {
            return in(namespace, plain.logical());
        }

        private static Logical in(String namespace, Logical calls) {
            return namespace.isEmpty() ? calls : calls.withNameSpace(namespace);
        }
    }

    VaultToken(VaultSettings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
        // The driver would make a client, with its threads and connections, for every call.
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(settings.timeout())
                .build();
    }

    /** A token with time left. */
    Access get() throws VaultException {
        Access current = access;
        if (current != null && clock.millis() < current.renewAtMillis) {
            return current;
        }
        renewing.lock();
        try {
            current = access;
            long nowMillis = clock.millis();
            if (current != null && nowMillis < current.renewAtMillis) {
                return current;
            }
            Access next = current == null || nowMillis >= current.endsAtMillis ? login() : renewOrLogin(current);
            access = next;
            return next;
        } finally {
            renewing.unlock();
        }
    }

    /** Forgets a token that was refused, unless somebody was faster. */
    void forget(Access refused) {
        renewing.lock();
        try {
            Access current = access;
            if (current != null && current.plain.equals(refused.plain)) {
                access = null;
            }
        } finally {
            renewing.unlock();
        }
    }

    /** The driver without a token. */
    Vault anonymous() throws VaultException {
        return Vault.create(config(""), PLAIN);
    }

    private Auth auth(Vault driver) {
        Auth auth = driver.auth();
        return settings.namespace().isEmpty() ? auth : auth.withNameSpace(settings.namespace());
    }

    private Access renewOrLogin(Access current) throws VaultException {
        try {
            AuthResponse renewed = auth(current.plain).renewSelf();
            // Near the end of its longest life a token is renewed for less and less.
            if (renewed.getAuthLeaseDuration() * 1000 > current.endsAtMillis - current.renewAtMillis) {
                return access(renewed);
            }
        } catch (VaultException e) {
            if (e.getHttpStatusCode() == 0 || e.getHttpStatusCode() >= 500) {
                throw e;
            }
            LOG.info("the token of OpenBao cannot be renewed; logging in again");
        }
        return login();
    }

    private Access login() throws VaultException {
        try {
            return access(auth(anonymous()).loginByAppRole(settings.roleId(), settings.secretId()));
        } catch (VaultException e) {
            int status = e.getHttpStatusCode();
            if (status == 400 || status == 403) {
                // Neither the answer's body nor the cause is passed on: they may repeat what was sent.
                throw new VaultRefusedException("OpenBao at " + settings.address()
                        + " refuses the login: look at hanok.vault.role-id and hanok.vault.secret-id");
            }
            throw e;
        }
    }

    private Access access(AuthResponse answer) throws VaultException {
        String token = answer.getAuthClientToken();
        long lifeMillis = Duration.ofSeconds(answer.getAuthLeaseDuration()).toMillis();
        long nowMillis = clock.millis();
        return new Access(
                Vault.create(config(token), KEY_VALUE_VERSION),
                Vault.create(config(token), PLAIN),
                settings.namespace(),
                nowMillis + lifeMillis / 2,
                nowMillis + lifeMillis);
    }

    private VaultConfig config(String token) throws VaultException {
        int seconds = (int) Math.max(1, settings.timeout().plusMillis(999).toSeconds());
        return new VaultConfig()
                .address(settings.address())
                .token(token)
                .openTimeout(seconds)
                .readTimeout(seconds)
                .httpClient(http)
                .build();
    }
}
