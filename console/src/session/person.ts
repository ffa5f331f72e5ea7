import { useLingui } from '@lingui/react/macro';
import { useQuery, useQueryClient, type UseQueryResult } from '@tanstack/react-query';
import { useMemo } from 'react';
import { ConsoleApi } from '../api/client.ts';
import { NO_ORGANIZATION, sessionQuery, type Session } from './session.ts';

/** Somebody who signed in for no organisation, as the newly invited do, and how to call the control plane as them. */
export function usePerson(): { session: UseQueryResult<Session>; api: ConsoleApi } {
  const { i18n } = useLingui();
  const client = useQueryClient();
  const query = sessionQuery(NO_ORGANIZATION);
  const session = useQuery(query);
  const api = useMemo(
    () =>
      new ConsoleApi(
        NO_ORGANIZATION,
        () => client.getQueryData(sessionQuery(NO_ORGANIZATION).queryKey)?.csrf ?? null,
        () => i18n.locale,
        () => void client.resetQueries({ queryKey: sessionQuery(NO_ORGANIZATION).queryKey }),
      ),
    [client, i18n],
  );
  return { session, api };
}
