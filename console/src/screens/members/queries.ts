import { queryOptions } from '@tanstack/react-query';
import { allRows } from '../../api/pages.ts';
import type { Invite, MemberRole, ProjectUser } from '../../api/types.ts';
import type { Signed } from '../../session/context.tsx';

const part = encodeURIComponent;

/** Who was put into a project. */
export function projectUsersQuery({ api, organization }: Signed, project: string) {
  return queryOptions({
    queryKey: ['project-users', organization, project],
    queryFn: ({ signal }) => allRows<ProjectUser>(api, `/v1/organization/projects/${part(project)}/users`, {}, signal),
  });
}

export function setRole({ api }: Signed, member: string, role: MemberRole): Promise<unknown> {
  return api.json(`/v1/organization/users/${part(member)}`, { method: 'POST', body: { role } });
}

export function removeMember({ api }: Signed, member: string): Promise<unknown> {
  return api.json(`/v1/organization/users/${part(member)}`, { method: 'DELETE' });
}

/** Invites somebody, into a project at once where one is said. */
export function invite({ api }: Signed, email: string, role: MemberRole, project: string | null): Promise<Invite> {
  return api.json('/v1/organization/invites', {
    method: 'POST',
    body: { email, role, ...(project === null ? {} : { projects: [{ id: project, role: 'member' }] }) },
  });
}

export function withdraw({ api }: Signed, id: string): Promise<unknown> {
  return api.json(`/v1/organization/invites/${part(id)}`, { method: 'DELETE' });
}

export function createProject({ api }: Signed, name: string, idempotency: string): Promise<unknown> {
  return api.json('/v1/organization/projects', { method: 'POST', body: { name: name.normalize('NFC').trim() }, headers: { 'idempotency-key': idempotency } });
}

export function renameProject({ api }: Signed, project: string, name: string): Promise<unknown> {
  return api.json(`/v1/organization/projects/${part(project)}`, { method: 'POST', body: { name: name.normalize('NFC').trim() } });
}

export function archiveProject({ api }: Signed, project: string): Promise<unknown> {
  return api.json(`/v1/organization/projects/${part(project)}/archive`, { method: 'POST' });
}

export function putIntoProject({ api }: Signed, project: string, member: string, role: ProjectUser['role']): Promise<unknown> {
  return api.json(`/v1/organization/projects/${part(project)}/users`, { method: 'POST', body: { user_id: member, role } });
}

export function takeOutOfProject({ api }: Signed, project: string, member: string): Promise<unknown> {
  return api.json(`/v1/organization/projects/${part(project)}/users/${part(member)}`, { method: 'DELETE' });
}
