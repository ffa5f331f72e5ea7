package cloud.hanok.api.health;

import java.util.List;

/** A part of the process that knows whether it is ready. Every bean of this type is asked; it answers from memory. */
public interface ReadinessSource {
    /** What is missing now; empty when nothing is. */
    List<Reason> missing();
}
