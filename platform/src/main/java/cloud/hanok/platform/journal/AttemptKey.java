package cloud.hanok.platform.journal;

import cloud.hanok.platform.id.Ulid;

/** One attempt of one request, as a map's key. */
record AttemptKey(long requestMost, long requestLeast, int attempt) {
    AttemptKey(Ulid request, int attempt) {
        this(request.mostSignificantBits(), request.leastSignificantBits(), attempt);
    }

    Ulid request() {
        return new Ulid(requestMost, requestLeast);
    }
}
