package cloud.hanok.api.gateway;

import io.netty.buffer.ByteBuf;

/** Brings an engine's answer to the client. Every method is called on the connection's event loop. */
sealed interface Relay permits StreamRelay, BodyRelay {
    /** The engine's status came. */
    void answered(int status);

    /** Some of its body came. */
    void received(ByteBuf bytes);

    /** No more can be had without waiting. */
    void receivedAll();

    /** Its body is complete. */
    void engineEnded();

    /** The OPEN is durable: what was held back may go. */
    void openDurable();

    /** Whether it is the client that keeps the answer from moving. */
    boolean waitsForClient();

    /** The events by which the answer breaks off, or null: {@link StreamForm#failure}. */
    default byte @org.jspecify.annotations.Nullable [] failure(StreamForm.Failure error) {
        return null;
    }

    /** How long it has kept it from moving, in all. */
    long waitedForClientNanos(long nowNanos);
}
