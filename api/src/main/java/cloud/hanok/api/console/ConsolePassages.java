package cloud.hanok.api.console;

import cloud.hanok.api.http.Errors;
import io.netty.channel.ChannelHandler;
import jakarta.inject.Singleton;

/** Gives each connection, or each stream of one, its way in for the console's pages. */
@Singleton
public final class ConsolePassages {
    private final ConsoleDoor door;
    private final Errors errors;

    ConsolePassages(ConsoleDoor door, Errors errors) {
        this.door = door;
        this.errors = errors;
    }

    /** A new one, to be put in front of everything that answers requests. */
    public ChannelHandler next() {
        return new PassageHandler(door::enter, errors);
    }
}
