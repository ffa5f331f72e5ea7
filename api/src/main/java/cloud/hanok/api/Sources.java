package cloud.hanok.api;

import cloud.hanok.platform.id.Ulids;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.random.RandomGenerator;

/** Where time and randomness enter the program: here and nowhere else. */
@Factory
public final class Sources {
    /** The machine's clock, in UTC. */
    @Singleton
    Clock clock() {
        return Clock.systemUTC();
    }

    /** Strong enough for keys; safe for use by many threads. */
    @Singleton
    SecureRandom random() {
        return new SecureRandom();
    }

    /** Ids that cannot be guessed. */
    @Singleton
    Ulids ulids(Clock clock, SecureRandom random) {
        RandomGenerator source = random;
        return new Ulids(clock, source);
    }
}
