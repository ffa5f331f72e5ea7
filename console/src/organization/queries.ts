import { queryOptions } from '@tanstack/react-query';
import { allRows } from '../api/pages.ts';
import type { ApiKey, Invite, Limit, Member, Project } from '../api/types.ts';
import type { Signed } from '../session/context.tsx';

/** Rates move quickly. */
const LIMITS_REFRESH_MILLIS = 5_000;

/** The organisation's projects, archived ones among them where they are asked for. */
export function projectsQuery({ api, organization }: Signed, archived = false) {
  return queryOptions({
    queryKey: ['projects', organization, archived],
    queryFn: ({ signal }) => allRows<Project>(api, '/v1/organization/projects', { include_archived: archived }, signal),
  });
}

/** A project's keys, revoked ones among them. */
export function keysQuery({ api, organization }: Signed, project: string) {
  return queryOptions({
    queryKey: ['keys', organization, project],
    queryFn: ({ signal }) => allRows<ApiKey>(api, `/v1/organization/projects/${encodeURIComponent(project)}/api_keys`, {}, signal),
  });
}

/** The organisation's members. */
export function membersQuery({ api, organization }: Signed) {
  return queryOptions({
    queryKey: ['members', organization],
    queryFn: ({ signal }) => allRows<Member>(api, '/v1/organization/users', {}, signal),
  });
}

/** The organisation's invitations, decided ones among them. */
export function invitesQuery({ api, organization }: Signed) {
  return queryOptions({
    queryKey: ['invites', organization],
    queryFn: ({ signal }) => allRows<Invite>(api, '/v1/organization/invites', {}, signal),
  });
}

/** Every limit of the organisation, of its projects, keys and members, with its use. */
export function limitsQuery({ api, organization }: Signed) {
  return queryOptions({
    queryKey: ['limits', organization],
    queryFn: async ({ signal }) => (await api.json<{ data: Limit[] }>('/v1/organization/limits', { signal })).data,
    refetchInterval: LIMITS_REFRESH_MILLIS,
  });
}
