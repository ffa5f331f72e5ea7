package cloud.hanok.tenant.signup;

import cloud.hanok.platform.id.TenantId;
import cloud.hanok.tenant.signup.BusinessRegistry.Standing;
import java.time.Instant;
import java.util.Optional;

/**
 * That a company signed up.
 *
 * @param number empty once it was erased
 * @param subject who signed it up
 * @param standing what the tax service said of it then
 */
public record Signup(TenantId tenant, Optional<BusinessNumber> number, String subject, Standing standing, Instant at) {}
