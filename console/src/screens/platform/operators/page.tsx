import { Button, Group, NativeSelect, Text, TextInput } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { TypedConfirm } from '../../../parts/confirm.tsx';
import { FormDialog } from '../../../parts/dialog.tsx';
import { Icon } from '../../../parts/icon.tsx';
import { Empty, Mono, PageHead } from '../../../parts/page.tsx';
import { Loaded } from '../../../parts/state.tsx';
import { DataTable, type Column } from '../../../parts/table.tsx';
import { Time } from '../../../parts/values.tsx';
import { operatorsQuery } from '../../../platform/queries.ts';
import type { Operator, OperatorRole } from '../../../platform/types.ts';
import { useSigned } from '../../../session/context.tsx';
import { may } from '../../../session/rights.ts';
import { removeOperator, setOperator } from './queries.ts';
import { operatorsRoute } from './route.tsx';

type Open = { what: 'set'; operator: Operator | null } | { what: 'remove'; operator: Operator } | null;

/** The people who run the platform, and what each of them may. */
export function OperatorsPage() {
  const { t } = useLingui();
  const signed = useSigned();
  const client = useQueryClient();
  const operators = useQuery(operatorsQuery(signed));
  const search = operatorsRoute.useSearch();
  const navigate = operatorsRoute.useNavigate();
  const [open, setOpen] = useState<Open>(null);
  const mayWrite = may(signed.session, 'platform.operators:write');
  const again = (): Promise<void> => client.invalidateQueries({ queryKey: operatorsQuery(signed).queryKey });
  const roles = useRoleNames();
  const nameOf = (subject: string): string => operators.data?.find(({ id }) => id === subject)?.name ?? subject;
  const columns: Column<Operator>[] = [
    {
      id: 'name',
      head: t`이름`,
      value: ({ name }) => name,
      cell: ({ id, name }) => (
        <>
          <strong>{name}</strong>
          {id === signed.session.member.id ? ` (${t`나`})` : null}
        </>
      ),
    },
    { id: 'role', head: t`역할`, value: ({ role }) => roles[role], cell: ({ role }) => roles[role] },
    { id: 'id', head: t`사용자 ID`, value: ({ id }) => id, cell: ({ id }) => <Mono>{id}</Mono> },
    { id: 'changed', head: t`마지막 변경`, value: ({ changedAt }) => changedAt, cell: ({ changedAt }) => <Time at={changedAt} /> },
    { id: 'by', head: t`변경한 사람`, value: ({ changedBy }) => nameOf(changedBy), cell: ({ changedBy }) => <span title={changedBy}>{nameOf(changedBy)}</span> },
  ];
  if (mayWrite) {
    columns.push({
      id: 'actions',
      head: t`작업`,
      cell: (operator) => (
        <Group gap={4} wrap="nowrap">
          <Button size="compact-sm" variant="default" aria-label={t`${operator.name} 변경`} onClick={() => setOpen({ what: 'set', operator })}>
            <Trans>변경</Trans>
          </Button>
          <Button size="compact-sm" variant="subtle" color="red" aria-label={t`${operator.name} 해제`} onClick={() => setOpen({ what: 'remove', operator })}>
            <Trans>해제</Trans>
          </Button>
        </Group>
      ),
    });
  }
  return (
    <>
      <PageHead
        title={t({ message: '운영자', context: 'menu' })}
        actions={
          mayWrite ? (
            <Button leftSection={<Icon name="plus" size={18} />} onClick={() => setOpen({ what: 'set', operator: null })}>
              <Trans>운영자 지정</Trans>
            </Button>
          ) : undefined
        }
      >
        <Trans>플랫폼을 운영하는 사람들입니다. 지정과 해제는 5초 안에 모든 곳에 적용됩니다.</Trans>
      </PageHead>
      <Loaded of={operators}>
        {(rows) => (
          <DataTable
            label={t({ message: '운영자', context: 'menu' })}
            rows={rows}
            columns={columns}
            rowKey={({ id }) => id}
            view={search}
            onView={(view) => void navigate({ search: view, replace: true })}
            empty={
              <Empty title={t`지정한 운영자가 없습니다`}>
                <Trans>운영자 클라이언트는 이 목록에 없어도 모든 권한을 가집니다.</Trans>
              </Empty>
            }
          />
        )}
      </Loaded>
      {open?.what === 'set' ? <SetOperator operator={open.operator} onDone={again} onClose={() => setOpen(null)} /> : null}
      {open?.what === 'remove' ? (
        <TypedConfirm
          title={t`운영자 해제`}
          word={open.operator.name}
          action={t`해제`}
          remark={t`다시 지정하실 수 있습니다.`}
          onClose={() => setOpen(null)}
          onConfirm={async () => {
            await removeOperator(signed, open.operator.id);
            await again();
          }}
        >
          {open.operator.id === signed.session.member.id ? (
            <Trans>본인을 해제하시면 5초 안에 운영자 화면을 사용하실 수 없게 됩니다.</Trans>
          ) : (
            <Trans>이 사람은 5초 안에 운영자 화면과 API를 사용할 수 없게 됩니다. 조직의 역할은 그대로입니다.</Trans>
          )}
        </TypedConfirm>
      ) : null}
    </>
  );
}

function useRoleNames(): Record<OperatorRole, string> {
  const { t } = useLingui();
  return { platform_operator: t`플랫폼 운영자`, capacity_operator: t`용량 운영자`, publisher: t`모델 게시자` };
}

function SetOperator({ operator, onDone, onClose }: { operator: Operator | null; onDone: () => Promise<void>; onClose: () => void }) {
  const { t } = useLingui();
  const signed = useSigned();
  const roles = useRoleNames();
  const [subject, setSubject] = useState(operator?.id ?? '');
  const [role, setRole] = useState<OperatorRole>(operator?.role ?? 'capacity_operator');
  const [name, setName] = useState(operator?.name ?? '');
  const remarks: Record<OperatorRole, string> = {
    platform_operator: t`플랫폼 전체를 운영합니다.`,
    capacity_operator: t`사이트, 노드, 배포를 운영하며 테넌트는 볼 수 없습니다.`,
    publisher: t`모델과 버전을 등록합니다.`,
  };
  return (
    <FormDialog
      title={operator ? t`운영자 변경` : t`운영자 지정`}
      action={t`저장`}
      ready={subject.trim() !== '' && name.trim() !== ''}
      onSubmit={async () => {
        await setOperator(signed, subject, role, name);
        await onDone();
      }}
      onClose={onClose}
    >
      <TextInput
        data-autofocus={operator === null ? true : undefined}
        required
        label={t`사용자 ID`}
        description={t`Keycloak 공유 영역에 있는 사용자의 ID입니다. Keycloak 관리 화면의 사용자 상세에서 볼 수 있습니다.`}
        readOnly={operator !== null}
        maxLength={100}
        value={subject}
        onChange={(event) => setSubject(event.currentTarget.value)}
      />
      <TextInput required label={t`이름`} description={t`목록과 변경 기록에서 알아볼 이름입니다.`} maxLength={100} value={name} onChange={(event) => setName(event.currentTarget.value)} />
      <NativeSelect
        label={t`역할`}
        description={remarks[role]}
        value={role}
        data={Object.entries(roles).map(([value, label]) => ({ value, label }))}
        onChange={(event) => setRole(event.currentTarget.value as OperatorRole)}
      />
      {operator === null ? (
        <Text size="sm" c="dimmed">
          <Trans>지정된 사람은 조직 없이 로그인하면 운영자 화면을 볼 수 있습니다. 2단계 인증을 설정하도록 안내해 주세요.</Trans>
        </Text>
      ) : null}
    </FormDialog>
  );
}
