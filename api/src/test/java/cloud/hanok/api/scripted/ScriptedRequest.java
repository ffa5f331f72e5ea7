package cloud.hanok.api.scripted;

import java.util.Map;

/**
 * What the engine saw of one request.
 *
 * @param number in order of arrival, from 1
 * @param name of its script
 * @param outcome how it went
 * @param events written to the socket: role, tokens, finish, usage, {@code [DONE]}
 * @param tokens of these, or of the body
 * @param headers lower-case names; the authorization only as "present"
 * @param body as received, cut at 4,096 characters
 */
public record ScriptedRequest(
        long number, String name, Outcome outcome, int events, int tokens, Map<String, String> headers, String body) {

    /** How a request went. */
    public enum Outcome {
        /** Still being answered, or hanging. */
        RUNNING,
        /** Answered to the end. */
        COMPLETED,
        /** The other side closed the connection first. */
        ABORTED,
        /** The script closed the connection. */
        DIED,
        /** An error was answered, as scripted or because the script was wrong. */
        REFUSED
    }
}
