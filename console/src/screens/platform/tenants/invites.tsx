import { Button, NativeSelect, TextInput } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { TypedConfirm } from '../../../parts/confirm.tsx';
import { DoneDialog, FormDialog } from '../../../parts/dialog.tsx';
import { Icon } from '../../../parts/icon.tsx';
import { Empty } from '../../../parts/page.tsx';
import { Loaded } from '../../../parts/state.tsx';
import { badgeColumn, DataTable, type Column } from '../../../parts/table.tsx';
import { Time } from '../../../parts/values.tsx';
import type { Invite, Tenant } from '../../../platform/types.ts';
import { useSigned } from '../../../session/context.tsx';
import { may } from '../../../session/rights.ts';
import { roleNames, roles } from '../../members/roles.ts';
import { OwnerInvited } from './create.tsx';
import { invitesQuery, inviteInto, withdrawInvite } from './queries.ts';
import { tenantRoute } from './route.tsx';

/** Who was invited into a tenant, by whomever; and how its first owner comes in. */
export function Invites({ tenant }: { tenant: Tenant }) {
  const { t } = useLingui();
  const signed = useSigned();
  const client = useQueryClient();
  const invites = useQuery(invitesQuery(signed, tenant.id));
  const search = tenantRoute.useSearch();
  const navigate = tenantRoute.useNavigate();
  const [inviting, setInviting] = useState(false);
  const [withdrawn, setWithdrawn] = useState<Invite | null>(null);
  const mayWrite = may(signed.session, 'platform.tenants:write');
  const again = (): Promise<void> => client.invalidateQueries({ queryKey: invitesQuery(signed, tenant.id).queryKey });
  const states: Record<Invite['status'], [string, string]> = {
    pending: [t`수락 전`, 'yellow'],
    accepted: [t`수락함`, 'green'],
    expired: [t`만료됨`, 'gray'],
    revoked: [t`취소됨`, 'gray'],
  };
  const columns: Column<Invite>[] = [
    { id: 'email', head: t`이메일`, value: ({ email }) => email, cell: ({ email }) => email },
    { id: 'role', head: t`역할`, value: ({ role }) => t(roleNames[role]), cell: ({ role }) => t(roleNames[role]) },
    badgeColumn('state', t`상태`, ({ status }) => states[status]),
    { id: 'created', head: t`초대`, value: ({ created_at }) => created_at, cell: ({ created_at }) => <Time at={created_at} /> },
    { id: 'expires', head: t`만료`, value: ({ expires_at }) => expires_at, cell: ({ expires_at }) => <Time at={expires_at} /> },
    {
      id: 'actions',
      head: t`작업`,
      cell: (invite) =>
        mayWrite && invite.status === 'pending' ? (
          <Button size="compact-sm" variant="subtle" color="red" aria-label={t`${invite.email} 초대 취소`} onClick={() => setWithdrawn(invite)}>
            <Trans context="withdraw">취소</Trans>
          </Button>
        ) : null,
    },
  ];
  const button = mayWrite ? (
    <Button size="sm" leftSection={<Icon name="plus" size={18} />} onClick={() => setInviting(true)}>
      <Trans>초대하기</Trans>
    </Button>
  ) : null;
  return (
    <>
      <Loaded of={invites}>
        {({ rows }) => (
          <DataTable
            label={t`${tenant.name} 초대`}
            rows={rows}
            columns={columns}
            rowKey={({ id }) => id}
            view={search}
            onView={(view) => void navigate({ search: { tab: 'invites', ...view }, replace: true })}
            filters={rows.length === 0 ? null : button}
            empty={
              <Empty title={t`초대한 사람이 없습니다`} action={button}>
                <Trans>첫 소유자를 초대해 주세요. 소유자가 다른 구성원을 초대합니다.</Trans>
              </Empty>
            }
          />
        )}
      </Loaded>
      {inviting ? (
        <InviteDialog
          tenant={tenant}
          onClose={() => {
            setInviting(false);
            void again();
          }}
        />
      ) : null}
      {withdrawn ? (
        <TypedConfirm
          title={t`초대 취소`}
          word={withdrawn.email}
          action={t`초대 취소`}
          remark={t`다시 초대하실 수 있습니다.`}
          onClose={() => setWithdrawn(null)}
          onConfirm={async () => {
            await withdrawInvite(signed, tenant.id, withdrawn.id);
            await again();
          }}
        >
          <Trans>보낸 초대로는 더 이상 참여할 수 없습니다.</Trans>
        </TypedConfirm>
      ) : null}
    </>
  );
}

function InviteDialog({ tenant, onClose }: { tenant: Tenant; onClose: () => void }) {
  const { t } = useLingui();
  const signed = useSigned();
  const [email, setEmail] = useState('');
  const [role, setRole] = useState<Invite['role']>('owner');
  const [sent, setSent] = useState<Invite | null>(null);
  if (sent) {
    return (
      <DoneDialog title={t`초대했습니다`} onClose={onClose}>
        <OwnerInvited tenant={tenant.id} invite={sent} />
      </DoneDialog>
    );
  }
  return (
    <FormDialog
      title={t`${tenant.name}에 초대하기`}
      action={t`초대 보내기`}
      ready={email.trim() !== ''}
      onSubmit={async () => setSent(await inviteInto(signed, tenant.id, email, role))}
      onDone={() => undefined}
      onClose={onClose}
    >
      <TextInput data-autofocus required type="email" label={t`이메일`} maxLength={254} value={email} onChange={(event) => setEmail(event.currentTarget.value)} />
      <NativeSelect
        label={t`역할`}
        value={role}
        data={roles.map((one) => ({ value: one, label: t(roleNames[one]) }))}
        onChange={(event) => setRole(event.currentTarget.value as Invite['role'])}
      />
    </FormDialog>
  );
}
