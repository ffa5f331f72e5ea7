package cloud.hanok.content.conversation;

/**
 * Something that was said.
 *
 * @param id unique in its conversation
 * @param json an object
 */
@SuppressWarnings("ArrayRecordComponent")
public record Item(String id, byte[] json) {
    @Override
    public String toString() {
        return "Item[" + id + "]";
    }
}
