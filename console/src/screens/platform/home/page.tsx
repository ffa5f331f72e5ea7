import { useSigned } from '../../../session/context.tsx';
import { NoOrganization } from './no-organization.tsx';
import { Overview } from './overview.tsx';

/** Where somebody comes to who signed in without an organisation. */
export function PlatformHomePage() {
  const { session } = useSigned();
  return session.operator ? <Overview /> : <NoOrganization />;
}
