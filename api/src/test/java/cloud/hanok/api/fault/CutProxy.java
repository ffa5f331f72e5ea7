package cloud.hanok.api.fault;

import cloud.hanok.api.FreePort;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A TCP relay to one server, on loopback, that can be cut: then all connections end and new ones are refused. */
public final class CutProxy implements AutoCloseable {
    private final InetSocketAddress target;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private volatile @Nullable ServerSocket listener;
    private volatile @Nullable Thread accepting;
    private final int port;

    /** To this server. */
    public CutProxy(InetSocketAddress target) throws IOException {
        this.target = target;
        this.port = FreePort.find();
        mend();
    }

    /** Where it listens. */
    public int port() {
        return port;
    }

    /** The server is gone. */
    public void cut() {
        ServerSocket listening = listener;
        listener = null;
        if (listening != null) {
            close(listening);
            // Until it has left, the address is in use.
            join(accepting);
        }
        sockets.forEach(CutProxy::close);
        sockets.clear();
    }

    /** It is back, at the same address. */
    public void mend() {
        try {
            var listening = new ServerSocket();
            listening.setReuseAddress(true);
            listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            listener = listening;
            accepting = Thread.ofVirtual().start(() -> accept(listening));
        } catch (IOException taken) {
            throw new UncheckedIOException(taken);
        }
    }

    @Override
    public void close() {
        cut();
    }

    private void accept(ServerSocket listening) {
        try {
            while (true) {
                Socket here = listening.accept();
                var there = new Socket(target.getAddress(), target.getPort());
                here.setTcpNoDelay(true);
                there.setTcpNoDelay(true);
                sockets.add(here);
                sockets.add(there);
                Thread.ofVirtual().start(() -> relay(here, there));
                Thread.ofVirtual().start(() -> relay(there, here));
                if (listening.isClosed()) {
                    close(here);
                    close(there);
                }
            }
        } catch (IOException cut) {
            // The listener was closed: whoever connects now is refused.
            close(listening);
        }
    }

    private void relay(Socket from, Socket to) {
        try (from;
                to) {
            InputStream input = from.getInputStream();
            OutputStream output = to.getOutputStream();
            byte[] buffer = new byte[16 << 10];
            for (int read = input.read(buffer); read >= 0; read = input.read(buffer)) {
                output.write(buffer, 0, read);
            }
        } catch (IOException cut) {
            close(from);
        } finally {
            sockets.remove(from);
            sockets.remove(to);
        }
    }

    private static void join(@Nullable Thread thread) {
        try {
            if (thread != null) {
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void close(AutoCloseable open) {
        try {
            open.close();
        } catch (Exception alreadyGone) {
            throw new IllegalStateException(alreadyGone);
        }
    }
}
