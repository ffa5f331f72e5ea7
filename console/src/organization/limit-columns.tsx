import { Badge, Progress } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import type { Limit } from '../api/types.ts';
import { integer, wonIn } from '../format/format.ts';
import type { Column } from '../parts/table.tsx';

/**
 * How limits are listed: of what, how much of it is used, who set it, and whether it binds.
 *
 * @param nameOf the name of what a limit is of, where it is known
 */
export function useLimitColumns(nameOf: (limit: Limit) => string | undefined): Column<Limit>[] {
  const { t, i18n } = useLingui();
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
    return [levels[limit.level], nameOf(limit) ?? limit.id, limit.model === '*' ? null : limit.model].filter(Boolean).join(' · ');
  };
  return [
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
}
