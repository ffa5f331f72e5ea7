import { Button, Progress } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { integer } from '../../../format/format.ts';
import { TypedConfirm } from '../../../parts/confirm.tsx';
import { Empty, Mono } from '../../../parts/page.tsx';
import { Loaded } from '../../../parts/state.tsx';
import { badgeColumn, DataTable, type Column } from '../../../parts/table.tsx';
import { Time } from '../../../parts/values.tsx';
import type { EncryptionKey, Tenant } from '../../../platform/types.ts';
import { useSigned } from '../../../session/context.tsx';
import { may } from '../../../session/rights.ts';
import { encryptionKeysQuery, rotateKey } from './queries.ts';
import { tenantRoute } from './route.tsx';

/** The keys that seal a tenant's data at rest, their versions, and their rotation. */
export function EncryptionKeys({ tenant }: { tenant: Tenant }) {
  const { t } = useLingui();
  const signed = useSigned();
  const client = useQueryClient();
  const keys = useQuery(encryptionKeysQuery(signed, tenant.id));
  const search = tenantRoute.useSearch();
  const navigate = tenantRoute.useNavigate();
  const [rotating, setRotating] = useState<EncryptionKey | null>(null);
  const mayWrite = may(signed.session, 'platform.key_material:write');
  const names: Record<EncryptionKey['dataClass'], string> = { people: t`사람`, content: t`내용`, audit: t`변경 기록` };
  const states: Record<EncryptionKey['state'], [string, string]> = {
    active: [t`사용 중`, 'green'],
    absent: [t`아직 없음`, 'gray'],
    destroyed: [t`파기됨`, 'red'],
  };
  const sealed = ({ dataKeys }: EncryptionKey): number => dataKeys.reduce((sum, { count }) => sum + count, 0);
  const columns: Column<EncryptionKey>[] = [
    {
      id: 'class',
      head: t`대상`,
      value: ({ dataClass }) => `${names[dataClass]} ${dataClass}`,
      cell: ({ dataClass }) => (
        <>
          <strong>{names[dataClass]}</strong> <Mono>{dataClass}</Mono>
        </>
      ),
    },
    badgeColumn('state', t`상태`, ({ state }) => states[state]),
    {
      id: 'version',
      head: t`버전`,
      value: ({ latestVersion }) => latestVersion,
      cell: ({ latestVersion, minimumVersion }) => (latestVersion === 0 ? '-' : t`${latestVersion} (${minimumVersion}부터 허용)`),
    },
    { id: 'data', head: t`데이터 키`, value: sealed, cell: (key) => integer(sealed(key)), isNumber: true },
    {
      id: 'rotated',
      head: t`마지막 교체`,
      value: ({ rotatedAt }) => rotatedAt ?? '',
      cell: ({ rotatedAt }) => (rotatedAt === null ? t`한 적 없음` : <Time at={rotatedAt} />),
    },
    { id: 'rewrap', head: t`다시 감싸기`, cell: ({ rewrap, dataClass }) => <Rewrap rewrap={rewrap} name={names[dataClass]} /> },
    {
      id: 'actions',
      head: t`작업`,
      cell: (key) =>
        mayWrite && key.state === 'active' ? (
          <Button size="compact-sm" variant="default" aria-label={t`${names[key.dataClass]} 키 교체`} onClick={() => setRotating(key)}>
            <Trans>교체</Trans>
          </Button>
        ) : null,
    },
  ];
  return (
    <>
      <Loaded of={keys}>
        {(rows) => (
          <DataTable
            label={t`${tenant.name} 암호화 키`}
            rows={rows}
            columns={columns}
            rowKey={({ dataClass }) => dataClass}
            view={search}
            onView={(view) => void navigate({ search: { tab: 'keys', ...view }, replace: true })}
            empty={
              <Empty title={t`암호화 키가 없습니다`}>
                <Trans>개요 탭의 복구를 실행하시면 키가 만들어집니다.</Trans>
              </Empty>
            }
          />
        )}
      </Loaded>
      {rotating ? (
        <TypedConfirm
          title={t`암호화 키 교체`}
          word={rotating.dataClass}
          action={t`교체`}
          onClose={() => setRotating(null)}
          onConfirm={async () => {
            await rotateKey(signed, tenant.id, rotating.dataClass);
            await client.invalidateQueries({ queryKey: encryptionKeysQuery(signed, tenant.id).queryKey });
          }}
        >
          <Trans>새 데이터는 바로 새 버전으로 암호화하고, 이전 버전이 감싼 데이터 키는 뒤에서 다시 감쌉니다. 서비스는 멈추지 않습니다.</Trans>
        </TypedConfirm>
      ) : null}
    </>
  );
}

function Rewrap({ rewrap, name }: { rewrap: EncryptionKey['rewrap']; name: string }) {
  const { t } = useLingui();
  if (rewrap === null) {
    return '-';
  }
  if (rewrap.state === 'done') {
    return t`완료 (${integer(rewrap.done)}개)`;
  }
  return (
    <div style={{ minWidth: '9rem' }}>
      {integer(rewrap.done)} / {integer(rewrap.total)}
      <Progress mt={4} value={rewrap.total === 0 ? 100 : (rewrap.done / rewrap.total) * 100} aria-label={t`${name} 키를 다시 감싼 비율`} />
    </div>
  );
}
