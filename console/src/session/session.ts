import { i18n } from '@lingui/core';
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

/** Tells the control plane that somebody is there, and the page in time that the session has ended. */
const ASKED_EVERY_MILLIS = 60_000;

/** Where people are who are in no organisation yet, or run the platform. */
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
      if (organization !== NO_ORGANIZATION || session.operator) {
        localStorage.setItem(LAST, organization);
      }
      return session;
    },
    staleTime: ASKED_EVERY_MILLIS,
    refetchInterval: ASKED_EVERY_MILLIS,
    refetchOnWindowFocus: 'always',
    retry: false,
  });
}

/**
 * Where a person signs in, in the language of this page.
 *
 * @param organization for whom; null where they choose one, or have only one
 * @param returnTo a path below `/console/`
 * @param more `isNew`: they register first; `invitedTo`: which organisation invited them, for its people may have a sign-in of their own
 */
export function signInAddress(organization: string | null, returnTo: string, more: { isNew?: boolean; invitedTo?: string | undefined } = {}): string {
  const query = new URLSearchParams();
  if (organization !== null) {
    query.set('organization', organization);
  }
  query.set('return', returnTo);
  query.set('ui_locales', i18n.locale);
  if (more.invitedTo !== undefined) {
    query.set('invited_to', more.invitedTo);
  }
  if (more.isNew) {
    query.set('prompt', 'create');
  }
  return `/console/sign-in?${query.toString()}`;
}
