package cloud.hanok.standalone;

import cloud.hanok.standalone.parts.PartsCache;
import cloud.hanok.standalone.screen.Screen;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Map;

/**
 * What every server of this machine needs.
 *
 * @param parts the cache of fetched parts
 * @param screen where progress is shown
 * @param clock the time
 * @param random the source of passwords and ports
 * @param environment the environment of this program
 */
public record Machine(
        PartsCache parts, Screen screen, Clock clock, SecureRandom random, Map<String, String> environment) {
    /** This machine, with its real clock, randomness and environment. */
    public static Machine real(Screen screen) {
        Map<String, String> environment = System.getenv();
        Clock clock = Clock.systemUTC();
        return new Machine(
                new PartsCache(PartsCache.defaultRoot(environment), screen, clock),
                screen,
                clock,
                new SecureRandom(),
                environment);
    }
}
