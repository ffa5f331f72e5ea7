/**
 * Whose request is next where a deployment has fewer places than requests: a virtual token counter for each tenant,
 * weighted by the share it purchased (Sheng et al., "Fairness in Serving Large Language Models", OSDI'24).
 */
@NullMarked
package cloud.hanok.cluster.fairness;

import org.jspecify.annotations.NullMarked;
