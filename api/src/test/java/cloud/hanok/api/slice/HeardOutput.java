package cloud.hanok.api.slice;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What is written to standard output, log lines included; it is passed on as well. */
final class HeardOutput extends OutputStream {
    private final PrintStream before = System.out;
    private final ByteArrayOutputStream heard = new ByteArrayOutputStream();

    private HeardOutput() {}

    /** Listens from now on. */
    static HeardOutput listen() {
        var output = new HeardOutput();
        System.setOut(new PrintStream(output, true, StandardCharsets.UTF_8));
        return output;
    }

    @Override
    public synchronized void write(int one) {
        heard.write(one);
        before.write(one);
    }

    @Override
    public synchronized void write(byte[] bytes, int from, int length) {
        heard.write(bytes, from, length);
        before.write(bytes, from, length);
    }

    @Override
    public void flush() {
        before.flush();
    }

    /** All of it. */
    synchronized String text() {
        return heard.toString(StandardCharsets.UTF_8);
    }

    /** Its whole lines. */
    List<String> lines() {
        String text = text();
        return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
    }

    @Override
    public void close() {
        System.setOut(before);
    }
}
