package cloud.hanok.platform.envelope;

import cloud.hanok.platform.cassandra.Keyspaces;
import cloud.hanok.platform.change.Change;
import cloud.hanok.platform.change.ChangeFeed;
import cloud.hanok.platform.change.ChangeKind;
import cloud.hanok.platform.home.TenantVaults;
import cloud.hanok.platform.id.TenantId;
import cloud.hanok.platform.id.Ulid;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.crypto.AEADBadTagException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Seals values before they are stored and opens them again. Blocks now and then, for Cassandra and OpenBao; call it from
 * a virtual thread, never from an event loop.
 *
 * <p>Every method throws {@link cloud.hanok.platform.vault.VaultUnavailableException} when a key is not in memory and
 * OpenBao is sealed or does not answer, and {@link cloud.hanok.platform.cassandra.StoreUnavailableException} when
 * Cassandra does not.
 */
public final class Envelopes implements AutoCloseable {
    /** Whose keys seal what belongs to no tenant, such as mail to somebody who has none yet. */
    public static final TenantId PLATFORM = new TenantId(new Ulid(0, 0));

    /** How long keys of a shared tenant stay in memory, and so how long sealing and opening outlive OpenBao. */
    public static final Duration SHARED_KEEP_FOR = Duration.ofMinutes(15);
    /** The same for a dedicated tenant, which may take its key away. */
    public static final Duration DEDICATED_KEEP_FOR = Duration.ofSeconds(60);

    /** Beyond it a value is no column of a row. */
    public static final int MAX_VALUE_BYTES = 4 << 20;

    private static final Duration SWEEP = Duration.ofSeconds(5);
    private static final String HMAC = "HmacSHA256";
    private static final byte[] LOOKUP_DOMAIN = "hanok-lookup-1".getBytes(StandardCharsets.US_ASCII);
    /** A key that is wiped between being found and being copied is loaded again; this often in a row is a defect. */
    private static final int ATTEMPTS = 5;

    private final DataKeys keys;
    private final SecureRandom random;
    private final CountDownLatch closing = new CountDownLatch(1);
    private @Nullable Thread sweeper;

    /**
     * @param keepFor how long a tenant's unwrapped keys stay in memory: {@link #SHARED_KEEP_FOR} or
     *     {@link #DEDICATED_KEEP_FOR}
     */
    public Envelopes(
            Keyspaces keyspaces,
            TenantVaults vaults,
            ChangeFeed feed,
            Function<TenantId, Duration> keepFor,
            SecureRandom random,
            Clock clock) {
        this.keys = new DataKeys(new DataKeyRows(keyspaces), vaults, keepFor, clock);
        this.random = random;
        feed.subscribe(this::changed);
    }

    /** Wipes keys in time from now on, also those nobody asks for. */
    public synchronized void start() {
        if (sweeper == null && closing.getCount() > 0) {
            sweeper = Thread.ofVirtual().name("key-sweeper").start(this::sweep);
        }
    }

    /**
     * Seals a value for one place.
     *
     * @return what to store: it names its data key, and opens at this place only
     * @throws IllegalArgumentException above {@link #MAX_VALUE_BYTES}
     * @throws KeyDestroyedException when the tenant's key was destroyed
     */
    public byte[] seal(TenantId tenant, DataClass dataClass, Place place, byte[] value) {
        if (value.length > MAX_VALUE_BYTES) {
            throw new IllegalArgumentException("a sealed value has at most " + MAX_VALUE_BYTES + " bytes");
        }
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            DataKeys.Named current = keys.toSeal(tenant, dataClass);
            Optional<byte[]> key = current.key().copy();
            if (key.isPresent()) {
                byte[] nonce = new byte[ExtendedAesGcm.NONCE_BYTES];
                random.nextBytes(nonce);
                byte[] associated = SealedForm.associated(current.name(), place);
                byte[] sealed = wiping(key.get(), bytes -> ExtendedAesGcm.seal(bytes, nonce, value, associated));
                return new SealedForm(current.name().id(), nonce, sealed).bytes();
            }
        }
        throw new IllegalStateException("a data key was wiped again and again");
    }

    /** The same for a text, as UTF-8. */
    public byte[] seal(TenantId tenant, DataClass dataClass, Place place, String text) {
        return seal(tenant, dataClass, place, text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Opens a value.
     *
     * @return empty when it was erased: the tenant's key was destroyed
     * @throws UnreadableValueException when it was not sealed for this place, or was damaged
     */
    public Optional<byte[]> open(TenantId tenant, DataClass dataClass, Place place, byte[] stored) {
        SealedForm form = SealedForm.read(stored)
                .orElseThrow(() -> new UnreadableValueException("no sealed value at " + place, null));
        DataKeyName name = new DataKeyName(tenant, dataClass, form.keyId());
        try {
            byte[] key = copied(() -> keys.toOpen(name));
            return Optional.of(wiping(key, bytes -> opened(bytes, form, name, place)));
        } catch (KeyDestroyedException erased) {
            return Optional.empty();
        }
    }

    /** The same for a text. */
    public Optional<String> openText(TenantId tenant, DataClass dataClass, Place place, byte[] stored) {
        return open(tenant, dataClass, place, stored).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
    }

    /**
     * A hash by which a value is found again without being stored in the clear: the same for the same tenant, class,
     * field and value, and unlike anything elsewhere. Bring the value into one form first (lower case, NFC).
     *
     * @param field what is looked up: {@code members.email}
     * @return 32 bytes
     * @throws KeyDestroyedException when the tenant's key was destroyed
     */
    public byte[] lookupHash(TenantId tenant, DataClass dataClass, String field, String value) {
        byte[] key = copied(() -> keys.toLookUp(tenant, dataClass));
        byte[] name = field.getBytes(StandardCharsets.UTF_8);
        return wiping(key, bytes -> {
            try {
                Mac mac = Mac.getInstance(HMAC);
                mac.init(new SecretKeySpec(bytes, HMAC));
                mac.update(LOOKUP_DOMAIN);
                mac.update(
                        ByteBuffer.allocate(Integer.BYTES).putInt(name.length).flip());
                mac.update(name);
                return mac.doFinal(value.getBytes(StandardCharsets.UTF_8));
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("every JDK has " + HMAC, e);
            }
        });
    }

    /** Data keys that are unwrapped in memory now. */
    public int keysInMemory() {
        return keys.inMemory();
    }

    /** Ends, and wipes what is in memory. */
    @Override
    public void close() {
        closing.countDown();
        keys.clear();
    }

    DataKeys keys() {
        return keys;
    }

    /** The text by which the change table names a key. */
    static String entity(TenantId tenant, DataClass dataClass) {
        return tenant.text() + "/" + dataClass.name();
    }

    private void changed(Change change) {
        if (change.kind() != ChangeKind.ENCRYPTION_KEY) {
            return;
        }
        int slash = change.entity().indexOf('/');
        TenantId tenant = TenantId.parse(change.entity().substring(0, Math.max(0, slash)));
        keys.purge(tenant, DataClass.valueOf(change.entity().substring(slash + 1)));
    }

    private void sweep() {
        try {
            while (!closing.await(SWEEP.toMillis(), TimeUnit.MILLISECONDS)) {
                keys.sweep();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static byte[] opened(byte[] key, SealedForm form, DataKeyName name, Place place) {
        try {
            return ExtendedAesGcm.open(key, form.nonce(), form.sealed(), SealedForm.associated(name, place));
        } catch (AEADBadTagException damaged) {
            throw new UnreadableValueException(
                    "a value of " + name.tenant() + " does not open at " + place + ": damaged, or of another place",
                    damaged);
        }
    }

    private static byte[] copied(Supplier<DataKey> find) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Optional<byte[]> copy = find.get().copy();
            if (copy.isPresent()) {
                return copy.get();
            }
        }
        throw new IllegalStateException("a data key was wiped again and again");
    }

    private static byte[] wiping(byte[] key, Function<byte[], byte[]> use) {
        try {
            return use.apply(key);
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }
}
