import { Button, Group, Menu } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Webhook } from '../../api/types.ts';
import { NoProject, ProjectSelect, useProject } from '../../organization/project-choice.tsx';
import { useAttempt } from '../../parts/attempt.ts';
import { TypedConfirm } from '../../parts/confirm.tsx';
import { Icon } from '../../parts/icon.tsx';
import { Empty, Mono, PageHead } from '../../parts/page.tsx';
import { RowMenu } from '../../parts/row-menu.tsx';
import { ErrorNotice, Loaded } from '../../parts/state.tsx';
import { badgeColumn, DataTable, type Column } from '../../parts/table.tsx';
import { Time } from '../../parts/values.tsx';
import { useSigned } from '../../session/context.tsx';
import { may } from '../../session/rights.ts';
import { CreateWebhook, Deliveries, EditWebhook, RotateSecret } from './dialogs.tsx';
import { changeWebhook, deleteWebhook, webhooksQuery } from './queries.ts';
import { webhooksRoute } from './route.tsx';

type Open = { what: 'create' } | { what: 'edit' | 'rotate' | 'log' | 'delete'; webhook: Webhook } | null;

/** Endpoints of a project that are told what became of its work. */
export function WebhooksPage() {
  const { t } = useLingui();
  const signed = useSigned();
  const search = webhooksRoute.useSearch();
  const navigate = webhooksRoute.useNavigate();
  const client = useQueryClient();
  const [open, setOpen] = useState<Open>(null);
  const { error, attempt } = useAttempt();
  const project = useProject(search.project);
  const mayWrite = may(signed.session, 'webhooks:write');

  if (!project) {
    return (
      <NoProject title={t`웹훅`}>
        <Trans>웹훅은 프로젝트에 속합니다. 조직의 소유자나 관리자에게 프로젝트에 넣어 달라고 요청해 주세요.</Trans>
      </NoProject>
    );
  }

  const read = (): Promise<void> => client.invalidateQueries({ queryKey: webhooksQuery(signed, project.id).queryKey });
  const close = (): void => {
    setOpen(null);
    void read();
  };
  const enable = (webhook: Webhook): void =>
    void attempt(async () => {
      await changeWebhook(signed, webhook.id, { enabled: !webhook.enabled });
      await read();
    });

  return (
    <>
      <PageHead
        title={t`웹훅`}
        actions={
          mayWrite ? (
            <Button leftSection={<Icon name="plus" size={18} />} onClick={() => setOpen({ what: 'create' })}>
              <Trans>웹훅 만들기</Trans>
            </Button>
          ) : undefined
        }
      >
        <Trans>백그라운드 응답이나 배치가 끝나면 등록하신 주소로 알려 드립니다. 대화 내용은 보내지 않습니다.</Trans>
      </PageHead>
      {error === null ? null : <ErrorNotice error={error} />}
      <WebhookList
        project={project.id}
        onOpen={setOpen}
        onEnable={enable}
        filters={
          <ProjectSelect chosen={project} onChoose={(chosen) => void navigate({ search: { ...search, project: chosen, page: undefined }, replace: true })} />
        }
      />
      {open?.what === 'create' ? <CreateWebhook project={project} onClose={close} /> : null}
      {open?.what === 'edit' ? <EditWebhook webhook={open.webhook} onClose={close} /> : null}
      {open?.what === 'rotate' ? <RotateSecret webhook={open.webhook} onClose={close} /> : null}
      {open?.what === 'log' ? <Deliveries webhook={open.webhook} onClose={close} /> : null}
      {open?.what === 'delete' ? (
        <TypedConfirm title={t`웹훅 삭제`} word={open.webhook.name} action={t`삭제`} onClose={close} onConfirm={() => deleteWebhook(signed, open.webhook.id)}>
          <Trans>비밀 값과 전송 기록이 함께 삭제되며, 기다리던 이벤트는 보내지 않습니다.</Trans>
        </TypedConfirm>
      ) : null}
    </>
  );
}

function WebhookList({
  project,
  filters,
  onOpen,
  onEnable,
}: {
  project: string;
  filters: React.ReactNode;
  onOpen: (open: Open) => void;
  onEnable: (webhook: Webhook) => void;
}) {
  const { t } = useLingui();
  const signed = useSigned();
  const search = webhooksRoute.useSearch();
  const navigate = webhooksRoute.useNavigate();
  const webhooks = useQuery(webhooksQuery(signed, project));
  const mayWrite = may(signed.session, 'webhooks:write');

  const columns: Column<Webhook>[] = [
    {
      id: 'name',
      head: t`이름`,
      value: ({ name }) => name,
      cell: ({ name, url }) => (
        <div>
          <strong>{name}</strong>
          <br />
          <Mono>{url}</Mono>
        </div>
      ),
    },
    badgeColumn('state', t`상태`, ({ enabled, disabled_because }) =>
      enabled ? [t`사용 중`, 'green'] : disabled_because === 'gone' ? [t`410 응답으로 꺼짐`, 'red'] : [t`꺼짐`, 'gray'],
    ),
    { id: 'events', head: t`이벤트`, value: ({ event_types }) => event_types.join(', '), cell: ({ event_types }) => event_types.join(', ') },
    { id: 'updated', head: t`변경`, value: ({ updated_at }) => updated_at, cell: ({ updated_at }) => <Time at={updated_at} /> },
    { id: 'actions', head: t`작업`, cell: (webhook) => <Actions webhook={webhook} mayWrite={mayWrite} onOpen={onOpen} onEnable={onEnable} /> },
  ];

  return (
    <Loaded of={webhooks}>
      {(rows) => (
        <DataTable
          label={t`웹훅`}
          rows={rows}
          columns={columns}
          rowKey={({ id }) => id}
          view={search}
          onView={(view) => void navigate({ search: { project: search.project, ...view }, replace: true })}
          filters={filters}
          empty={
            <Empty
              title={t`아직 웹훅이 없습니다`}
              action={
                mayWrite ? (
                  <Button onClick={() => onOpen({ what: 'create' })}>
                    <Trans>첫 웹훅 만들기</Trans>
                  </Button>
                ) : undefined
              }
            >
              <Trans>웹훅을 만들면 결과를 계속 조회하지 않으셔도 됩니다.</Trans>
            </Empty>
          }
        />
      )}
    </Loaded>
  );
}

function Actions({
  webhook,
  mayWrite,
  onOpen,
  onEnable,
}: {
  webhook: Webhook;
  mayWrite: boolean;
  onOpen: (open: Open) => void;
  onEnable: (webhook: Webhook) => void;
}) {
  const { t } = useLingui();
  return (
    <Group gap={4} wrap="nowrap">
      <Button size="compact-sm" variant="default" onClick={() => onOpen({ what: 'log', webhook })} aria-label={t`${webhook.name} 전송 기록 보기`}>
        <Trans>전송 기록</Trans>
      </Button>
      {mayWrite ? (
        <RowMenu name={webhook.name}>
          <Menu.Item leftSection={<Icon name="edit" size={18} />} onClick={() => onOpen({ what: 'edit', webhook })}>
            <Trans>설정</Trans>
          </Menu.Item>
          <Menu.Item leftSection={<Icon name="rotate" size={18} />} onClick={() => onOpen({ what: 'rotate', webhook })}>
            <Trans>비밀 값 교체</Trans>
          </Menu.Item>
          <Menu.Item leftSection={<Icon name={webhook.enabled ? 'pause' : 'play'} size={18} />} onClick={() => onEnable(webhook)}>
            {webhook.enabled ? <Trans>끄기</Trans> : <Trans>켜기</Trans>}
          </Menu.Item>
          <Menu.Item color="red" leftSection={<Icon name="trash" size={18} />} onClick={() => onOpen({ what: 'delete', webhook })}>
            <Trans>삭제</Trans>
          </Menu.Item>
        </RowMenu>
      ) : null}
    </Group>
  );
}
