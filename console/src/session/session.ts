import { queryOptions } from '@tanstack/react-query';
import { reach } from '../api/client.ts';
import { failureOf } from '../api/failure.ts';

/** What the control plane says about who is signed in, for one organisation. */
export interface Session {
  member: { id: string; name: string | null; email: string | null };
  organization: {
    alias: string;
    tenant: string;
    name: string;
    kind: 'shared' | 'dedicated';
    government: boolean;
  };
  organizations: { alias: string; name: string }[];
  roles: string[];
  operator: boolean;
  projects: { id: string; name: string }[];
  csrf: string;
  expires_at: string;
}

/** Where people are who are in no organisation, or run the platform. */
export const NO_ORGANIZATION = '-';

const LAST = 'hanok.console.organization';

/** Whose console was looked at last in this browser. */
export function lastOrganization(): string | null {
  return localStorage.getItem(LAST);
}

/** The session of an organisation; fails with 401 where there is none. */
export function sessionQuery(organization: string) {
  return queryOptions({
    queryKey: ['session', organization],
    queryFn: async ({ signal }): Promise<Session> => {
      const response = await reach(`/console/${encodeURIComponent(organization)}/session`, {
        credentials: 'same-origin',
        signal,
      });
      if (!response.ok) {
        throw await failureOf(response);
      }
      const session = (await response.json()) as Session;
      localStorage.setItem(LAST, organization);
      return session;
    },
    staleTime: 60_000,
    refetchOnWindowFocus: 'always',
    retry: false,
  });
}

/** Where a person signs in. Without an organisation they choose one, or have only one. */
export function signInAddress(organization: string | null, returnTo: string): string {
  const query = new URLSearchParams();
  if (organization !== null) {
    query.set('organization', organization);
  }
  query.set('return', returnTo);
  return `/console/sign-in?${query.toString()}`;
}
