import { Button, NativeSelect, TextInput } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { StoredChat } from '../../api/types.ts';
import { integer, kstExact } from '../../format/format.ts';
import { ProjectSelect, type ProjectOfMember } from '../../organization/project-choice.tsx';
import { Empty, Mono } from '../../parts/page.tsx';
import { ErrorNotice, Loading, LoadMore } from '../../parts/state.tsx';
import { DataTable, type Column } from '../../parts/table.tsx';
import { Time } from '../../parts/values.tsx';
import { useSigned } from '../../session/context.tsx';
import { modelsQuery } from '../models/queries.ts';
import { chatsQuery, pairOf } from './queries.ts';
import { storedRoute } from './route.tsx';
import classes from './stored.module.css';
import { plain, turnOfMessage } from './turns.ts';

/** Of an answer, in a list. */
const SHOWN_OF_ANSWER = 200;

/** Enough of an id to tell two apart that lie beside each other: its end is random. */
const SHOWN_OF_ID = 8;

/** Chats of a project that are kept, the newest first. */
export function Chats({ project }: { project: ProjectOfMember }) {
  const { t } = useLingui();
  const signed = useSigned();
  const search = storedRoute.useSearch();
  const navigate = storedRoute.useNavigate();
  const chats = useInfiniteQuery(chatsQuery(signed, project.id, search));
  const models = useQuery(modelsQuery(signed));
  const set = (changed: Partial<typeof search>): void => void navigate({ search: { ...search, page: undefined, ...changed }, replace: true });
  const isFiltered = search.model !== undefined || search.metadata !== undefined;
  const none = t`내용 없음`;

  const columns: Column<StoredChat>[] = [
    { id: 'time', head: t`시각`, value: ({ created }) => kstExact(new Date(created * 1000)), cell: ({ created }) => <Time at={created} seconds /> },
    {
      id: 'answer',
      head: t`답변`,
      value: answerOf,
      cell: (chat) => (
        <Link to="/$org/stored" params={{ org: signed.organization }} search={{ id: chat.id }} className={classes.answer ?? ''}>
          {answerOf(chat).trim() === '' ? none : answerOf(chat)}
        </Link>
      ),
    },
    { id: 'model', head: t`모델`, value: ({ model }) => model, cell: ({ model }) => <span className={classes.model}>{model}</span> },
    { id: 'metadata', head: t`메타데이터`, value: metadataOf, cell: (chat) => metadataOf(chat) || '-' },
    {
      id: 'tokens',
      head: t`토큰`,
      isNumber: true,
      value: tokensOf,
      cell: (chat) => <span title={t`입력 ${integer(chat.usage?.prompt_tokens ?? 0)} · 출력 ${integer(chat.usage?.completion_tokens ?? 0)} 토큰`}>{integer(tokensOf(chat))}</span>,
    },
    {
      id: 'id',
      head: 'ID',
      value: ({ id }) => id,
      cell: ({ id }) => (
        <span className={classes.id} title={id}>
          <Mono>…{id.slice(-SHOWN_OF_ID)}</Mono>
        </span>
      ),
    },
  ];

  if (chats.isPending) {
    return <Loading />;
  }
  return (
    <>
      {chats.isError ? <ErrorNotice error={chats.error} retry={() => void chats.refetch()} /> : null}
      <DataTable
        label={t({ message: '보관된 채팅', context: 'list' })}
        rows={chats.data?.pages.flatMap(({ data }) => data) ?? []}
        columns={columns}
        rowKey={({ id }) => id}
        view={search}
        onView={(view) => void navigate({ search: { project: search.project, model: search.model, metadata: search.metadata, ...view }, replace: true })}
        filters={
          <>
            <ProjectSelect chosen={project} onChoose={(chosen) => set({ project: chosen })} />
            <NativeSelect
              size="sm"
              aria-label={t`모델로 거르기`}
              value={search.model ?? ''}
              onChange={(event) => set({ model: event.currentTarget.value || undefined })}
              data={[{ value: '', label: t`모든 모델` }, ...modelsOf(models.data?.map(({ id }) => id) ?? [], search.model)]}
            />
            <MetadataFilter key={search.metadata ?? ''} known={search.metadata} onFilter={(metadata) => set({ metadata })} />
          </>
        }
        empty={
          chats.isError ? null : isFiltered ? (
            <Empty
              title={t`조건에 맞는 채팅이 없습니다`}
              action={
                <Button variant="default" onClick={() => set({ model: undefined, metadata: undefined })}>
                  <Trans>필터 지우기</Trans>
                </Button>
              }
            />
          ) : (
            <Empty title={t`아직 보관된 채팅이 없습니다`}>
              <Trans>
                채팅을 요청할 때 <Mono>store: true</Mono>를 함께 보내면 질문과 답변이 봉인되어 보관되고 여기에 나타납니다. 지정하지 않으면 보관하지 않습니다.
              </Trans>
            </Empty>
          )
        }
      />
      <LoadMore of={chats}>
        <Trans>이전 채팅 더 불러오기</Trans>
      </LoadMore>
    </>
  );
}

/** Asks for chats of which something was said, `key=value`. */
function MetadataFilter({ known, onFilter }: { known: string | undefined; onFilter: (metadata: string | undefined) => void }) {
  const { t } = useLingui();
  const [typed, setTyped] = useState(known ?? '');
  const isWrong = typed.trim() !== '' && pairOf(typed) === null;
  return (
    <form
      className={classes.metadata}
      onSubmit={(event) => {
        event.preventDefault();
        if (!isWrong) {
          onFilter(typed.trim() || undefined);
        }
      }}
    >
      <TextInput
        size="sm"
        aria-label={t`메타데이터로 거르기 (이름=값, Enter)`}
        placeholder={t`메타데이터 이름=값`}
        autoComplete="off"
        spellCheck={false}
        value={typed}
        error={isWrong}
        onChange={(event) => setTyped(event.currentTarget.value)}
        onBlur={() => {
          if (!isWrong && (typed.trim() || undefined) !== known) {
            onFilter(typed.trim() || undefined);
          }
        }}
      />
    </form>
  );
}

/** Models that can be asked for; one that is asked for and not offered any more stays among them. */
function modelsOf(offered: string[], asked: string | undefined): string[] {
  return asked === undefined || offered.includes(asked) ? offered : [...offered, asked];
}

function answerOf({ choices }: StoredChat): string {
  return choices
    .map(({ message }) => plain(turnOfMessage(message, '').parts.filter(({ kind }) => kind !== 'thought')))
    .join('\n')
    .slice(0, SHOWN_OF_ANSWER);
}

function tokensOf({ usage }: StoredChat): number {
  return (usage?.prompt_tokens ?? 0) + (usage?.completion_tokens ?? 0);
}

function metadataOf({ metadata }: StoredChat): string {
  return Object.entries(metadata)
    .map(([key, value]) => `${key}=${value}`)
    .join(', ');
}
