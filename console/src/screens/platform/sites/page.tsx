import { Badge, Button, Tabs, TextInput } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { integer } from '../../../format/format.ts';
import { FormDialog } from '../../../parts/dialog.tsx';
import { Icon } from '../../../parts/icon.tsx';
import { Empty, Mono, PageHead } from '../../../parts/page.tsx';
import { Loaded } from '../../../parts/state.tsx';
import { badgeColumn, DataTable, type Column } from '../../../parts/table.tsx';
import { Time } from '../../../parts/values.tsx';
import { deploymentsQuery, nodesQuery, sitesQuery } from '../../../platform/queries.ts';
import type { Node, Site } from '../../../platform/types.ts';
import { useSigned } from '../../../session/context.tsx';
import { may } from '../../../session/rights.ts';
import { countryName } from '../../models/words.ts';
import { createSite } from './queries.ts';
import { sitesRoute } from './route.tsx';

/** Data centres, and the machines that run or watch engines. */
export function SitesPage() {
  const { t } = useLingui();
  const { session } = useSigned();
  const search = sitesRoute.useSearch();
  const navigate = sitesRoute.useNavigate();
  const [creating, setCreating] = useState(false);
  const mayWrite = may(session, 'platform.sites:write');
  const create = mayWrite ? () => setCreating(true) : null;
  return (
    <>
      <PageHead
        title={t`사이트와 노드`}
        actions={
          create === null ? undefined : (
            <Button leftSection={<Icon name="plus" size={18} />} onClick={create}>
              <Trans>사이트 등록</Trans>
            </Button>
          )
        }
      >
        <Trans>사이트는 모델이 실행되는 데이터 센터이고, 노드는 엔진을 실행하거나 지켜보는 서버입니다.</Trans>
      </PageHead>
      <Tabs value={search.tab ?? 'sites'} keepMounted={false} onChange={(tab) => void navigate({ search: tab === 'nodes' ? { tab } : {}, replace: true })}>
        <Tabs.List mb="md">
          <Tabs.Tab value="sites">
            <Trans>사이트</Trans>
          </Tabs.Tab>
          <Tabs.Tab value="nodes">
            <Trans>노드</Trans>
          </Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="sites">
          <SiteList onCreate={create} />
        </Tabs.Panel>
        <Tabs.Panel value="nodes">
          <NodeList />
        </Tabs.Panel>
      </Tabs>
      {creating ? <CreateSite onClose={() => setCreating(false)} /> : null}
    </>
  );
}

function SiteList({ onCreate }: { onCreate: (() => void) | null }) {
  const { t, i18n } = useLingui();
  const signed = useSigned();
  const sites = useQuery(sitesQuery(signed));
  const deployments = useQuery(deploymentsQuery(signed));
  const search = sitesRoute.useSearch();
  const navigate = sitesRoute.useNavigate();
  const deployed = (site: string): number => (deployments.data?.rows ?? []).filter((deployment) => deployment.site === site && deployment.state !== 'deleted').length;
  const columns: Column<Site>[] = [
    { id: 'name', head: t`이름`, value: ({ name }) => name, cell: ({ name }) => <strong>{name}</strong> },
    {
      id: 'country',
      head: t`국가`,
      value: ({ country }) => `${countryName(i18n.locale, country)} ${country}`,
      cell: ({ country }) => (
        <Badge variant="light" color={country === 'KR' ? 'green' : 'yellow'}>
          {countryName(i18n.locale, country)}
        </Badge>
      ),
    },
    { id: 'operator', head: t`운영사`, value: ({ operator }) => operator, cell: ({ operator }) => operator },
    {
      id: 'deployments',
      head: t`배포`,
      value: ({ id }) => deployed(id),
      cell: ({ id, name }) => (
        <Link to="/-/deployments" search={{ q: name }}>
          {integer(deployed(id))}
        </Link>
      ),
      isNumber: true,
    },
    { id: 'id', head: t`번호`, value: ({ id }) => id, cell: ({ id }) => <Mono>{id}</Mono> },
    { id: 'created', head: t`등록`, value: ({ createdAt }) => createdAt, cell: ({ createdAt }) => <Time at={createdAt} /> },
  ];
  return (
    <Loaded of={sites}>
      {({ rows }) => (
        <DataTable
          label={t`사이트`}
          rows={rows}
          columns={columns}
          rowKey={({ id }) => id}
          view={search}
          onView={(view) => void navigate({ search: view, replace: true })}
          empty={
            <Empty
              title={t`등록한 사이트가 없습니다`}
              action={
                onCreate === null ? undefined : (
                  <Button onClick={onCreate}>
                    <Trans>첫 사이트 등록</Trans>
                  </Button>
                )
              }
            >
              <Trans>모델이 어느 나라의 어느 데이터 센터에서 실행되는지 영수증에 남습니다.</Trans>
            </Empty>
          }
        />
      )}
    </Loaded>
  );
}

const GIB = 1024 ** 3;

function NodeList() {
  const { t } = useLingui();
  const signed = useSigned();
  const nodes = useQuery(nodesQuery(signed));
  const deployments = useQuery(deploymentsQuery(signed));
  const search = sitesRoute.useSearch();
  const navigate = sitesRoute.useNavigate();
  const engines = (node: string): string =>
    (deployments.data?.rows ?? [])
      .filter((deployment) => deployment.node === node && deployment.driver === 'local' && deployment.state !== 'deleted')
      .map(({ name }) => name)
      .join(', ');
  const accelerators = ({ accelerators: all }: Node): string =>
    Object.entries(all)
      .map(([name, count]) => `${name} × ${integer(count)}`)
      .join(', ');
  const gib = ({ memoryBytes }: Node): number => Math.round(memoryBytes / GIB);
  const columns: Column<Node>[] = [
    { id: 'host', head: t`이름`, value: ({ host, id }) => `${host} ${id}`, cell: ({ host, id }) => <strong title={id}>{host}</strong> },
    badgeColumn('fresh', t`상태`, ({ fresh }) => (fresh ? [t`살아 있음`, 'green'] : [t`소식 없음`, 'red'])),
    { id: 'seen', head: t`마지막 소식`, value: ({ seenAt }) => seenAt, cell: ({ seenAt }) => <Time at={seenAt} exact /> },
    { id: 'region', head: t`구역`, value: ({ region }) => region, cell: ({ region }) => region },
    { id: 'engines', head: t`엔진`, value: ({ id }) => engines(id), cell: ({ id }) => engines(id) || '-' },
    { id: 'cores', head: t`코어`, value: ({ cores }) => cores, cell: ({ cores }) => integer(cores), isNumber: true },
    { id: 'memory', head: t`메모리`, value: gib, cell: (node) => `${integer(gib(node))} GiB`, isNumber: true },
    { id: 'accelerators', head: t`가속기`, value: accelerators, cell: (node) => accelerators(node) || t`없음` },
  ];
  return (
    <Loaded of={nodes}>
      {({ rows }) => (
        <DataTable
          label={t`노드`}
          rows={rows}
          columns={columns}
          rowKey={({ id }) => id}
          view={search}
          onView={(view) => void navigate({ search: { tab: 'nodes', ...view }, replace: true })}
          empty={
            <Empty title={t`노드가 없습니다`}>
              <Trans>컨트롤 플레인을 시작하면 그 서버가 10초 안에 저절로 나타납니다.</Trans>
            </Empty>
          }
        />
      )}
    </Loaded>
  );
}

const NAME = /^[a-z0-9][a-z0-9._-]{0,95}$/;

function CreateSite({ onClose }: { onClose: () => void }) {
  const { t } = useLingui();
  const signed = useSigned();
  const client = useQueryClient();
  const [name, setName] = useState('');
  const [country, setCountry] = useState('KR');
  const [operator, setOperator] = useState('');
  const wanted = { name: name.trim(), country: country.trim().toUpperCase(), operator: operator.normalize('NFC').trim() };
  const [idempotency] = useState(() => crypto.randomUUID());
  return (
    <FormDialog
      title={t`사이트 등록`}
      action={t`등록`}
      ready={NAME.test(wanted.name) && /^[A-Z]{2}$/.test(wanted.country) && wanted.operator !== ''}
      onSubmit={async () => {
        // Another site is another request, also where the one before was refused.
        await createSite(signed, wanted, `${idempotency}-${wanted.name}-${wanted.country}`);
        await client.invalidateQueries({ queryKey: sitesQuery(signed).queryKey });
      }}
      onClose={onClose}
    >
      <TextInput
        data-autofocus
        required
        label={t`이름`}
        description={t`영문 소문자, 숫자, 점, 밑줄, 하이픈을 사용할 수 있습니다. 나중에 바꿀 수 없습니다.`}
        placeholder="seoul-1"
        maxLength={96}
        value={name}
        error={name === '' || NAME.test(wanted.name) ? null : t`영문 소문자나 숫자로 시작해 주세요.`}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <TextInput required label={t`국가`} description={t`ISO 국가 코드 두 글자입니다.`} maxLength={2} value={country} onChange={(event) => setCountry(event.currentTarget.value)} />
      <TextInput required label={t`운영사`} description={t`데이터 센터를 운영하는 곳입니다. 영수증에 표시됩니다.`} maxLength={200} value={operator} onChange={(event) => setOperator(event.currentTarget.value)} />
    </FormDialog>
  );
}
