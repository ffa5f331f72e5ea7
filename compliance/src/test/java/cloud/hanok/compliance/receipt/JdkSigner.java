package cloud.hanok.compliance.receipt;

import cloud.hanok.platform.id.TenantId;
import cloud.hanok.platform.tlog.Checkpoint;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keys in memory, made and used by the JDK; it remembers what it signed, and refuses when told. */
final class JdkSigner implements CheckpointSigner {
    record Signed(Checkpoint checkpoint, long atMillis) {}

    final List<Signed> signed = new CopyOnWriteArrayList<>();
    volatile boolean down;
    private final Map<String, KeyPair> keys = new ConcurrentHashMap<>();

    @Override
    public void createKey(TenantId tenant, String keyName) {
        refuseWhenDown();
        keys.computeIfAbsent(keyName, name -> pair());
    }

    @Override
    public byte[] publicKey(TenantId tenant, String keyName) {
        refuseWhenDown();
        byte[] spki = key(keyName).getPublic().getEncoded();
        return Arrays.copyOfRange(spki, spki.length - 32, spki.length);
    }

    @Override
    public void deleteKey(TenantId tenant, String keyName) {
        refuseWhenDown();
        keys.remove(keyName);
    }

    @Override
    public byte[] sign(TenantId tenant, String keyName, byte[] message) {
        refuseWhenDown();
        try {
            Signature signature = Signature.getInstance("Ed25519");
            signature.initSign(key(keyName).getPrivate());
            signature.update(message);
            byte[] signedBytes = signature.sign();
            Checkpoint checkpoint = Checkpoint.parse(new String(message, StandardCharsets.UTF_8));
            signed.add(new Signed(checkpoint, System.currentTimeMillis()));
            return signedBytes;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private KeyPair key(String keyName) {
        KeyPair pair = keys.get(keyName);
        if (pair == null) {
            throw new IllegalStateException("no key " + keyName);
        }
        return pair;
    }

    private void refuseWhenDown() {
        if (down) {
            throw new IllegalStateException("the signer is down");
        }
    }

    private static KeyPair pair() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
