import { auditRoute } from './audit/route.tsx';
import { deploymentRoute, deploymentsRoute } from './deployments/route.tsx';
import { platformHomeRoute } from './home/route.tsx';
import { mailRoute } from './mail/route.tsx';
import { operatorsRoute } from './operators/route.tsx';
import { familyRoute, registryRoute } from './registry/route.tsx';
import { sitesRoute } from './sites/route.tsx';
import { tenantRoute, tenantsRoute } from './tenants/route.tsx';

/** Every screen of those who run the platform. */
export const platformRoutes = [
  platformHomeRoute,
  tenantsRoute,
  tenantRoute,
  deploymentsRoute,
  deploymentRoute,
  sitesRoute,
  registryRoute,
  familyRoute,
  mailRoute,
  operatorsRoute,
  auditRoute,
];
