package cloud.hanok.content.file;

import cloud.hanok.platform.id.FileId;
import cloud.hanok.platform.id.TenantId;
import cloud.hanok.platform.id.Ulid;
import cloud.hanok.platform.id.UploadId;
import java.time.Instant;

/**
 * Something to be looked at when its time has come, by {@link FileUpkeep}. It says what of, not what is to be done: that follows from
 * what is there then. So one too many does no harm, and one that is done twice changes nothing.
 */
record Deed(Instant due, TenantId tenant, Subject subject) {
    private static final String OBJECT_PREFIX = "object_";

    /** What is looked at. */
    sealed interface Subject {
        /** As it is stored. */
        String text();

        /** Reads it. */
        static Subject parse(String text) {
            if (text.startsWith(FileId.PREFIX)) {
                return new OfFile(FileId.parse(text));
            }
            if (text.startsWith(UploadId.PREFIX)) {
                return new OfUpload(UploadId.parse(text));
            }
            int owner = OBJECT_PREFIX.length() + Ulid.TEXT_LENGTH;
            return new OfObject(
                    Ulid.parse(text.substring(OBJECT_PREFIX.length(), owner)), FileId.parse(text.substring(owner + 1)));
        }
    }

    /** A file: it may have expired, or be deleted and not gone yet. */
    record OfFile(FileId file) implements Subject {
        @Override
        public String text() {
            return file.text();
        }
    }

    /** An upload: it may be over, or completed and no file yet. */
    record OfUpload(UploadId upload) implements Subject {
        @Override
        public String text() {
            return upload.text();
        }
    }

    /**
     * An object: it may belong to nothing, as what wrote it died.
     *
     * @param file that it was written for, or that its upload was to become
     */
    record OfObject(Ulid object, FileId file) implements Subject {
        @Override
        public String text() {
            return OBJECT_PREFIX + object + "/" + file.text();
        }
    }
}
