package cloud.hanok.api.openai;

import cloud.hanok.api.gateway.InferenceRequest;
import java.io.IOException;

/** What OpenAI's specification (2.3.0) says of one kind of request, found while its members are read, one after the other. */
interface RequestRules {
    /**
     * Checks the value of one parameter, on whose first token the parser stands. One that the specification does not know is
     * passed over.
     *
     * @throws cloud.hanok.api.error.ApiException saying what would be right
     */
    void check(String name) throws IOException;

    /**
     * The request, all of whose members were checked.
     *
     * @throws cloud.hanok.api.error.ApiException when something is missing
     */
    InferenceRequest request(ReadMembers members);
}
