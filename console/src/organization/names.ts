import { useQueries, useQuery } from '@tanstack/react-query';
import { useSigned } from '../session/context.tsx';
import { may } from '../session/rights.ts';
import { keysQuery, membersQuery } from './queries.ts';

/**
 * Names of projects, and of what else is wanted where the member may see it.
 *
 * @returns the name of an id, or the id where it has none to be seen
 */
export function useNames(wanted: { keys: boolean; members: boolean }): (id: string) => string {
  const signed = useSigned();
  const { session } = signed;
  const members = useQuery({ ...membersQuery(signed), enabled: wanted.members && may(session, 'members:read') });
  const keys = useQueries({
    queries: wanted.keys && may(session, 'keys:read') ? session.projects.map(({ id }) => keysQuery(signed, id)) : [],
  });
  const names = new Map<string, string>();
  session.projects.forEach(({ id, name }) => names.set(id, name));
  members.data?.rows.forEach(({ id, name, email }) => names.set(id, name ?? email ?? id));
  keys.forEach(({ data }) => data?.rows.forEach(({ id, name }) => names.set(id, name)));
  return (id) => names.get(id) ?? id;
}
