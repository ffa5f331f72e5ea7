import { Badge, Button, NativeSelect, Stack } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { infiniteQueryOptions, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { CodeBlock } from '../parts/code.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { Empty, Facts, Mono } from '../parts/page.tsx';
import { ErrorNotice, Loading, LoadMore } from '../parts/state.tsx';
import { DataTable, type Column, type ListView } from '../parts/table.tsx';
import { Time } from '../parts/values.tsx';
import { useSigned, type Signed } from '../session/context.tsx';
import { may } from '../session/rights.ts';
import { eventWords } from './audit-words.ts';
import { operatorsQuery } from './queries.ts';
import type { AuditEvent } from './types.ts';

const PAGE = 100;

interface Page {
  data: AuditEvent[];
  has_more: boolean;
  last_id: string | null;
}

function auditQuery({ api }: Signed, path: string) {
  return infiniteQueryOptions({
    queryKey: ['platform', 'audit', path],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) => api.json<Page>(path, { query: { limit: PAGE, after: pageParam }, signal }),
    getNextPageParam: ({ has_more, last_id }) => (has_more ? last_id : null),
  });
}

/** What was changed, newest first; older parts are brought when they are asked for. */
export function AuditTable({ path, view, onView }: { path: string; view: ListView; onView: (view: ListView) => void }) {
  const { t } = useLingui();
  const log = useInfiniteQuery(auditQuery(useSigned(), path));
  const [opened, setOpened] = useState<AuditEvent | null>(null);
  const [outcome, setOutcome] = useState('');
  const words = useEventWords();
  const actorOf = useActors();
  const outcomes: Record<AuditEvent['outcome'], [string, string]> = {
    done: [t`완료`, 'green'],
    refused: [t`거부됨`, 'yellow'],
    failed: [t`실패`, 'red'],
    attempted: [t`결과 모름`, 'gray'],
  };
  const columns: Column<AuditEvent>[] = [
    { id: 'at', head: t`시각`, value: ({ effective_at }) => effective_at, cell: ({ effective_at }) => <Time at={effective_at} exact /> },
    { id: 'type', head: t`변경`, value: ({ type }) => `${words(type)} ${type}`, cell: ({ type }) => <span title={type}>{words(type)}</span> },
    { id: 'resource', head: t`대상`, value: (event) => resourceOf(event) ?? '', cell: (event) => <Mono>{resourceOf(event) ?? '-'}</Mono> },
    { id: 'actor', head: t`누가`, value: actorOf, cell: actorOf },
    {
      id: 'outcome',
      head: t`결과`,
      value: (event) => outcomes[event.outcome][0],
      cell: (event) => (
        <Badge variant="light" color={outcomes[event.outcome][1]}>
          {outcomes[event.outcome][0]}
        </Badge>
      ),
    },
    {
      id: 'more',
      head: t`작업`,
      cell: (event) => (
        <Button size="compact-sm" variant="default" aria-label={t`${words(event.type)} 자세히`} onClick={() => setOpened(event)}>
          <Trans>자세히</Trans>
        </Button>
      ),
    },
  ];
  if (log.data === undefined) {
    return log.isError ? <ErrorNotice error={log.error} retry={() => void log.refetch()} /> : <Loading />;
  }
  const rows = log.data.pages.flatMap(({ data }) => data);
  return (
    <>
      <DataTable
        label={t`변경 기록`}
        rows={outcome === '' ? rows : rows.filter((event) => event.outcome === outcome)}
        columns={columns}
        rowKey={({ id }) => id}
        view={view}
        onView={onView}
        filters={
          <NativeSelect
            size="sm"
            aria-label={t`결과로 거르기`}
            value={outcome}
            data={[{ value: '', label: t`모든 결과` }, ...Object.entries(outcomes).map(([value, [label]]) => ({ value, label }))]}
            onChange={(event) => setOutcome(event.currentTarget.value)}
          />
        }
        empty={
          <Empty title={rows.length === 0 ? t`기록된 변경이 없습니다` : t`조건에 맞는 기록이 없습니다`}>
            <Trans>변경은 실행되기 전에 기록되며, 지우거나 고칠 수 없습니다.</Trans>
          </Empty>
        }
      />
      {log.isError ? <ErrorNotice error={log.error} retry={() => void log.fetchNextPage()} /> : null}
      <LoadMore of={log}>
        <Trans>이전 기록 더 보기</Trans>
      </LoadMore>
      {opened ? <EventDialog event={opened} onClose={() => setOpened(null)} /> : null}
    </>
  );
}

function useEventWords(): (type: string) => string {
  const { t } = useLingui();
  return (type) => {
    const words = eventWords(type);
    return words ? words.map((word) => t(word)).join(' ') : type;
  };
}

/** What was changed: the id under the name that is the event's type. */
function resourceOf(event: AuditEvent): string | null {
  const what = (event as unknown as Record<string, unknown>)[event.type];
  const id = typeof what === 'object' && what !== null && 'id' in what ? what.id : null;
  return typeof id === 'string' && id !== '' ? id : null;
}

/** Who did it: operators by their names, where the reader may know them. */
function useActors(): (event: AuditEvent) => string {
  const signed = useSigned();
  const operators = useQuery({ ...operatorsQuery(signed), enabled: may(signed.session, 'platform.operators:read') });
  return ({ actor }) => {
    const { user } = actor.session;
    const id = actor.operator?.id ?? actor.api_key?.id ?? user?.id ?? '-';
    return operators.data?.find((operator) => operator.id === id)?.name ?? (user?.email === '' ? id : (user?.email ?? id));
  };
}

function EventDialog({ event, onClose }: { event: AuditEvent; onClose: () => void }) {
  const { t } = useLingui();
  const words = useEventWords();
  const actorOf = useActors();
  return (
    <Dialog title={words(event.type)} size="lg" onClose={onClose}>
      <Stack>
        <Facts
          rows={[
            [t`시각`, <Time key="at" at={event.effective_at} exact />],
            [t`종류`, <Mono key="type">{event.type}</Mono>],
            [t`대상`, <Mono key="what">{resourceOf(event) ?? '-'}</Mono>],
            [t`누가`, actorOf(event)],
            [t`접속 주소`, event.actor.session.ip_address || '-'],
            [t`프로그램`, event.actor.session.user_agent || '-'],
            [t`요청 번호`, event.request ? <Mono key="request">{event.request}</Mono> : '-'],
            ...(event.code === null ? [] : [[t`오류 코드`, <Mono key="code">{event.code}</Mono>] as [string, React.ReactNode]]),
          ]}
        />
        {event.before === null ? null : <CodeBlock label={t`변경 전`} code={JSON.stringify(event.before, null, 2)} />}
        {event.after === null ? null : <CodeBlock label={t`변경 후`} code={JSON.stringify(event.after, null, 2)} />}
      </Stack>
    </Dialog>
  );
}
