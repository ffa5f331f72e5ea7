import { Button, NativeSelect } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Member, MemberRole } from '../../api/types.ts';
import { membersQuery } from '../../organization/queries.ts';
import { TypedConfirm } from '../../parts/confirm.tsx';
import { ErrorNotice, Loaded } from '../../parts/state.tsx';
import { DataTable, type Column } from '../../parts/table.tsx';
import { Time } from '../../parts/values.tsx';
import { useSigned } from '../../session/context.tsx';
import { may } from '../../session/rights.ts';
import { removeMember, setRole } from './queries.ts';
import { roleNames, roles } from './roles.ts';
import { membersRoute } from './route.tsx';

/** Who belongs to the organisation, and as what. */
export function Members() {
  const { t } = useLingui();
  const signed = useSigned();
  const client = useQueryClient();
  const search = membersRoute.useSearch();
  const navigate = membersRoute.useNavigate();
  const members = useQuery(membersQuery(signed));
  const [removing, setRemoving] = useState<Member | null>(null);
  const mayWrite = may(signed.session, 'members:write');
  const isOwner = signed.session.roles.includes('owner');
  const again = (): Promise<void> => client.invalidateQueries({ queryKey: membersQuery(signed).queryKey });
  const change = useMutation({
    mutationFn: ({ member, role }: { member: string; role: MemberRole }) => setRole(signed, member, role),
    onSettled: again,
  });
  const nameOf = ({ name, email, id }: Member): string => name ?? email ?? id;

  const columns: Column<Member>[] = [
    {
      id: 'name',
      head: t`이름`,
      value: nameOf,
      cell: (member) => (
        <>
          <strong>{nameOf(member)}</strong>
          {member.id === signed.session.member.id ? ` (${t`나`})` : null}
        </>
      ),
    },
    { id: 'email', head: t`이메일`, value: ({ email }) => email ?? '', cell: ({ email }) => email ?? '-' },
    {
      id: 'role',
      head: t`역할`,
      value: ({ role }) => t(roleNames[role]),
      cell: (member) =>
        // Only an owner makes, changes or removes owners.
        mayWrite && (isOwner || member.role !== 'owner') ? (
          <NativeSelect
            size="xs"
            aria-label={t`${nameOf(member)} 역할`}
            value={member.role}
            disabled={change.isPending}
            data={roles.filter((role) => isOwner || role !== 'owner').map((role) => ({ value: role, label: t(roleNames[role]) }))}
            onChange={(event) => change.mutate({ member: member.id, role: event.currentTarget.value as MemberRole })}
          />
        ) : (
          t(roleNames[member.role])
        ),
    },
    { id: 'added', head: t`등록`, value: ({ added_at }) => added_at, cell: ({ added_at }) => <Time at={added_at} /> },
  ];
  if (mayWrite) {
    columns.push({
      id: 'actions',
      head: t`작업`,
      cell: (member) =>
        isOwner || member.role !== 'owner' ? (
          <Button size="compact-sm" variant="subtle" color="red" aria-label={t`${nameOf(member)} 내보내기`} onClick={() => setRemoving(member)}>
            <Trans>내보내기</Trans>
          </Button>
        ) : null,
    });
  }
  return (
    <>
      {change.isError ? <ErrorNotice error={change.error} /> : null}
      <Loaded of={members}>
        {({ rows }) => (
          <DataTable
            label={t`구성원`}
            rows={rows}
            columns={columns}
            rowKey={({ id }) => id}
            view={search}
            onView={(view) => void navigate({ search: { tab: search.tab, ...view }, replace: true })}
            empty={null}
          />
        )}
      </Loaded>
      {removing ? (
        <TypedConfirm
          title={t`구성원 내보내기`}
          word={removing.email ?? nameOf(removing)}
          action={t`내보내기`}
          onClose={() => setRemoving(null)}
          onConfirm={async () => {
            await removeMember(signed, removing.id);
            await again();
          }}
        >
          <Trans>이 구성원의 요청은 5초 안에 모든 곳에서 거부됩니다. 프로젝트의 키는 그대로 남습니다.</Trans>
        </TypedConfirm>
      ) : null}
    </>
  );
}
