/** Names that stand for deployments: those the operator offers, and those a tenant made for itself. */
@NullMarked
package cloud.hanok.cluster.naming;

import org.jspecify.annotations.NullMarked;
