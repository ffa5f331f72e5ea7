import { Button, Group, Menu, Progress, Stack, Text } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { Batch } from '../../api/types.ts';
import { integer } from '../../format/format.ts';
import { NoProject, ProjectSelect, useProject } from '../../organization/project-choice.tsx';
import { TypedConfirm } from '../../parts/confirm.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { Icon } from '../../parts/icon.tsx';
import { Empty, Facts, Mono, PageHead } from '../../parts/page.tsx';
import { RowMenu } from '../../parts/row-menu.tsx';
import { Loaded } from '../../parts/state.tsx';
import { badgeColumn, DataTable, type Column } from '../../parts/table.tsx';
import { Time } from '../../parts/values.tsx';
import { useSigned } from '../../session/context.tsx';
import { may } from '../../session/rights.ts';
import { contentOf } from '../files/queries.ts';
import { CreateBatch } from './create.tsx';
import { batchesQuery, cancelBatch } from './queries.ts';
import { batchesRoute } from './route.tsx';
import { mayBeCancelled, percentOf } from './state.ts';

type Open = { what: 'detail' | 'cancel'; batch: Batch } | { what: 'create' } | null;

/** Batches of a project: how far they are, and what came of them. */
export function BatchesPage() {
  const { t } = useLingui();
  const signed = useSigned();
  const search = batchesRoute.useSearch();
  const navigate = batchesRoute.useNavigate();
  const client = useQueryClient();
  const [open, setOpen] = useState<Open>(null);
  const project = useProject(search.project);

  if (!project) {
    return (
      <NoProject title={t`배치`}>
        <Trans>배치는 프로젝트에 속합니다. 조직의 소유자나 관리자에게 프로젝트에 넣어 달라고 요청해 주세요.</Trans>
      </NoProject>
    );
  }

  const close = (): void => {
    setOpen(null);
    if (search.input !== undefined) {
      void navigate({ search: { ...search, input: undefined }, replace: true });
    }
    void client.invalidateQueries({ queryKey: batchesQuery(signed, project.id).queryKey });
  };

  return (
    <>
      <PageHead
        title={t`배치`}
        actions={
          may(signed.session, 'batches:write') ? (
            <Button leftSection={<Icon name="plus" />} onClick={() => setOpen({ what: 'create' })}>
              <Trans>배치 만들기</Trans>
            </Button>
          ) : undefined
        }
      >
        <Trans>파일에 담긴 여러 요청을 하루 안에 절반 가격으로 처리합니다. 최근 100개를 보여 드립니다.</Trans>
      </PageHead>
      <BatchList
        project={project.id}
        onOpen={setOpen}
        filters={
          <ProjectSelect chosen={project} onChoose={(chosen) => void navigate({ search: { ...search, project: chosen, page: undefined }, replace: true })} />
        }
      />
      {open?.what === 'create' ? <CreateBatch project={project} input={null} onClose={close} /> : null}
      {open === null && search.input !== undefined && may(signed.session, 'batches:write') ? <CreateBatch project={project} input={search.input} onClose={close} /> : null}
      {open?.what === 'detail' ? <Detail batch={open.batch} onClose={close} /> : null}
      {open?.what === 'cancel' ? (
        <TypedConfirm title={t`배치 취소`} word={t`취소`} action={t`배치 취소`} onClose={close} onConfirm={() => cancelBatch(signed, open.batch.id)}>
          <Trans>처리 중인 줄은 중단되며 과금되지 않습니다. 이미 응답한 내용은 결과 파일에 남습니다.</Trans>
        </TypedConfirm>
      ) : null}
    </>
  );
}

/** What a batch's state is called, and its colour. */
function useStates(): Record<Batch['status'], readonly [name: string, colour: string]> {
  const { t } = useLingui();
  return {
    validating: [t`확인 중`, 'blue'],
    in_progress: [t`처리 중`, 'blue'],
    finalizing: [t`마무리 중`, 'blue'],
    completed: [t`완료`, 'green'],
    failed: [t`실패`, 'red'],
    expired: [t`기한 만료`, 'red'],
    cancelling: [t`취소 중`, 'yellow'],
    cancelled: [t`취소됨`, 'gray'],
  };
}

function BatchList({ project, filters, onOpen }: { project: string; filters: React.ReactNode; onOpen: (open: Open) => void }) {
  const { t } = useLingui();
  const signed = useSigned();
  const search = batchesRoute.useSearch();
  const navigate = batchesRoute.useNavigate();
  const batches = useQuery(batchesQuery(signed, project));
  const states = useStates();

  const columns: Column<Batch>[] = [
    {
      id: 'id',
      head: t`배치`,
      value: ({ id }) => id,
      cell: ({ id, endpoint }) => (
        <div>
          <Mono>{id}</Mono>
          <br />
          <Text component="span" size="sm" c="dimmed">
            {endpoint}
          </Text>
        </div>
      ),
    },
    badgeColumn('status', t`상태`, ({ status }) => states[status]),
    { id: 'progress', head: t`진행`, value: (batch) => percentOf(batch), cell: (batch) => <Lines batch={batch} /> },
    { id: 'created', head: t`생성`, value: ({ created_at }) => created_at, cell: ({ created_at }) => <Time at={created_at} /> },
    { id: 'actions', head: t`작업`, cell: (batch) => <Actions batch={batch} onOpen={onOpen} /> },
  ];

  return (
    <Loaded of={batches}>
      {(rows) => (
        <DataTable
          label={t`배치`}
          rows={rows}
          columns={columns}
          rowKey={({ id }) => id}
          view={search}
          onView={(view) => void navigate({ search: { project: search.project, ...view }, replace: true })}
          filters={filters}
          empty={
            <Empty title={t`아직 배치가 없습니다`}>
              <Trans>요청을 한 줄에 하나씩 담은 파일로 배치를 만들어 주세요. API나 SDK로도 만드실 수 있습니다.</Trans>
            </Empty>
          }
        />
      )}
    </Loaded>
  );
}

function Lines({ batch }: { batch: Batch }) {
  const { t } = useLingui();
  const { total, completed, failed } = batch.request_counts;
  const percent = percentOf(batch);
  return (
    <Stack gap={4} miw={140}>
      <Progress value={percent} aria-label={t`${batch.id} 진행`} />
      <Text size="sm">
        <Trans>
          {integer(completed + failed)} / {integer(total)}줄
        </Trans>
        {failed > 0 ? t` · 실패 ${integer(failed)}줄` : null}
      </Text>
    </Stack>
  );
}

function Actions({ batch, onOpen }: { batch: Batch; onOpen: (open: Open) => void }) {
  const { t } = useLingui();
  const signed = useSigned();
  const files: [name: string, file: string | null][] = [
    [t`결과 내려받기`, batch.output_file_id],
    [t`오류 내려받기`, batch.error_file_id],
  ];
  const cancellable = mayBeCancelled(batch) && may(signed.session, 'batches:write');
  const hasMenu = cancellable || files.some(([, file]) => file !== null);
  return (
    <Group gap={4} wrap="nowrap">
      <Button size="compact-sm" variant="default" onClick={() => onOpen({ what: 'detail', batch })} aria-label={t`${batch.id} 자세히`}>
        <Trans>자세히</Trans>
      </Button>
      {hasMenu ? (
        <RowMenu name={batch.id}>
          {files.map(([name, file]) =>
            file === null ? null : (
              <Menu.Item
                key={file}
                component="a"
                href={contentOf(signed, file)}
                download={`${file}.jsonl`}
                leftSection={<Icon name="download" size={18} />}
              >
                {name}
              </Menu.Item>
            ),
          )}
          {cancellable ? (
            <Menu.Item color="red" leftSection={<Icon name="stop" size={18} />} onClick={() => onOpen({ what: 'cancel', batch })}>
              <Trans>취소</Trans>
            </Menu.Item>
          ) : null}
        </RowMenu>
      ) : null}
    </Group>
  );
}

function Detail({ batch, onClose }: { batch: Batch; onClose: () => void }) {
  const { t } = useLingui();
  const states = useStates();
  const problems = batch.errors?.data ?? [];
  const ended = batch.completed_at ?? batch.failed_at ?? batch.expired_at ?? batch.cancelled_at;
  return (
    <Dialog size="xl" title={t`배치 자세히`} onClose={onClose}>
      <Stack>
        <Facts
          rows={[
            [t`배치 ID`, <Mono key="id">{batch.id}</Mono>],
            [t`상태`, states[batch.status][0]],
            [t`입력 파일`, <FileLink key="input" id={batch.input_file_id} />],
            [t`결과 파일`, <FileLink key="output" id={batch.output_file_id} />],
            [t`오류 파일`, <FileLink key="error" id={batch.error_file_id} />],
            [t`완료 기한`, <Time key="expires" at={batch.expires_at} />],
            [t`종료`, ended === null ? '–' : <Time key="ended" at={ended} />],
            [t`입력 토큰`, integer(batch.usage.input_tokens)],
            [t`출력 토큰`, integer(batch.usage.output_tokens)],
          ]}
        />
        {problems.length === 0 ? null : (
          <Stack gap={8} component="ul" aria-label={t`실패 이유`} pl="lg" m={0}>
            {problems.map(({ line, code, message }) => (
              <li key={`${String(line)} ${code}`}>
                {line === null ? null : <strong>{t`${integer(line)}번째 줄: `}</strong>}
                {message} <Mono>{code}</Mono>
              </li>
            ))}
          </Stack>
        )}
      </Stack>
    </Dialog>
  );
}

/** Leads to a file among those of the project that is looked at. */
function FileLink({ id }: { id: string | null }) {
  const { organization } = useSigned();
  const { project } = batchesRoute.useSearch();
  return id === null ? (
    '–'
  ) : (
    <Link to="/$org/files" params={{ org: organization }} search={{ project, q: id }}>
      <Mono>{id}</Mono>
    </Link>
  );
}
