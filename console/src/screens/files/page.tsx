import { Alert, Button, Group, Menu, NativeSelect } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { MOST_ROWS } from '../../api/pages.ts';
import type { StoredFile } from '../../api/types.ts';
import { integer, kstExact } from '../../format/format.ts';
import { NoProject, ProjectSelect, useProject, type ProjectOfMember } from '../../organization/project-choice.tsx';
import { CopyIcon } from '../../parts/code.tsx';
import { TypedConfirm } from '../../parts/confirm.tsx';
import { Icon } from '../../parts/icon.tsx';
import { Empty, Mono, PageHead } from '../../parts/page.tsx';
import { RowMenu } from '../../parts/row-menu.tsx';
import { Loaded } from '../../parts/state.tsx';
import { DataTable, type Column } from '../../parts/table.tsx';
import { Size, Time } from '../../parts/values.tsx';
import { useSigned } from '../../session/context.tsx';
import { may } from '../../session/rights.ts';
import { useDrop } from './drop.ts';
import classes from './files.module.css';
import { contentOf, deleteFile, filesKey, filesQuery, PURPOSES } from './queries.ts';
import { filesRoute } from './route.tsx';
import { UploadFiles } from './upload-dialog.tsx';
import { purposes } from './words.ts';

/** Enough of an id to tell two apart that lie beside each other: its end is random. */
const SHOWN_OF_ID = 8;

type Open = { what: 'upload'; first: readonly File[] } | { what: 'delete'; file: StoredFile } | null;

/** What a project keeps as files. */
export function FilesPage() {
  const { t } = useLingui();
  const project = useProject(filesRoute.useSearch().project);
  return project ? (
    <ProjectFiles project={project} />
  ) : (
    <NoProject title={t`파일`}>
      <Trans>파일은 프로젝트에 속합니다. 조직의 소유자나 관리자에게 프로젝트에 넣어 달라고 요청해 주세요.</Trans>
    </NoProject>
  );
}

function ProjectFiles({ project }: { project: ProjectOfMember }) {
  const { t } = useLingui();
  const signed = useSigned();
  const client = useQueryClient();
  const [open, setOpen] = useState<Open>(null);
  const mayWrite = may(signed.session, 'files:write');
  const drop = useDrop((first) => setOpen({ what: 'upload', first }), mayWrite && open === null);
  const read = (): Promise<void> => client.invalidateQueries({ queryKey: filesKey(signed, project.id) });

  return (
    <div className={classes.page} {...drop}>
      <PageHead
        title={t`파일`}
        actions={
          mayWrite ? (
            <Button leftSection={<Icon name="upload" size={18} />} onClick={() => setOpen({ what: 'upload', first: [] })}>
              <Trans>파일 올리기</Trans>
            </Button>
          ) : undefined
        }
      >
        <Trans>프로젝트가 보관하는 파일입니다. 조직의 암호화 키로 봉인되어 국내에 저장되며, 삭제하면 모든 사본이 지워집니다.</Trans>
      </PageHead>
      <FileList project={project} onOpen={setOpen} />
      {open?.what === 'upload' ? <UploadFiles project={project} first={open.first} onKept={() => void read()} onClose={() => setOpen(null)} /> : null}
      {open?.what === 'delete' ? (
        <TypedConfirm
          title={t`파일 삭제`}
          word={t`삭제`}
          action={t`파일 삭제`}
          onClose={() => {
            setOpen(null);
            void read();
          }}
          onConfirm={() => deleteFile(signed, open.file.id)}
        >
          <Trans>
            <strong>{open.file.filename}</strong> 파일을 모든 사본에서 삭제합니다.
          </Trans>{' '}
          {open.file.purpose === 'batch' ? <Trans>이 파일로 처리 중인 배치가 있으면 그 배치는 중단됩니다.</Trans> : null}
        </TypedConfirm>
      ) : null}
    </div>
  );
}

function FileList({ project, onOpen }: { project: ProjectOfMember; onOpen: (open: Open) => void }) {
  const { t } = useLingui();
  const signed = useSigned();
  const search = filesRoute.useSearch();
  const navigate = filesRoute.useNavigate();
  const purpose = PURPOSES.find((one) => one === search.purpose);
  const files = useQuery(filesQuery(signed, project.id, purpose));
  const set = (changed: Partial<typeof search>): void => void navigate({ search: { ...search, page: undefined, ...changed }, replace: true });
  const exact = (at: number): string => kstExact(new Date(at * 1000));

  const columns: Column<StoredFile>[] = [
    { id: 'name', head: t`이름`, value: ({ filename }) => filename, cell: ({ filename }) => <strong className={classes.name}>{filename}</strong> },
    { id: 'purpose', head: t`용도`, value: (file) => t(purposes[file.purpose]), cell: (file) => <span className={classes.purpose}>{t(purposes[file.purpose])}</span> },
    { id: 'size', head: t`크기`, isNumber: true, value: ({ bytes }) => bytes, cell: ({ bytes }) => <Size bytes={bytes} /> },
    { id: 'created', head: t`올린 시각`, value: ({ created_at }) => exact(created_at), cell: ({ created_at }) => <Time at={created_at} /> },
    {
      id: 'expires',
      head: t`보관 기한`,
      value: ({ expires_at }) => (expires_at === null ? t`삭제할 때까지` : exact(expires_at)),
      cell: ({ expires_at }) => (expires_at === null ? t`삭제할 때까지` : <Time at={expires_at} />),
    },
    {
      id: 'id',
      head: t`파일 ID`,
      value: ({ id }) => id,
      cell: ({ id, filename }) => (
        <span className={classes.id}>
          <span title={id}>
            <Mono>…{id.slice(-SHOWN_OF_ID)}</Mono>
          </span>
          <CopyIcon text={id} label={t`${filename} 파일의 ID 복사`} />
        </span>
      ),
    },
    { id: 'actions', head: t`작업`, cell: (file) => <Actions file={file} project={project} onDelete={() => onOpen({ what: 'delete', file })} /> },
  ];

  return (
    <Loaded of={files}>
      {({ rows, cut }) => (
        <>
          {cut ? (
            <Alert mb="md" color="yellow" icon={<Icon name="info" />}>
              <Trans>최근 {integer(MOST_ROWS)}개까지 보여 드립니다. 더 오래된 파일은 용도로 거르거나 API로 조회해 주세요.</Trans>
            </Alert>
          ) : null}
          <DataTable
            label={t`파일`}
            rows={rows}
            columns={columns}
            rowKey={({ id }) => id}
            view={search}
            onView={(view) => void navigate({ search: { project: search.project, purpose: search.purpose, ...view }, replace: true })}
            filters={
              <>
                <ProjectSelect chosen={project} onChoose={(chosen) => set({ project: chosen })} />
                <NativeSelect
                  size="sm"
                  aria-label={t`용도로 거르기`}
                  value={purpose ?? ''}
                  data={[{ value: '', label: t`모든 용도` }, ...PURPOSES.map((one) => ({ value: one, label: t(purposes[one]) }))]}
                  onChange={(event) => set({ purpose: event.currentTarget.value || undefined })}
                />
              </>
            }
            empty={
              purpose === undefined ? (
                <Empty
                  title={t`아직 파일이 없습니다`}
                  action={
                    may(signed.session, 'files:write') ? (
                      <Button onClick={() => onOpen({ what: 'upload', first: [] })}>
                        <Trans>첫 파일 올리기</Trans>
                      </Button>
                    ) : undefined
                  }
                >
                  <Trans>파일을 이 화면에 끌어다 놓거나, API와 SDK로 올려 주세요. 배치의 결과도 여기에 나타납니다.</Trans>
                </Empty>
              ) : (
                <Empty
                  title={t`이 용도의 파일이 없습니다`}
                  action={
                    <Button variant="default" onClick={() => set({ purpose: undefined })}>
                      <Trans>모든 용도 보기</Trans>
                    </Button>
                  }
                />
              )
            }
          />
        </>
      )}
    </Loaded>
  );
}

function Actions({ file, project, onDelete }: { file: StoredFile; project: ProjectOfMember; onDelete: () => void }) {
  const { t } = useLingui();
  const signed = useSigned();
  const mayAsk = file.purpose === 'batch' && may(signed.session, 'batches:write');
  const mayDelete = may(signed.session, 'files:write');
  return (
    <Group gap={4} wrap="nowrap">
      <Button size="compact-sm" variant="default" component="a" href={contentOf(signed, file.id)} download={file.filename} aria-label={t`${file.filename} 내려받기`}>
        <Trans>내려받기</Trans>
      </Button>
      {mayAsk || mayDelete ? (
        <RowMenu name={file.filename}>
          {mayAsk ? (
            <Menu.Item
              leftSection={<Icon name="layers" size={18} />}
              renderRoot={(props) => <Link {...props} to="/$org/batches" params={{ org: signed.organization }} search={{ project: project.id, input: file.id }} />}
            >
              <Trans>배치 만들기</Trans>
            </Menu.Item>
          ) : null}
          {mayDelete ? (
            <Menu.Item color="red" leftSection={<Icon name="trash" size={18} />} onClick={onDelete}>
              <Trans>삭제</Trans>
            </Menu.Item>
          ) : null}
        </RowMenu>
      ) : null}
    </Group>
  );
}
