package cloud.hanok.api.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;

/**
 * A certificate and its key, as they were in their files, checked: the key is the certificate's, and the certificate is in force.
 *
 * @param files SHA-256 of both files
 * @param keys what a handshake asks
 * @param subject of the certificate
 * @param expiresAt when it ends to be in force
 */
record ServerIdentity(String files, X509ExtendedKeyManager keys, String subject, Instant expiresAt) {
    private static final String BEGIN = "-----BEGIN PRIVATE KEY-----";
    private static final String END = "-----END PRIVATE KEY-----";
    private static final char[] IN_MEMORY = new char[0];
    /** Nothing secret: what is signed only to see that the key is the certificate's. */
    private static final byte[] PROBE = "hanok".getBytes(StandardCharsets.US_ASCII);

    private static final Map<String, String> SIGNATURES =
            Map.of("RSA", "SHA256withRSA", "EC", "SHA256withECDSA", "EdDSA", "EdDSA");

    /** What is in the files cannot be served with. */
    static final class UnusableException extends Exception {
        private static final long serialVersionUID = 1L;

        UnusableException(String why) {
            super(why);
        }

        UnusableException(String why, Throwable cause) {
            super(why + ": " + cause.getMessage(), cause);
        }
    }

    /** SHA-256 of both, which says whether anything changed. */
    static String fingerprint(Path certificate, Path key) throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(Files.readAllBytes(certificate));
            digest.update(Files.readAllBytes(key));
            return HexFormat.of().formatHex(digest.digest());
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }

    /** @throws UnusableException saying what is wrong, and with which file */
    static ServerIdentity read(Path certificate, Path key, Instant now) throws UnusableException {
        try {
            String files = fingerprint(certificate, key);
            List<X509Certificate> chain = chain(certificate);
            X509Certificate own = chain.getFirst();
            if (now.isAfter(own.getNotAfter().toInstant())
                    || now.isBefore(own.getNotBefore().toInstant())) {
                throw new UnusableException(
                        certificate + ": in force from " + own.getNotBefore().toInstant() + " to "
                                + own.getNotAfter().toInstant() + ", not at " + now);
            }
            PrivateKey secret = key(key, own.getPublicKey());
            return new ServerIdentity(
                    files,
                    manager(secret, chain),
                    own.getSubjectX500Principal().getName(),
                    own.getNotAfter().toInstant());
        } catch (IOException | GeneralSecurityException | IllegalArgumentException failed) {
            throw new UnusableException(certificate + " and " + key + " cannot be used", failed);
        }
    }

    private static List<X509Certificate> chain(Path file)
            throws IOException, GeneralSecurityException, UnusableException {
        List<X509Certificate> chain = new ArrayList<>();
        var bytes = new ByteArrayInputStream(Files.readAllBytes(file));
        for (Certificate each : CertificateFactory.getInstance("X.509").generateCertificates(bytes)) {
            chain.add((X509Certificate) each);
        }
        if (chain.isEmpty()) {
            throw new UnusableException(file + ": no certificate in it");
        }
        return chain;
    }

    private static PrivateKey key(Path file, PublicKey of)
            throws IOException, GeneralSecurityException, UnusableException {
        String pem = Files.readString(file);
        int from = pem.indexOf(BEGIN);
        int to = pem.indexOf(END);
        if (from < 0 || to < from) {
            throw new UnusableException(
                    file + ": no PKCS#8 key in it; make one with: openssl pkcs8 -topk8 -nocrypt -in OLD -out NEW");
        }
        byte[] encoded = Base64.getMimeDecoder().decode(pem.substring(from + BEGIN.length(), to));
        PrivateKey key = KeyFactory.getInstance(of.getAlgorithm()).generatePrivate(new PKCS8EncodedKeySpec(encoded));
        Arrays.fill(encoded, (byte) 0);
        String algorithm = SIGNATURES.get(of.getAlgorithm());
        if (algorithm == null) {
            throw new UnusableException(file + ": a key of " + of.getAlgorithm() + "; RSA, EC or Ed25519 was expected");
        }
        Signature signature = Signature.getInstance(algorithm);
        signature.initSign(key);
        signature.update(PROBE);
        byte[] signed = signature.sign();
        signature.initVerify(of);
        signature.update(PROBE);
        if (!signature.verify(signed)) {
            throw new UnusableException(file + ": not the key of the certificate");
        }
        return key;
    }

    private static X509ExtendedKeyManager manager(PrivateKey key, List<X509Certificate> chain)
            throws IOException, GeneralSecurityException, UnusableException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, IN_MEMORY);
        store.setKeyEntry("server", key, IN_MEMORY, chain.toArray(Certificate[]::new));
        KeyManagerFactory factory = KeyManagerFactory.getInstance("PKIX");
        factory.init(store, IN_MEMORY);
        for (KeyManager manager : factory.getKeyManagers()) {
            if (manager instanceof X509ExtendedKeyManager extended) {
                return extended;
            }
        }
        throw new UnusableException("this JDK has no key manager");
    }
}
