/** The audit log: who changed what, when and from where, written before the change is made. */
@NullMarked
package cloud.hanok.compliance.audit;

import org.jspecify.annotations.NullMarked;
