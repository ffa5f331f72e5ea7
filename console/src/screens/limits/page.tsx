import { Badge, Progress } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import type { Limit } from '../../api/types.ts';
import { integer, wonIn } from '../../format/format.ts';
import { limitsQuery } from '../../organization/queries.ts';
import { Empty, PageHead } from '../../parts/page.tsx';
import { Loaded } from '../../parts/state.tsx';
import { DataTable, type Column } from '../../parts/table.tsx';
import { useSigned } from '../../session/context.tsx';
import { limitsRoute } from './route.tsx';

/** Every limit with its use, and which one binds now. */
export function LimitsPage() {
  const { t, i18n } = useLingui();
  const signed = useSigned();
  const view = limitsRoute.useSearch();
  const navigate = limitsRoute.useNavigate();
  const limits = useQuery(limitsQuery(signed));
  const levels = { organization: t`조직`, project: t`프로젝트`, api_key: t`API 키`, user: t`구성원` };
  const kinds = {
    requests_per_minute: t`분당 요청`,
    tokens_per_minute: t`분당 토큰`,
    requests_per_day: t`일일 요청`,
    tokens_per_day: t`일일 토큰`,
    concurrent_requests: t`동시 요청`,
    spend_per_month: t`월 지출`,
  };
  const setters = { tenant: t`조직`, operator: t`운영자`, contract: t`계약` };
  const amount = (limit: Limit, value: number): string => (limit.kind === 'spend_per_month' ? wonIn(i18n.locale, value) : integer(value));
  const target = (limit: Limit): string => {
    const project = signed.session.projects.find(({ id }) => id === limit.id)?.name;
    return [levels[limit.level], project ?? limit.id, limit.model === '*' ? null : limit.model].filter(Boolean).join(' · ');
  };
  const columns: Column<Limit>[] = [
    { id: 'target', head: t`대상`, value: target, cell: target },
    { id: 'kind', head: t`종류`, value: ({ kind }) => kinds[kind], cell: ({ kind }) => kinds[kind] },
    {
      id: 'used',
      head: t`사용`,
      value: ({ used, limit }) => (limit === 0 ? 1 : used / limit),
      cell: (limit) => (
        <div style={{ minWidth: '9rem' }}>
          {amount(limit, limit.used)} / {amount(limit, limit.limit)}
          <Progress
            mt={4}
            value={limit.limit === 0 ? 100 : Math.min(100, (limit.used / limit.limit) * 100)}
            color={limit.used >= limit.limit * 0.9 ? 'red' : 'primary'}
            aria-label={t`${target(limit)} ${kinds[limit.kind]} 사용률`}
          />
        </div>
      ),
    },
    { id: 'setBy', head: t`설정한 곳`, value: ({ set_by }) => setters[set_by], cell: ({ set_by }) => setters[set_by] },
    {
      id: 'binds',
      head: t`지금 적용`,
      value: ({ binds }) => (binds ? 1 : 0),
      cell: ({ binds }) =>
        binds ? (
          <Badge variant="light" color="yellow">
            <Trans>가장 빠듯함</Trans>
          </Badge>
        ) : (
          '-'
        ),
    },
  ];
  return (
    <>
      <PageHead title={t`한도`}>
        <Trans>설정된 모든 한도와 지금까지의 사용량입니다. 같은 종류 중 가장 빠듯한 한도가 먼저 요청을 막습니다.</Trans>
      </PageHead>
      <Loaded of={limits}>
        {(rows) => (
          <DataTable
            label={t`한도`}
            rows={rows}
            columns={columns}
            rowKey={(limit) => [limit.level, limit.id, limit.model, limit.kind].join()}
            view={view}
            onView={(search) => void navigate({ search, replace: true })}
            empty={
              <Empty title={t`설정된 한도가 없습니다`}>
                <Trans>API 키의 설정에서 키마다 한도를 정하실 수 있습니다.</Trans>
              </Empty>
            }
          />
        )}
      </Loaded>
    </>
  );
}
