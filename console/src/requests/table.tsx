import { Badge } from '@mantine/core';
import { useLingui } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import type { RequestRecord } from '../api/types.ts';
import { duration, integer, wonIn } from '../format/format.ts';
import { Mono } from '../parts/page.tsx';
import type { Column } from '../parts/table.tsx';
import { Time } from '../parts/values.tsx';
import { lastAttempt } from './list.ts';
import classes from './requests.module.css';
import { outcomes } from './words.ts';

/** Enough of an id to tell two apart that lie beside each other: its end is random. */
const SHOWN_OF_ID = 8;

/**
 * The columns of a list of requests.
 *
 * @param nameOf the name of a project, key or member, or its id
 */
export function useRequestColumns(organization: string, nameOf: (id: string) => string): Column<RequestRecord>[] {
  const { t, i18n } = useLingui();
  const end = (request: RequestRecord): string => {
    const outcome = lastAttempt(request)?.outcome ?? '';
    const said = outcomes[outcome];
    return said ? t(said) : outcome;
  };
  const callerOf = (request: RequestRecord): string => nameOf(lastAttempt(request)?.api_key ?? lastAttempt(request)?.member ?? '-');
  const millisOf = (request: RequestRecord): number => {
    const attempt = lastAttempt(request);
    return attempt ? Date.parse(attempt.ended_at) - Date.parse(attempt.started_at) : 0;
  };
  return [
    {
      id: 'time',
      head: t`시각`,
      value: (request) => lastAttempt(request)?.started_at ?? '',
      cell: (request) => <Time at={lastAttempt(request)?.started_at ?? 0} seconds />,
    },
    {
      id: 'id',
      head: t`영수증`,
      value: ({ id }) => id,
      cell: ({ id }) => (
        <Link to="/$org/receipts" params={{ org: organization }} search={{ id }} title={id}>
          <Mono>…{id.slice(-SHOWN_OF_ID)}</Mono>
        </Link>
      ),
    },
    { id: 'model', head: t`모델`, value: (request) => lastAttempt(request)?.model ?? '', cell: (request) => <span className={classes.model}>{lastAttempt(request)?.model ?? '-'}</span> },
    {
      id: 'outcome',
      head: t`상태`,
      value: end,
      cell: (request) => (
        <Badge variant="light" color={lastAttempt(request)?.outcome === 'completed' ? 'green' : 'yellow'}>
          {end(request)}
        </Badge>
      ),
    },
    { id: 'caller', head: t`요청한 키·구성원`, value: callerOf, cell: callerOf },
    { id: 'input', head: t`입력 토큰`, isNumber: true, value: ({ usage }) => usage.input_tokens + usage.input_cached_tokens, cell: ({ usage }) => integer(usage.input_tokens + usage.input_cached_tokens) },
    { id: 'output', head: t`출력 토큰`, isNumber: true, value: ({ usage }) => usage.output_tokens, cell: ({ usage }) => integer(usage.output_tokens) },
    { id: 'won', head: t`비용 (원)`, isNumber: true, value: ({ cost_won }) => Number(cost_won), cell: ({ cost_won }) => wonIn(i18n.locale, cost_won) },
    { id: 'millis', head: t`걸린 시간`, isNumber: true, value: millisOf, cell: (request) => duration(millisOf(request)) },
  ];
}
