package cloud.hanok.api.gateway;

import io.netty.buffer.ByteBuf;

/** Hears what an engine answers. Called on the event loop of the connection; after an end nothing more is called. */
interface EngineListener {
    /** The connection is there: send. */
    void connected(EngineConnection connection);

    /** The engine's status line and headers came. */
    void answered(int status);

    /** Some of the body came; the buffer belongs to the caller. */
    void received(ByteBuf bytes);

    /** All that could be read without waiting was handed over: write it on, then ask for more. */
    void receivedAll();

    /** The body is complete. The connection has gone back to its pool, or was closed. */
    void ended();

    /**
     * No connection, or it broke before the answer was complete.
     *
     * @param connected whether the connection had been made, so that the engine may have begun to work
     * @param reused whether it had served a request before: an engine may close such a one at any time
     */
    void failed(Throwable cause, boolean connected, boolean reused);
}
