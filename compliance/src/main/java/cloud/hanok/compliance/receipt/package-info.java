/**
 * Receipts: what is said about each answer, and the tenant's transparency log that holds it. A leaf of the log is
 * SHA-256(salt, receipt): the log may be public, the salt and the receipt are the tenant's.
 */
@NullMarked
package cloud.hanok.compliance.receipt;

import org.jspecify.annotations.NullMarked;
