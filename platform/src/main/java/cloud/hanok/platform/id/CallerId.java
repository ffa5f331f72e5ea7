package cloud.hanok.platform.id;

/** Who asked for an answer: whoever held an API key, or a member of the tenant with a token of their own. */
public sealed interface CallerId extends Id permits KeyId, MemberId {
    /**
     * Reads its text, of whichever kind.
     *
     * @throws IllegalArgumentException when it is neither
     */
    static CallerId parse(String text) {
        return text.startsWith(MemberId.PREFIX) ? MemberId.parse(text) : KeyId.parse(text);
    }
}
