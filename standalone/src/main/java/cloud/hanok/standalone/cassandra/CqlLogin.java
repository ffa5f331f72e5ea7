package cloud.hanok.standalone.cassandra;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * One login in Cassandra's native protocol, version 4 (native_protocol_v4.spec, sections 2, 4.1.1 and 4.1.2), and nothing else. A driver does
 * the same and much more, which costs a second of a starting machine.
 */
final class CqlLogin {
    private static final int REQUEST = 0x04;
    private static final int STARTUP = 0x01;
    private static final int AUTHENTICATE = 0x03;
    private static final int AUTH_RESPONSE = 0x0F;
    private static final int AUTH_SUCCESS = 0x10;
    /** Of the frame after its version: flags (1 byte) and stream (2 bytes), which a single question leaves at 0. */
    private static final byte[] NO_FLAGS_STREAM_0 = {0, 0, 0};

    private static final int LONGEST_ANSWER_BYTES = 1 << 16;
    private static final int TIMEOUT_MILLIS = 10_000;

    private CqlLogin() {}

    /** Whether the server lets this role in now; one that does not answer does not. */
    static boolean succeeds(InetSocketAddress address, String role, String password) {
        try (Socket socket = new Socket()) {
            socket.connect(address, TIMEOUT_MILLIS);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            DataInputStream in = new DataInputStream(socket.getInputStream());
            DataOutputStream out = new DataOutputStream(socket.getOutputStream());
            send(out, STARTUP, startup());
            if (answer(in) != AUTHENTICATE) {
                return false;
            }
            send(out, AUTH_RESPONSE, credentials(role, password));
            return answer(in) == AUTH_SUCCESS;
        } catch (IOException notNow) {
            return false;
        }
    }

    private static void send(DataOutputStream out, int operation, byte[] body) throws IOException {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        DataOutputStream frame = new DataOutputStream(whole);
        frame.writeByte(REQUEST);
        frame.write(NO_FLAGS_STREAM_0);
        frame.writeByte(operation);
        frame.writeInt(body.length);
        frame.write(body);
        out.write(whole.toByteArray());
        out.flush();
    }

    /** Reads one frame and returns its operation. */
    private static int answer(DataInputStream in) throws IOException {
        in.skipNBytes(1 + NO_FLAGS_STREAM_0.length);
        int operation = in.readUnsignedByte();
        int length = in.readInt();
        if (length < 0 || length > LONGEST_ANSWER_BYTES) {
            throw new IOException("an answer of " + length + " bytes is none of this protocol");
        }
        in.skipNBytes(length);
        return operation;
    }

    private static byte[] startup() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        DataOutputStream map = new DataOutputStream(body);
        map.writeShort(1);
        map.writeUTF("CQL_VERSION");
        map.writeUTF("3.0.0");
        return body.toByteArray();
    }

    /** SASL PLAIN (RFC 4616): no authorisation identity, role, password. */
    private static byte[] credentials(String role, String password) throws IOException {
        byte[] plain = ("\0" + role + "\0" + password).getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        DataOutputStream bytes = new DataOutputStream(body);
        bytes.writeInt(plain.length);
        bytes.write(plain);
        return body.toByteArray();
    }
}
