import { NativeSelect, SegmentedControl, Tabs } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { day, integer, kst, minute, wonIn } from '../../format/format.ts';
import { useNames } from '../../organization/names.ts';
import { Card, Empty, PageHead, Stat, Stats } from '../../parts/page.tsx';
import { Loaded } from '../../parts/state.tsx';
import { DataTable, type Column } from '../../parts/table.tsx';
import { useSigned } from '../../session/context.tsx';
import { may } from '../../session/rights.ts';
import { Chart } from './chart.tsx';
import { ALL, barsOf, linesOf, NOBODY, ownerOf, totalOf, type Line, type Span } from './figures.ts';
import { Invoice } from './invoice.tsx';
import { costsQuery, usageQuery } from './queries.ts';
import { usageRoute, type Group, type Metric, type Range } from './route.tsx';
import classes from './usage.module.css';

/** What was used, by whom, and what it costs. */
export function UsagePage() {
  const { t } = useLingui();
  const { session } = useSigned();
  const search = usageRoute.useSearch();
  const navigate = usageRoute.useNavigate();
  return (
    <>
      <PageHead title={t`사용량과 비용`}>
        <Trans>보낸 요청은 10초 안에 나타납니다. 시간은 한국 시간(KST), 금액은 부가세를 제외한 금액입니다.</Trans>
      </PageHead>
      {may(session, 'invoices:read') ? (
        <Tabs
          value={search.tab ?? 'usage'}
          keepMounted={false}
          onChange={(tab) => void navigate({ search: { ...search, tab: tab === 'invoice' ? 'invoice' : undefined }, replace: true })}
        >
          <Tabs.List mb="md">
            <Tabs.Tab value="usage">
              <Trans>사용량</Trans>
            </Tabs.Tab>
            <Tabs.Tab value="invoice">
              <Trans>청구 예정</Trans>
            </Tabs.Tab>
          </Tabs.List>
          <Tabs.Panel value="usage">
            <Usage />
          </Tabs.Panel>
          <Tabs.Panel value="invoice">
            <Invoice />
          </Tabs.Panel>
        </Tabs>
      ) : (
        <Usage />
      )}
    </>
  );
}

function Usage() {
  const { t } = useLingui();
  const signed = useSigned();
  const search = usageRoute.useSearch();
  const navigate = usageRoute.useNavigate();
  const range: Range = search.range ?? '7d';
  const group: Group = search.by ?? 'model';
  const metric: Metric = search.metric ?? 'tokens';
  const usage = useQuery(usageQuery(signed, range, group));
  const costs = useQuery(costsQuery(signed, range, group));
  const nameOf = useOwners(group);
  const set = (changed: Partial<typeof search>): void => void navigate({ search: { ...search, page: undefined, ...changed }, replace: true });
  return (
    <>
      <div className={classes.bar}>
        <SegmentedControl
          className={classes.ranges ?? ''}
          aria-label={t`기간`}
          value={range}
          onChange={(value) => set({ range: value })}
          data={[
            { value: '1h', label: t`1시간 (분)` },
            { value: '24h', label: t`24시간 (시)` },
            { value: '7d', label: t`7일 (일)` },
            { value: '31d', label: t`31일 (일)` },
          ]}
        />
        <NativeSelect
          aria-label={t`나누어 볼 기준`}
          value={group}
          onChange={(event) => set({ by: event.currentTarget.value as Group })}
          data={[
            { value: 'model', label: t`모델별` },
            { value: 'project', label: t`프로젝트별` },
            { value: 'key', label: t`키별` },
            { value: 'member', label: t`구성원별` },
            { value: 'none', label: t`전체` },
          ]}
        />
        <NativeSelect
          aria-label={t`그래프에 표시할 값`}
          value={metric}
          onChange={(event) => set({ metric: event.currentTarget.value as Metric })}
          data={[
            { value: 'tokens', label: t`토큰` },
            { value: 'requests', label: t`요청 수` },
            { value: 'won', label: t`비용` },
          ]}
        />
      </div>
      <Loaded of={usage}>
        {(used) => {
          const paid = costs.data ?? null;
          const lines = linesOf(used.buckets, paid?.buckets ?? null, group);
          const rows =
            metric === 'won'
              ? (paid?.buckets ?? []).flatMap(({ start_time, results }) => results.map((row) => ({ start: start_time, owner: ownerOf(row, group), value: row.amount.value })))
              : used.buckets.flatMap(({ start_time, results }) =>
                  results.map((row) => ({
                    start: start_time,
                    owner: ownerOf(row, group),
                    value: metric === 'requests' ? row.num_model_requests : row.input_tokens + row.output_tokens,
                  })),
                );
          return <Figures lines={lines} span={used.span} rows={rows} nameOf={nameOf} group={group} />;
        }}
      </Loaded>
    </>
  );
}

function Figures({
  lines,
  span,
  rows,
  nameOf,
  group,
}: {
  lines: Line[];
  span: Span;
  rows: { start: number; owner: string; value: number }[];
  nameOf: (id: string) => string;
  group: Group;
}) {
  const { t, i18n } = useLingui();
  const { organization } = useSigned();
  const search = usageRoute.useSearch();
  const navigate = usageRoute.useNavigate();
  const total = totalOf(lines);
  const tick = (start: number): string => {
    const at = new Date(start * 1000);
    return span.width === '1d' ? day(at) : span.width === '1h' ? kst(at) : minute(at);
  };
  const columns: Column<Line>[] = [
    { id: 'name', head: groupHead(group, t`모델`, t`프로젝트`, t`키`, t`구성원`, t`전체`), value: ({ id }) => nameOf(id), cell: ({ id }) => nameOf(id) },
    { id: 'requests', head: t`요청`, isNumber: true, value: ({ requests }) => requests, cell: ({ requests }) => integer(requests) },
    { id: 'input', head: t`입력 토큰`, isNumber: true, value: ({ input }) => input, cell: ({ input }) => integer(input) },
    { id: 'cached', head: t`캐시된 입력`, isNumber: true, value: ({ cached }) => cached, cell: ({ cached }) => integer(cached) },
    { id: 'output', head: t`출력 토큰`, isNumber: true, value: ({ output }) => output, cell: ({ output }) => integer(output) },
  ];
  if (total.won !== null) {
    columns.push({ id: 'won', head: t`비용 (원)`, isNumber: true, value: ({ won }) => won ?? 0, cell: ({ won }) => wonIn(i18n.locale, won ?? 0) });
  }
  if (lines.length === 0) {
    return (
      <Empty title={t`이 기간에는 사용량이 없습니다`} action={<Link to="/$org/playground" params={{ org: organization }}>{t`플레이그라운드에서 첫 요청 보내기`}</Link>}>
        <Trans>기간을 늘리거나 요청을 보내 보세요. 보낸 요청은 10초 안에 나타납니다.</Trans>
      </Empty>
    );
  }
  return (
    <div className={classes.column}>
      <Stats>
        <Stat name={t`요청`} value={integer(total.requests)} />
        <Stat name={t`입력 토큰`} value={integer(total.input)} remark={t`캐시 ${integer(total.cached)}`} />
        <Stat name={t`출력 토큰`} value={integer(total.output)} />
        {total.won === null ? null : <Stat name={t`비용`} value={wonIn(i18n.locale, total.won)} remark={t`부가세 별도`} />}
      </Stats>
      <Card>
        <Chart bars={barsOf(span, rows)} owners={lines.map(({ id }) => id)} nameOf={nameOf} label={t`기간별 사용량 그래프. 같은 내용이 아래 표에 있습니다.`} tick={tick} />
      </Card>
      <DataTable
        label={t`사용량`}
        rows={lines}
        columns={columns}
        rowKey={({ id }) => id}
        view={search}
        onView={(view) => void navigate({ search: { tab: search.tab, by: search.by, range: search.range, metric: search.metric, ...view }, replace: true })}
        empty={null}
      />
    </div>
  );
}

function groupHead(group: Group, model: string, project: string, key: string, member: string, all: string): string {
  return { model, project, key, member, none: all }[group];
}

/** Names of what usage is grouped by; the id where a name is not to be had. */
function useOwners(group: Group): (id: string) => string {
  const { t } = useLingui();
  const nameOf = useNames({ keys: group === 'key', members: group === 'member' });
  const nobody = group === 'key' ? t`키 없음 (구성원)` : group === 'member' ? t`구성원 없음 (키)` : t`없음`;
  return (id) => (id === ALL ? t`전체` : id === NOBODY ? nobody : nameOf(id));
}
