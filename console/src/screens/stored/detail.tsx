import { Alert, Badge, Button, Group, Stack, Text } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { useInfiniteQuery, useQuery, useQueryClient, type UseInfiniteQueryResult } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { ApiFailure } from '../../api/failure.ts';
import type { StoredResponse } from '../../api/types.ts';
import { integer } from '../../format/format.ts';
import { useAttempt } from '../../parts/attempt.ts';
import { CodeForms, CopyButton } from '../../parts/code.tsx';
import { TypedConfirm } from '../../parts/confirm.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { Icon } from '../../parts/icon.tsx';
import { Card, Empty, Facts, Mono } from '../../parts/page.tsx';
import { ErrorNotice, Loaded, Loading, LoadMore } from '../../parts/state.tsx';
import { Time } from '../../parts/values.tsx';
import { useSigned } from '../../session/context.tsx';
import { may } from '../../session/rights.ts';
import { baseAddress, snippets } from '../../snippets/snippets.ts';
import { retrieval, sameCall } from './code.ts';
import type { Kind, Named } from './kinds.ts';
import { cancelResponse, deleteStored, isRunning, storedQuery, turnsQuery, type Stored } from './queries.ts';
import { storedRoute } from './route.tsx';
import classes from './stored.module.css';
import { Turns } from './turn-view.tsx';
import { turnOfItem, turnOfMessage, type Turn } from './turns.ts';

type Row = [name: ReactNode, value: ReactNode];

/** What is kept under an id; where nothing is, why that may be. */
export function Detail({ what }: { what: Named }) {
  const stored = useQuery(storedQuery(useSigned(), what));
  return stored.data === undefined && stored.error instanceof ApiFailure && stored.error.status === 404 ? (
    <Absent />
  ) : (
    <Loaded of={stored}>{(found) => <Found stored={found} />}</Loaded>
  );
}

/** To whoever may not see it, it is as if it were not there: what that may mean. */
function Absent() {
  const { t } = useLingui();
  const { session, organization } = useSigned();
  return (
    <Empty
      title={t`보관된 내용이 없습니다`}
      action={
        may(session, 'data_retention:read') ? (
          <Link to="/$org/retention" params={{ org: organization }}>
            <Trans>데이터 보관 기간 확인</Trans>
          </Link>
        ) : undefined
      }
    >
      <Trans>다음 중 하나일 수 있습니다. 서로 다른 경우를 구별해 알려 드리지 않습니다.</Trans>
      <WhyAbsent />
    </Empty>
  );
}

function WhyAbsent() {
  return (
    <ul className={classes.why}>
      <li>
        <Trans>삭제되었거나, 조직이 정한 보관 기간이 지났습니다.</Trans>
      </li>
      <li>
        <Trans>처음부터 보관하지 않았습니다. 채팅은 store: true를 보낸 것만, 전용 조직의 응답도 그때만 보관합니다.</Trans>
      </li>
      <li>
        <Trans>소속되지 않은 프로젝트나 다른 조직의 것입니다.</Trans>
      </li>
      <li>
        <Trans>ID가 잘못되었습니다.</Trans>
      </li>
    </ul>
  );
}

function Found({ stored }: { stored: Stored }) {
  const { t } = useLingui();
  const signed = useSigned();
  const client = useQueryClient();
  const navigate = storedRoute.useNavigate();
  const asked = useInfiniteQuery(turnsQuery(signed, stored.kind, stored.id));
  const [open, setOpen] = useState<'code' | 'delete' | null>(null);
  const { running, error, attempt } = useAttempt();
  const mayWrite = may(signed.session, 'responses:write');
  const names = useKinds();
  const turns = asked.data?.pages.flatMap(({ data }) => data) ?? [];

  const cancel = (): void =>
    void attempt(async () => {
      await cancelResponse(signed, stored.id);
      await client.invalidateQueries({ queryKey: ['stored', signed.organization, 'one'] });
    });

  return (
    <>
      <Group justify="space-between" mb="md">
        <h2 className={classes.heading} style={{ margin: 0 }}>
          {names[stored.kind].one}
        </h2>
        <Group gap="xs">
          <Button size="sm" variant="default" leftSection={<Icon name="code" size={18} />} onClick={() => setOpen('code')}>
            <Trans>코드 보기</Trans>
          </Button>
          {mayWrite && stored.kind === 'response' && isRunning(stored.it) ? (
            <Button size="sm" variant="default" leftSection={<Icon name="stop" size={18} />} loading={running} onClick={cancel}>
              <Trans>응답 중단</Trans>
            </Button>
          ) : null}
          {mayWrite ? (
            <Button size="sm" variant="default" color="red" leftSection={<Icon name="trash" size={18} />} onClick={() => setOpen('delete')}>
              <Trans>삭제</Trans>
            </Button>
          ) : null}
        </Group>
      </Group>
      {error === null ? null : <ErrorNotice error={error} />}
      <div className={classes.grid}>
        <Said stored={stored} asked={asked} turns={turns} />
        <div className={classes.facts}>
          <Card title={t`정보`}>
            <Facts rows={useRows(stored)} />
          </Card>
        </div>
      </div>
      {open === 'code' ? <Code stored={stored} asked={asked.hasNextPage ? null : turns} onClose={() => setOpen(null)} /> : null}
      {open === 'delete' ? (
        <TypedConfirm
          title={names[stored.kind].remove}
          word={t`삭제`}
          action={t`삭제`}
          onClose={() => setOpen(null)}
          onConfirm={async () => {
            await deleteStored(signed, stored.kind, stored.id);
            await navigate({ search: {} });
            client.removeQueries({ queryKey: ['stored', signed.organization], type: 'inactive' });
            await client.invalidateQueries({ queryKey: ['stored', signed.organization, 'chats'] });
          }}
        >
          {names[stored.kind].felt}
        </TypedConfirm>
      ) : null}
    </>
  );
}

/** What each kind is called, and what is felt when one of it is deleted. */
function useKinds(): Record<Kind, { one: string; remove: string; felt: string }> {
  const { t } = useLingui();
  return {
    chat: { one: t`보관된 채팅`, remove: t`채팅 삭제`, felt: t`질문과 답변을 모든 사본에서 삭제합니다. 내용이 없는 사용량과 영수증은 남습니다.` },
    response: {
      one: t({ message: '보관된 응답', context: 'one' }),
      remove: t`응답 삭제`,
      felt: t`질문과 답변을 모두 삭제합니다. 이 응답을 이어 가던 요청은 더 이상 이어 갈 수 없습니다. 내용이 없는 사용량과 영수증은 남습니다.`,
    },
    conversation: { one: t`보관된 대화`, remove: t`대화 삭제`, felt: t`대화의 모든 항목을 삭제합니다. 이 대화에서 만든 응답은 따로 삭제할 때까지 남습니다.` },
  };
}

/** What was asked, and after all of it what was answered. */
function Said({ stored, asked, turns }: { stored: Stored; asked: UseInfiniteQueryResult; turns: Turn[] }) {
  const { t } = useLingui();
  const instructions: Turn[] = stored.kind === 'response' && stored.it.instructions !== null ? [{ key: 'instructions', role: 'system', parts: [{ kind: 'text', text: stored.it.instructions }] }] : [];
  const answered = answeredIn(stored);
  return (
    <Stack>
      {asked.isError ? <ErrorNotice error={asked.error} retry={() => void asked.refetch()} /> : null}
      {asked.isPending ? <Loading /> : null}
      {stored.kind === 'conversation' && asked.isSuccess && turns.length === 0 ? (
        <Empty title={t`아직 항목이 없습니다`}>
          <Trans>응답을 요청할 때 이 대화의 ID를 conversation으로 보내면 질문과 답변이 추가됩니다.</Trans>
        </Empty>
      ) : null}
      {asked.isSuccess ? <Turns label={t`주고받은 내용`} turns={[...instructions, ...turns, ...(asked.hasNextPage ? [] : answered)]} /> : null}
      <LoadMore of={asked}>
        <Trans>이어지는 내용 더 불러오기</Trans>
      </LoadMore>
      {asked.hasNextPage ? <Turns label={t`답변`} turns={answered} /> : null}
      {stored.kind === 'response' ? <HowItEnded response={stored.it} /> : null}
    </Stack>
  );
}

function answeredIn(stored: Stored): Turn[] {
  switch (stored.kind) {
    case 'chat':
      return stored.it.choices.map(({ index, message }) => turnOfMessage(message, `answer ${String(index)}`));
    case 'response':
      return stored.it.output.map((item, index) => turnOfItem(item, `answer ${String(index)}`));
    case 'conversation':
      return [];
  }
}

/** Why a response has no answer, or not a whole one. */
function HowItEnded({ response: { error, incomplete_details: incomplete, status } }: { response: StoredResponse }) {
  const { t } = useLingui();
  if (error !== null) {
    return (
      <Alert color="red" variant="light" icon={<Icon name="alert" />} title={error.message}>
        <Text size="xs">
          <Trans>오류 코드</Trans> <Mono>{error.code}</Mono>
        </Text>
      </Alert>
    );
  }
  if (incomplete !== null) {
    return (
      <Alert color="yellow" variant="light" icon={<Icon name="info" />} title={t`답변이 중간에 끝났습니다`}>
        {incomplete.reason === 'content_filter' ? <Trans>안전 장치가 답변을 멈추었습니다.</Trans> : <Trans>요청에서 정한 최대 길이에 이르렀습니다.</Trans>}
      </Alert>
    );
  }
  return status === 'queued' || status === 'in_progress' ? (
    <Alert color="blue" variant="light" icon={<Icon name="info" />} role="status" title={t`답변하는 중입니다`}>
      <Trans>끝나면 이 화면에 나타납니다. 기다리지 않고 닫으셔도 됩니다.</Trans>
    </Alert>
  ) : null;
}

function useRows(stored: Stored): Row[] {
  const { t } = useLingui();
  const { organization, session } = useSigned();
  const states: Record<StoredResponse['status'], readonly [name: string, colour: string]> = {
    queued: [t`대기 중`, 'blue'],
    in_progress: [t`답변 중`, 'blue'],
    completed: [t`완료`, 'green'],
    incomplete: [t`중간에 끝남`, 'yellow'],
    failed: [t`실패`, 'red'],
    cancelled: [t`취소됨`, 'gray'],
  };
  const to = (id: string): ReactNode => (
    <Link to="/$org/stored" params={{ org: organization }} search={{ id }}>
      <Mono>{id}</Mono>
    </Link>
  );
  const metadata = Object.entries(stored.it.metadata);
  const receipt: Row[] =
    stored.receipt !== null && may(session, 'receipts:read')
      ? [
          [
            t`영수증`,
            <Link key="receipt" to="/$org/receipts" params={{ org: organization }} search={{ id: stored.receipt }}>
              <Mono>{stored.receipt}</Mono>
            </Link>,
          ],
        ]
      : [];
  const head: Row[] = [
    [
      'ID',
      <span key="id">
        <Mono>{stored.id}</Mono> <CopyButton text={stored.id} />
      </span>,
    ],
  ];
  const tail: Row[] = [
    [t`메타데이터`, metadata.length === 0 ? '-' : metadata.map(([key, value]) => `${key}=${value}`).join(', ')],
    ...receipt,
  ];
  switch (stored.kind) {
    case 'chat': {
      const { model, created, usage, choices } = stored.it;
      return [
        ...head,
        [t`모델`, model],
        [t`시각`, <Time key="time" at={created} exact />],
        [t`끝난 이유`, <Mono key="finish">{choices.map(({ finish_reason }) => finish_reason ?? '-').join(', ')}</Mono>],
        ...tokens(usage?.prompt_tokens, usage?.prompt_tokens_details?.cached_tokens, usage?.completion_tokens),
        ...tail,
      ];
    }
    case 'response': {
      const { model, status, created_at, completed_at, usage, previous_response_id: before, background } = stored.it;
      const conversation = conversationOf(stored.it);
      return [
        ...head,
        [
          t`상태`,
          <Badge key="state" variant="light" color={states[status][1]}>
            {states[status][0]}
          </Badge>,
        ],
        [t`모델`, model],
        [t`시각`, <Time key="time" at={created_at} exact />],
        ...(completed_at === null ? [] : ([[t`완료 시각`, <Time key="completed" at={completed_at} exact />]] as Row[])),
        ...(background ? ([[t`처리 방식`, t`백그라운드`]] as Row[]) : []),
        ...tokens(usage?.input_tokens, usage?.input_tokens_details.cached_tokens, usage?.output_tokens, usage?.output_tokens_details.reasoning_tokens),
        [t`이전 응답`, before === null ? '-' : to(before)],
        [t({ message: '대화', context: 'one' }), conversation === null ? '-' : to(conversation)],
        ...tail,
      ];
    }
    case 'conversation':
      return [...head, [t`만든 시각`, <Time key="time" at={stored.it.created_at} exact />], ...tail];
  }

  function tokens(input: number | undefined, cached: number | undefined, output: number | undefined, reasoning?: number): Row[] {
    return [
      [t`입력 토큰`, input === undefined ? '-' : integer(input)],
      ...(cached ? ([[t`캐시된 입력`, integer(cached)]] as Row[]) : []),
      [t`출력 토큰`, output === undefined ? '-' : integer(output)],
      ...(reasoning ? ([[t`추론 토큰`, integer(reasoning)]] as Row[]) : []),
    ];
  }
}

/** The conversation that a response belongs to: every response says it, though the contract does not name it. */
function conversationOf(response: StoredResponse & { conversation?: { id: string } | null }): string | null {
  return response.conversation?.id ?? null;
}

/** How a program reads it, and where it can be said how it asks the same again. */
function Code({ stored, asked, onClose }: { stored: Stored; asked: Turn[] | null; onClose: () => void }) {
  const { t } = useLingui();
  const same = stored.kind === 'chat' && asked !== null ? sameCall(stored.it.model, asked) : null;
  return (
    <Dialog size="xl" title={t`코드 보기`} onClose={onClose}>
      <Stack>
        <Text fw={700}>
          <Trans>보관된 내용 조회</Trans>
        </Text>
        <CodeForms forms={retrieval(baseAddress(), stored.kind, stored.id)} />
        {same === null ? null : (
          <>
            <Text fw={700}>
              <Trans>같은 질문 다시 보내기</Trans>
            </Text>
            <CodeForms forms={snippets(baseAddress(), same)} />
          </>
        )}
        <Text size="sm" c="dimmed">
          <Trans>HANOK_API_KEY에는 이 프로젝트의 API 키를 넣어 주세요.</Trans>
        </Text>
      </Stack>
    </Dialog>
  );
}
