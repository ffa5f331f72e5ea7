import { Badge, Button, NativeSelect } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { integer, nanoToWon, perMillion, wonIn } from '../../../format/format.ts';
import { Icon } from '../../../parts/icon.tsx';
import { Empty, PageHead } from '../../../parts/page.tsx';
import { Loaded } from '../../../parts/state.tsx';
import { DataTable, type Column } from '../../../parts/table.tsx';
import { deploymentsQuery, replicasQuery, sitesQuery, tenantsQuery } from '../../../platform/queries.ts';
import { deploymentStates, StateBadge } from '../../../platform/states.tsx';
import type { Deployment, Replica } from '../../../platform/types.ts';
import { useSigned } from '../../../session/context.tsx';
import { may } from '../../../session/rights.ts';
import { CreateDeployment } from './create.tsx';
import { deploymentsRoute, type DeploymentsSearch } from './route.tsx';

/** Models that are offered, on which engines, and how these do. */
export function DeploymentsPage() {
  const { t } = useLingui();
  const { session } = useSigned();
  const [creating, setCreating] = useState(false);
  const mayWrite = may(session, 'platform.deployments:write');
  const create = mayWrite ? () => setCreating(true) : null;
  return (
    <>
      <PageHead
        title={t`배포`}
        actions={
          create === null ? undefined : (
            <Button leftSection={<Icon name="plus" size={18} />} onClick={create}>
              <Trans>배포하기</Trans>
            </Button>
          )
        }
      >
        <Trans>모델 버전을 이름과 가격을 정해 제공합니다. 부하는 응답한 게이트웨이에서 보이는 값입니다.</Trans>
      </PageHead>
      <DeploymentList onCreate={create} />
      {creating ? <CreateDeployment onClose={() => setCreating(false)} /> : null}
    </>
  );
}

function DeploymentList({ onCreate }: { onCreate: (() => void) | null }) {
  const { t, i18n } = useLingui();
  const signed = useSigned();
  const deployments = useQuery(deploymentsQuery(signed));
  const replicas = useQuery(replicasQuery(signed));
  const sites = useQuery(sitesQuery(signed));
  const tenants = useQuery({ ...tenantsQuery(signed), enabled: may(signed.session, 'platform.tenants:read') });
  const search = deploymentsRoute.useSearch();
  const navigate = deploymentsRoute.useNavigate();
  const filter = (changed: Partial<DeploymentsSearch>): void => void navigate({ search: { ...search, ...changed, page: undefined }, replace: true });
  const drivers: Record<string, string> = { local: t`로컬`, external: t`외부` };
  const siteOf = ({ site }: Deployment): string => sites.data?.rows.find(({ id }) => id === site)?.name ?? site;
  const poolOf = ({ pool }: Deployment): string => (pool === 'shared' ? t`공유` : (tenants.data?.rows.find(({ id }) => id === pool)?.name ?? pool));
  const replicaOf = ({ id }: Deployment): Replica | undefined => replicas.data?.find(({ deployment }) => deployment === id);
  const load = (deployment: Deployment): string => {
    const replica = replicaOf(deployment);
    if (!replica) {
      return t`다른 서버에서 실행`;
    }
    return replica.concurrency === null ? integer(replica.inFlight) : `${integer(replica.inFlight)} / ${integer(replica.concurrency)}`;
  };
  const price = ({ price: of }: Deployment): string =>
    of === null ? '-' : [of.inputNanoWon, of.outputNanoWon].map((nano) => wonIn(i18n.locale, perMillion(nanoToWon(nano)))).join(' · ');
  const columns: Column<Deployment>[] = [
    {
      id: 'name',
      head: t`이름`,
      value: ({ name, id }) => `${name} ${id}`,
      cell: ({ id, name }) => (
        <Link to="/-/deployments/$id" params={{ id }}>
          <strong>{name}</strong>
        </Link>
      ),
    },
    { id: 'state', head: t`상태`, value: ({ state }) => t(deploymentStates[state][0]), cell: ({ state }) => <StateBadge state={state} words={deploymentStates} /> },
    { id: 'load', head: t`처리 중`, value: (deployment) => replicaOf(deployment)?.inFlight ?? -1, cell: load, isNumber: true },
    { id: 'queued', head: t`대기`, value: (deployment) => replicaOf(deployment)?.queued ?? 0, cell: (deployment) => integer(replicaOf(deployment)?.queued ?? 0), isNumber: true },
    {
      id: 'engine',
      head: t`엔진`,
      value: ({ engine, driver }) => `${engine} ${drivers[driver] ?? driver}`,
      cell: ({ engine, driver }) => (
        <>
          {engine}{' '}
          <Badge variant="light" color="gray">
            {drivers[driver] ?? driver}
          </Badge>
        </>
      ),
    },
    { id: 'pool', head: t`풀`, value: poolOf, cell: poolOf },
    { id: 'site', head: t({ message: '사이트', context: 'one' }), value: siteOf, cell: siteOf },
    { id: 'price', head: t`입력 · 출력 (100만 토큰)`, value: price, cell: price, isNumber: true },
  ];
  return (
    <Loaded of={deployments}>
      {({ rows }) => (
        <DataTable
          label={t`배포`}
          rows={rows.filter(
            ({ state, driver }) =>
              (search.state === undefined ? state !== 'deleted' : state === search.state) && (search.driver === undefined || driver === search.driver),
          )}
          columns={columns}
          rowKey={({ id }) => id}
          view={search}
          onView={(view) => void navigate({ search: { state: search.state, driver: search.driver, ...view }, replace: true })}
          filters={
            <>
              <NativeSelect
                size="sm"
                aria-label={t`상태로 거르기`}
                value={search.state ?? ''}
                data={[
                  { value: '', label: t`모든 상태` },
                  ...Object.entries(deploymentStates)
                    .filter(([value]) => value !== 'deleted')
                    .map(([value, [label]]) => ({ value, label: t(label) })),
                ]}
                onChange={(event) => filter({ state: (event.currentTarget.value || undefined) as DeploymentsSearch['state'] })}
              />
              <NativeSelect
                size="sm"
                aria-label={t`실행 방식으로 거르기`}
                value={search.driver ?? ''}
                data={[{ value: '', label: t`모든 실행 방식` }, ...Object.entries(drivers).map(([value, label]) => ({ value, label }))]}
                onChange={(event) => filter({ driver: (event.currentTarget.value || undefined) as DeploymentsSearch['driver'] })}
              />
            </>
          }
          empty={
            search.state !== undefined || search.driver !== undefined ? (
              <Empty
                title={t`조건에 맞는 배포가 없습니다`}
                action={
                  <Button variant="default" onClick={() => void navigate({ search: {}, replace: true })}>
                    <Trans>조건 지우기</Trans>
                  </Button>
                }
              />
            ) : (
              <Empty
                title={t`배포한 모델이 없습니다`}
                action={
                  onCreate === null ? undefined : (
                    <Button onClick={onCreate}>
                      <Trans>첫 모델 배포하기</Trans>
                    </Button>
                  )
                }
              >
                <Trans>레지스트리에 있는 모델 버전을 배포하면 테넌트가 그 이름으로 호출할 수 있습니다.</Trans>
              </Empty>
            )
          }
        />
      )}
    </Loaded>
  );
}
