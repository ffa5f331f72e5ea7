package cloud.hanok.platform.answer;

/**
 * An answer as its client got it.
 *
 * @param streamed whether it came as a stream of events
 * @param servedBy what answered
 * @param country where
 * @param body byte for byte
 */
@SuppressWarnings("ArrayRecordComponent")
public record KeptAnswer(boolean streamed, String servedBy, String country, byte[] body) {
    @Override
    public String toString() {
        return "KeptAnswer[" + servedBy + ", " + body.length + " bytes]";
    }
}
