package cloud.hanok.content.file;

import cloud.hanok.content.object.SealedObjects.Written;
import cloud.hanok.platform.id.PartId;

/**
 * A part of an upload that is there.
 *
 * @param written where it lies, how long it is and what its SHA-256 is
 */
public record Part(PartId id, Written written) {}
