package cloud.hanok.standalone.command;

import cloud.hanok.standalone.process.StateDirectory;
import cloud.hanok.standalone.screen.Screen;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.StandardOpenOption;

/** Lets one launcher at a time start and stop the servers of a state folder. */
final class StartLock implements AutoCloseable {
    private final FileChannel channel;
    private final FileLock lock;

    private StartLock(FileChannel channel, FileLock lock) {
        this.channel = channel;
        this.lock = lock;
    }

    /** Takes the lock, waiting for another launcher to finish. */
    static StartLock take(StateDirectory state, Screen screen) {
        try {
            FileChannel channel =
                    FileChannel.open(state.file("launcher.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock free = channel.tryLock();
            if (free == null) {
                screen.line("another ./hanok is at work in " + state.path() + "; waiting for it");
                free = channel.lock();
            }
            return new StartLock(channel, free);
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot lock " + state.path(), failure);
        }
    }

    /** States that nobody else is at work. */
    void requireHeld() {
        if (!lock.isValid()) {
            throw new IllegalStateException("the lock of the launcher was lost");
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
