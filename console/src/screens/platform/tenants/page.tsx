import { Badge, Button, NativeSelect, Tabs } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { integer } from '../../../format/format.ts';
import { Icon } from '../../../parts/icon.tsx';
import { Empty, PageHead } from '../../../parts/page.tsx';
import { Loaded } from '../../../parts/state.tsx';
import { DataTable, type Column } from '../../../parts/table.tsx';
import { Time, Won } from '../../../parts/values.tsx';
import { tenantsQuery } from '../../../platform/queries.ts';
import { dataClasses, isolations, StateBadge, tenantStates } from '../../../platform/states.tsx';
import type { Tenant } from '../../../platform/types.ts';
import { useSigned } from '../../../session/context.tsx';
import { may } from '../../../session/rights.ts';
import { SignupCodes } from './codes.tsx';
import { CreateTenant } from './create.tsx';
import { kindOf } from './form.ts';
import { tenantsRoute, type TenantsSearch } from './route.tsx';

/** Every organisation on the platform, and how companies become one by themselves. */
export function TenantsPage() {
  const { t } = useLingui();
  const { session } = useSigned();
  const search = tenantsRoute.useSearch();
  const navigate = tenantsRoute.useNavigate();
  const [creating, setCreating] = useState(false);
  const mayWrite = may(session, 'platform.tenants:write');
  return (
    <>
      <PageHead
        title={t`테넌트`}
        actions={
          mayWrite ? (
            <Button leftSection={<Icon name="plus" size={18} />} onClick={() => setCreating(true)}>
              <Trans>테넌트 만들기</Trans>
            </Button>
          ) : undefined
        }
      >
        <Trans>플랫폼을 사용하는 기업과 기관입니다. 정지와 정책 변경은 5초 안에 모든 곳에 적용됩니다.</Trans>
      </PageHead>
      <Tabs
        value={search.tab ?? 'tenants'}
        keepMounted={false}
        onChange={(tab) => void navigate({ search: tab === 'codes' ? { tab } : {}, replace: true })}
      >
        <Tabs.List mb="md">
          <Tabs.Tab value="tenants">
            <Trans>목록</Trans>
          </Tabs.Tab>
          <Tabs.Tab value="codes">
            <Trans>가입과 가입 코드</Trans>
          </Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="tenants">
          <TenantList onCreate={mayWrite ? () => setCreating(true) : null} />
        </Tabs.Panel>
        <Tabs.Panel value="codes">
          <SignupCodes />
        </Tabs.Panel>
      </Tabs>
      {creating ? <CreateTenant onClose={() => setCreating(false)} /> : null}
    </>
  );
}

function TenantList({ onCreate }: { onCreate: (() => void) | null }) {
  const { t } = useLingui();
  const signed = useSigned();
  const tenants = useQuery(tenantsQuery(signed));
  const search = tenantsRoute.useSearch();
  const navigate = tenantsRoute.useNavigate();
  const filter = (changed: Partial<TenantsSearch>): void => void navigate({ search: { ...search, ...changed, page: undefined }, replace: true });
  const kinds = { business: t`기업`, government: t`국가기관` };
  const columns: Column<Tenant>[] = [
    {
      id: 'name',
      head: t`이름`,
      value: ({ name, id }) => `${name} ${id}`,
      cell: ({ id, name }) => (
        <Link to="/-/tenants/$id" params={{ id }}>
          <strong>{name}</strong>
        </Link>
      ),
    },
    { id: 'state', head: t`상태`, value: ({ state }) => t(tenantStates[state][0]), cell: ({ state }) => <StateBadge state={state} words={tenantStates} /> },
    {
      id: 'isolation',
      head: t`격리`,
      value: ({ isolation }) => t(isolations[isolation]),
      cell: ({ isolation }) => (
        <Badge variant="light" color={isolation === 'DEDICATED' ? 'primary' : 'gray'}>
          {t(isolations[isolation])}
        </Badge>
      ),
    },
    { id: 'kind', head: t`구분`, value: (tenant) => kinds[kindOf(tenant)], cell: (tenant) => kinds[kindOf(tenant)] },
    { id: 'n2sf', head: t`N2SF 등급`, value: ({ n2sf }) => t(dataClasses[n2sf]), cell: ({ n2sf }) => t(dataClasses[n2sf]) },
    { id: 'countries', head: t`허용 국가`, value: ({ allowedJurisdictions }) => allowedJurisdictions.join(', '), cell: ({ allowedJurisdictions }) => allowedJurisdictions.join(', ') },
    { id: 'credit', head: t`월 한도`, value: ({ creditLimitWon }) => creditLimitWon, cell: ({ creditLimitWon }) => <Won value={creditLimitWon} />, isNumber: true },
    { id: 'share', head: t`순번 몫`, value: ({ share }) => share, cell: ({ share }) => integer(share), isNumber: true },
    { id: 'created', head: t`생성`, value: ({ createdAt }) => createdAt, cell: ({ createdAt }) => <Time at={createdAt} /> },
  ];
  return (
    <Loaded of={tenants}>
      {({ rows }) => (
        <DataTable
          label={t`테넌트`}
          rows={rows.filter(
            (tenant) =>
              (search.state === undefined || tenant.state === search.state) &&
              (search.isolation === undefined || tenant.isolation === search.isolation) &&
              (search.kind === undefined || kindOf(tenant) === search.kind),
          )}
          columns={columns}
          rowKey={({ id }) => id}
          view={search}
          onView={(view) => void navigate({ search: { state: search.state, isolation: search.isolation, kind: search.kind, ...view }, replace: true })}
          filters={
            <>
              <NativeSelect
                size="sm"
                aria-label={t`상태로 거르기`}
                value={search.state ?? ''}
                data={[{ value: '', label: t`모든 상태` }, ...Object.entries(tenantStates).map(([value, [label]]) => ({ value, label: t(label) }))]}
                onChange={(event) => filter({ state: (event.currentTarget.value || undefined) as TenantsSearch['state'] })}
              />
              <NativeSelect
                size="sm"
                aria-label={t`격리로 거르기`}
                value={search.isolation ?? ''}
                data={[{ value: '', label: t`모든 격리` }, ...Object.entries(isolations).map(([value, label]) => ({ value, label: t(label) }))]}
                onChange={(event) => filter({ isolation: (event.currentTarget.value || undefined) as TenantsSearch['isolation'] })}
              />
              <NativeSelect
                size="sm"
                aria-label={t`구분으로 거르기`}
                value={search.kind ?? ''}
                data={[{ value: '', label: t`모든 구분` }, ...Object.entries(kinds).map(([value, label]) => ({ value, label }))]}
                onChange={(event) => filter({ kind: (event.currentTarget.value || undefined) as TenantsSearch['kind'] })}
              />
            </>
          }
          empty={
            rows.length > 0 ? (
              <Empty
                title={t`조건에 맞는 테넌트가 없습니다`}
                action={
                  <Button variant="default" onClick={() => void navigate({ search: {}, replace: true })}>
                    <Trans>조건 지우기</Trans>
                  </Button>
                }
              />
            ) : (
              <Empty
                title={t`아직 테넌트가 없습니다`}
                action={
                  onCreate === null ? undefined : (
                    <Button onClick={onCreate}>
                      <Trans>첫 테넌트 만들기</Trans>
                    </Button>
                  )
                }
              >
                <Trans>테넌트를 만들고 첫 소유자를 초대하시면, 소유자가 구성원과 API 키를 관리합니다.</Trans>
              </Empty>
            )
          }
        />
      )}
    </Loaded>
  );
}
