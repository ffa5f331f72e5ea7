import { Badge, Button, Group, NativeSelect, Stack, Text, TextInput } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Project, ProjectUser } from '../../api/types.ts';
import { membersQuery, projectsQuery } from '../../organization/queries.ts';
import { TypedConfirm } from '../../parts/confirm.tsx';
import { Dialog, FormDialog } from '../../parts/dialog.tsx';
import { Icon } from '../../parts/icon.tsx';
import { Empty } from '../../parts/page.tsx';
import { ErrorNotice, Loaded } from '../../parts/state.tsx';
import { DataTable, type Column } from '../../parts/table.tsx';
import { Time } from '../../parts/values.tsx';
import { useSigned } from '../../session/context.tsx';
import { may } from '../../session/rights.ts';
import { sessionQuery } from '../../session/session.ts';
import { archiveProject, createProject, projectUsersQuery, putIntoProject, renameProject, takeOutOfProject } from './queries.ts';
import { membersRoute } from './route.tsx';

type Open = { what: 'create' } | { what: 'rename' | 'archive' | 'users'; project: Project } | null;

/** The organisation's projects. */
export function Projects() {
  const { t } = useLingui();
  const signed = useSigned();
  const client = useQueryClient();
  const search = membersRoute.useSearch();
  const navigate = membersRoute.useNavigate();
  const projects = useQuery(projectsQuery(signed, true));
  const [open, setOpen] = useState<Open>(null);
  const mayWrite = may(signed.session, 'projects:write');
  const again = async (): Promise<void> => {
    await client.invalidateQueries({ queryKey: ['projects', signed.organization] });
    await client.invalidateQueries({ queryKey: sessionQuery(signed.organization).queryKey });
  };
  const close = (): void => setOpen(null);

  const columns: Column<Project>[] = [
    { id: 'name', head: t`이름`, value: ({ name }) => name, cell: ({ name }) => <strong>{name}</strong> },
    { id: 'id', head: t`번호`, value: ({ id }) => id, cell: ({ id }) => <code>{id}</code> },
    {
      id: 'state',
      head: t`상태`,
      value: ({ status }) => (status === 'active' ? t`사용 중` : t`보관됨`),
      cell: ({ status }) => (
        <Badge variant="light" color={status === 'active' ? 'green' : 'gray'}>
          {status === 'active' ? t`사용 중` : t`보관됨`}
        </Badge>
      ),
    },
    { id: 'created', head: t`생성`, value: ({ created_at }) => created_at, cell: ({ created_at }) => <Time at={created_at} /> },
    {
      id: 'actions',
      head: t`작업`,
      cell: (project) =>
        project.status === 'archived' ? null : (
          <Group gap={4} wrap="nowrap">
            <Button size="compact-sm" variant="default" aria-label={t`${project.name} 구성원`} onClick={() => setOpen({ what: 'users', project })}>
              <Trans>구성원</Trans>
            </Button>
            {mayWrite ? (
              <>
                <Button size="compact-sm" variant="default" aria-label={t`${project.name} 이름 변경`} onClick={() => setOpen({ what: 'rename', project })}>
                  <Trans>이름 변경</Trans>
                </Button>
                <Button size="compact-sm" variant="subtle" color="red" aria-label={t`${project.name} 보관`} onClick={() => setOpen({ what: 'archive', project })}>
                  <Trans>보관</Trans>
                </Button>
              </>
            ) : null}
          </Group>
        ),
    },
  ];
  const button = mayWrite ? (
    <Button size="sm" leftSection={<Icon name="plus" size={18} />} onClick={() => setOpen({ what: 'create' })}>
      <Trans>프로젝트 만들기</Trans>
    </Button>
  ) : null;
  return (
    <>
      <Loaded of={projects}>
        {({ rows }) => (
          <DataTable
            label={t`프로젝트`}
            rows={rows}
            columns={columns}
            rowKey={({ id }) => id}
            view={search}
            onView={(view) => void navigate({ search: { tab: search.tab, ...view }, replace: true })}
            filters={rows.length === 0 ? null : button}
            empty={
              <Empty title={t`프로젝트가 없습니다`} action={button}>
                <Trans>키와 비용은 프로젝트별로 나뉩니다.</Trans>
              </Empty>
            }
          />
        )}
      </Loaded>
      {open?.what === 'create' ? <NameDialog project={null} onDone={again} onClose={close} /> : null}
      {open?.what === 'rename' ? <NameDialog project={open.project} onDone={again} onClose={close} /> : null}
      {open?.what === 'users' ? <UsersDialog project={open.project} onClose={close} /> : null}
      {open?.what === 'archive' ? (
        <TypedConfirm
          title={t`프로젝트 보관`}
          word={open.project.name}
          action={t`보관`}
          onClose={close}
          onConfirm={async () => {
            await archiveProject(signed, open.project.id);
            await again();
          }}
        >
          <Trans>프로젝트의 모든 키가 폐기되고, 더는 요청과 변경을 받지 않습니다. 사용 기록은 남습니다.</Trans>
        </TypedConfirm>
      ) : null}
    </>
  );
}

function NameDialog({ project, onDone, onClose }: { project: Project | null; onDone: () => Promise<void>; onClose: () => void }) {
  const { t } = useLingui();
  const signed = useSigned();
  const [name, setName] = useState(project?.name ?? '');
  const [idempotency] = useState(() => crypto.randomUUID());
  return (
    <FormDialog
      title={project ? t`프로젝트 이름 변경` : t`프로젝트 만들기`}
      action={t`저장`}
      ready={name.trim() !== ''}
      onSubmit={async () => {
        await (project ? renameProject(signed, project.id, name) : createProject(signed, name, idempotency));
        await onDone();
      }}
      onClose={onClose}
    >
      <TextInput data-autofocus required label={t`이름`} maxLength={100} value={name} onChange={(event) => setName(event.currentTarget.value)} />
    </FormDialog>
  );
}

function UsersDialog({ project, onClose }: { project: Project; onClose: () => void }) {
  const { t } = useLingui();
  const signed = useSigned();
  const client = useQueryClient();
  const users = useQuery(projectUsersQuery(signed, project.id));
  const members = useQuery(membersQuery(signed));
  const [member, setMember] = useState('');
  const [role, setRole] = useState<ProjectUser['role']>('member');
  const mayWrite = may(signed.session, 'members:write');
  const again = (): Promise<void> => client.invalidateQueries({ queryKey: projectUsersQuery(signed, project.id).queryKey });
  const put = useMutation({
    mutationFn: () => putIntoProject(signed, project.id, member, role),
    onSuccess: () => setMember(''),
    onSettled: again,
  });
  const out = useMutation({ mutationFn: (id: string) => takeOutOfProject(signed, project.id, id), onSettled: again });
  const inside = new Set(users.data?.rows.map(({ id }) => id));
  const outside = (members.data?.rows ?? []).filter(({ id }) => !inside.has(id));
  const roleNames = { owner: t`프로젝트 소유자`, member: t`프로젝트 구성원` };
  return (
    <Dialog size="lg" title={t`${project.name} 구성원`} onClose={onClose}>
      <Stack>
        <Text size="sm" c="dimmed">
          <Trans>조직 전체에 역할이 있는 소유자·관리자·개발자는 이 목록에 없어도 프로젝트를 사용할 수 있습니다.</Trans>
        </Text>
        <Loaded of={users} lines={2}>
          {({ rows }) =>
            rows.length === 0 ? (
              <Text size="sm">
                <Trans>이 프로젝트에 넣은 구성원이 없습니다.</Trans>
              </Text>
            ) : (
              <Stack gap="xs" component="ul" p={0} m={0}>
                {rows.map((user) => (
                  <Group key={user.id} component="li" justify="space-between" wrap="nowrap">
                    <span>
                      {user.name ?? user.email ?? user.id} · {roleNames[user.role]}
                    </span>
                    {mayWrite ? (
                      <Button size="compact-sm" variant="subtle" color="red" loading={out.isPending && out.variables === user.id} onClick={() => out.mutate(user.id)} aria-label={t`${user.name ?? user.email ?? user.id} 빼기`}>
                        <Trans>빼기</Trans>
                      </Button>
                    ) : null}
                  </Group>
                ))}
              </Stack>
            )
          }
        </Loaded>
        {out.isError ? <ErrorNotice error={out.error} /> : null}
        {mayWrite ? (
          <form
            onSubmit={(event) => {
              event.preventDefault();
              put.mutate();
            }}
          >
            <Stack gap="sm">
              <Group align="end" gap="sm">
                <NativeSelect
                  label={t`구성원`}
                  value={member}
                  data={[{ value: '', label: t`선택해 주세요` }, ...outside.map(({ id, name, email }) => ({ value: id, label: name ?? email ?? id }))]}
                  onChange={(event) => setMember(event.currentTarget.value)}
                />
                <NativeSelect
                  label={t`역할`}
                  value={role}
                  data={Object.entries(roleNames).map(([value, label]) => ({ value, label }))}
                  onChange={(event) => setRole(event.currentTarget.value as ProjectUser['role'])}
                />
                <Button type="submit" disabled={member === ''} loading={put.isPending}>
                  <Trans>넣기</Trans>
                </Button>
              </Group>
              {put.isError ? <ErrorNotice error={put.error} /> : null}
            </Stack>
          </form>
        ) : null}
      </Stack>
    </Dialog>
  );
}
