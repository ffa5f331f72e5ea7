import { Button, NativeSelect, TextInput } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Invite, MemberRole } from '../../api/types.ts';
import { InvitationLink } from '../../organization/invitation-link.tsx';
import { invitesQuery } from '../../organization/queries.ts';
import { DoneDialog, FormDialog } from '../../parts/dialog.tsx';
import { Icon } from '../../parts/icon.tsx';
import { Empty } from '../../parts/page.tsx';
import { ErrorNotice, Loaded } from '../../parts/state.tsx';
import { badgeColumn, DataTable, type Column } from '../../parts/table.tsx';
import { Time } from '../../parts/values.tsx';
import { useSigned } from '../../session/context.tsx';
import { may } from '../../session/rights.ts';
import { invite, withdraw } from './queries.ts';
import { roleNames, roles } from './roles.ts';
import { membersRoute } from './route.tsx';

/** Who was invited, and what became of it. */
export function Invites() {
  const { t } = useLingui();
  const signed = useSigned();
  const client = useQueryClient();
  const search = membersRoute.useSearch();
  const navigate = membersRoute.useNavigate();
  const invites = useQuery(invitesQuery(signed));
  const [inviting, setInviting] = useState(false);
  const mayWrite = may(signed.session, 'members:write');
  const again = (): Promise<void> => client.invalidateQueries({ queryKey: invitesQuery(signed).queryKey });
  const back = useMutation({ mutationFn: (id: string) => withdraw(signed, id), onSettled: again });
  const states: Record<Invite['status'], [string, string]> = {
    pending: [t`기다리는 중`, 'yellow'],
    accepted: [t`수락함`, 'green'],
    expired: [t`만료됨`, 'gray'],
    revoked: [t`취소됨`, 'gray'],
  };
  const roleOf = (role: string): string => (role in roleNames ? t(roleNames[role as MemberRole]) : role);

  const columns: Column<Invite>[] = [
    { id: 'email', head: t`이메일`, value: ({ email }) => email, cell: ({ email }) => <strong>{email}</strong> },
    { id: 'role', head: t`역할`, value: ({ role }) => roleOf(role), cell: ({ role }) => roleOf(role) },
    badgeColumn('state', t`상태`, ({ status }) => states[status]),
    { id: 'created', head: t`초대한 시각`, value: ({ created_at }) => created_at, cell: ({ created_at }) => <Time at={created_at} /> },
    { id: 'expires', head: t`만료`, value: ({ expires_at }) => expires_at, cell: ({ expires_at }) => <Time at={expires_at} /> },
  ];
  if (mayWrite) {
    columns.push({
      id: 'actions',
      head: t`작업`,
      cell: ({ id, email, status }) =>
        status === 'pending' ? (
          <Button size="compact-sm" variant="subtle" color="red" loading={back.isPending && back.variables === id} aria-label={t`${email} 초대 취소`} onClick={() => back.mutate(id)}>
            <Trans>초대 취소</Trans>
          </Button>
        ) : null,
    });
  }
  const button = mayWrite ? (
    <Button size="sm" leftSection={<Icon name="plus" size={18} />} onClick={() => setInviting(true)}>
      <Trans>초대하기</Trans>
    </Button>
  ) : null;
  return (
    <>
      {back.isError ? <ErrorNotice error={back.error} /> : null}
      <Loaded of={invites}>
        {({ rows }) => (
          <DataTable
            label={t`초대`}
            rows={rows}
            columns={columns}
            rowKey={({ id }) => id}
            view={search}
            onView={(view) => void navigate({ search: { tab: search.tab, ...view }, replace: true })}
            filters={rows.length === 0 ? null : button}
            empty={
              <Empty title={t`보낸 초대가 없습니다`} action={button}>
                <Trans>이메일로 초대하면 7일 안에 수락할 수 있습니다.</Trans>
              </Empty>
            }
          />
        )}
      </Loaded>
      {inviting ? (
        <InviteDialog
          onClose={() => {
            setInviting(false);
            void again();
          }}
        />
      ) : null}
    </>
  );
}

function InviteDialog({ onClose }: { onClose: () => void }) {
  const { t } = useLingui();
  const signed = useSigned();
  const [email, setEmail] = useState('');
  const [role, setRole] = useState<MemberRole>('developer');
  const [project, setProject] = useState('');
  const [made, setMade] = useState<Invite | null>(null);
  const isOwner = signed.session.roles.includes('owner');
  if (made?.token !== undefined) {
    return (
      <DoneDialog title={t`초대했습니다`} onClose={onClose}>
        <InvitationLink tenant={signed.session.organization.tenant} email={made.email} token={made.token} />
      </DoneDialog>
    );
  }
  return (
    <FormDialog
      title={t`초대하기`}
      action={t`초대 보내기`}
      ready={email.trim() !== ''}
      onSubmit={async () => {
        const sent = await invite(signed, email.trim(), role, project === '' ? null : project);
        if (sent.token === undefined) {
          onClose();
        } else {
          setMade(sent);
        }
      }}
      onDone={() => undefined}
      onClose={onClose}
    >
      <TextInput data-autofocus required type="email" label={t`이메일`} maxLength={254} value={email} onChange={(event) => setEmail(event.currentTarget.value)} />
      <NativeSelect
        label={t`역할`}
        value={role}
        data={roles.filter((one) => isOwner || one !== 'owner').map((one) => ({ value: one, label: t(roleNames[one]) }))}
        onChange={(event) => setRole(event.currentTarget.value as MemberRole)}
      />
      <NativeSelect
        label={t`프로젝트`}
        description={t`수락하면 이 프로젝트의 구성원이 됩니다.`}
        value={project}
        data={[{ value: '', label: t`지정하지 않음` }, ...signed.session.projects.map(({ id, name }) => ({ value: id, label: name }))]}
        onChange={(event) => setProject(event.currentTarget.value)}
      />
    </FormDialog>
  );
}
