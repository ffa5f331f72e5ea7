import { Badge, Button, Checkbox, Group, Menu } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { ApiKey } from '../../api/types.ts';
import { NoProject, ProjectSelect, useProject } from '../../organization/project-choice.tsx';
import { keysQuery } from '../../organization/queries.ts';
import { TypedConfirm } from '../../parts/confirm.tsx';
import { Icon } from '../../parts/icon.tsx';
import { Empty, Mono, PageHead } from '../../parts/page.tsx';
import { RowMenu } from '../../parts/row-menu.tsx';
import { Loaded } from '../../parts/state.tsx';
import { DataTable, type Column } from '../../parts/table.tsx';
import { Time } from '../../parts/values.tsx';
import { useSigned } from '../../session/context.tsx';
import { may } from '../../session/rights.ts';
import { CreateKey, EditKey, RotateKey } from './dialogs.tsx';
import { stateOf, type KeyState } from './form.ts';
import { revokeKey } from './queries.ts';
import { keysRoute } from './route.tsx';

type Open = { what: 'create' } | { what: 'edit' | 'rotate' | 'revoke'; key: ApiKey } | null;

const colours: Record<KeyState, string> = {
  active: 'green',
  replaced: 'yellow',
  expiring: 'yellow',
  lost_soon: 'yellow',
  expired: 'gray',
  revoked: 'gray',
};

/** A project's keys. */
export function KeysPage() {
  const { t } = useLingui();
  const signed = useSigned();
  const search = keysRoute.useSearch();
  const navigate = keysRoute.useNavigate();
  const client = useQueryClient();
  const [open, setOpen] = useState<Open>(null);
  const project = useProject(search.project);
  const mayWrite = may(signed.session, 'keys:write');

  if (!project) {
    return (
      <NoProject title={t`API 키`}>
        <Trans>키는 프로젝트에 속합니다. 조직의 소유자나 관리자에게 프로젝트에 넣어 달라고 요청해 주세요.</Trans>
      </NoProject>
    );
  }

  const close = (): void => {
    setOpen(null);
    void client.invalidateQueries({ queryKey: keysQuery(signed, project.id).queryKey });
  };

  return (
    <>
      <PageHead
        title={t`API 키`}
        actions={
          mayWrite ? (
            <Button leftSection={<Icon name="plus" size={18} />} onClick={() => setOpen({ what: 'create' })}>
              <Trans>키 만들기</Trans>
            </Button>
          ) : undefined
        }
      >
        <Trans>키의 값은 만들 때 한 번만 표시됩니다. 폐기한 키는 5초 안에 모든 곳에서 거부됩니다.</Trans>
      </PageHead>
      <KeyList
        project={project.id}
        onOpen={setOpen}
        filters={
          <>
            <ProjectSelect chosen={project} onChoose={(chosen) => void navigate({ search: { ...search, project: chosen, page: undefined }, replace: true })} />
            <Checkbox
              size="sm"
              label={t`폐기·만료된 키도 보기`}
              checked={search.show === 'all'}
              onChange={(event) =>
                void navigate({ search: { ...search, show: event.currentTarget.checked ? 'all' : undefined, page: undefined }, replace: true })
              }
            />
          </>
        }
      />
      {open?.what === 'create' ? <CreateKey project={project} onClose={close} /> : null}
      {open?.what === 'edit' ? <EditKey project={project} apiKey={open.key} onClose={close} /> : null}
      {open?.what === 'rotate' ? <RotateKey project={project} apiKey={open.key} onClose={close} /> : null}
      {open?.what === 'revoke' ? (
        <TypedConfirm
          title={t`키 폐기`}
          word={open.key.name}
          action={t`폐기`}
          onClose={close}
          onConfirm={() => revokeKey(signed, project.id, open.key.id)}
        >
          <Trans>이 키를 사용하는 모든 요청이 5초 안에 거부됩니다. 끊김 없이 바꾸시려면 폐기 대신 교체를 이용해 주세요.</Trans>
        </TypedConfirm>
      ) : null}
    </>
  );
}

function KeyList({ project, filters, onOpen }: { project: string; filters: React.ReactNode; onOpen: (open: Open) => void }) {
  const { t } = useLingui();
  const signed = useSigned();
  const search = keysRoute.useSearch();
  const navigate = keysRoute.useNavigate();
  const keys = useQuery(keysQuery(signed, project));
  const mayWrite = may(signed.session, 'keys:write');
  // As of the list: it says how the keys stood when it was read.
  const now = keys.dataUpdatedAt / 1000;
  const stateNames = useStateNames();
  const scopesText = useScopesText();

  const columns: Column<ApiKey>[] = [
    {
      id: 'name',
      head: t`이름`,
      value: ({ name }) => name,
      cell: (key) => (
        <div>
          <strong>{key.name}</strong>
          <br />
          <Mono>{key.redacted_value}</Mono>
        </div>
      ),
    },
    {
      id: 'state',
      head: t`상태`,
      value: (key) => stateNames[stateOf(key, now)],
      cell: (key) => (
        <Badge variant="light" color={colours[stateOf(key, now)]}>
          {stateNames[stateOf(key, now)]}
        </Badge>
      ),
    },
    { id: 'scopes', head: t`범위`, value: scopesText, cell: scopesText },
    { id: 'used', head: t`마지막 사용`, value: (key) => key.last_used_at ?? 0, cell: (key) => (key.last_used_at === null ? t`사용한 적 없음` : <Time at={key.last_used_at} />) },
    { id: 'expires', head: t`만료`, value: (key) => key.expires_at ?? Number.MAX_SAFE_INTEGER, cell: (key) => (key.expires_at === null ? t`없음` : <Time at={key.expires_at} />) },
    { id: 'created', head: t`생성`, value: (key) => key.created_at, cell: (key) => <Time at={key.created_at} /> },
  ];
  if (mayWrite) {
    columns.push({
      id: 'actions',
      head: t`작업`,
      cell: (key) => (key.revoked_at === null ? <KeyActions apiKey={key} onOpen={onOpen} /> : null),
    });
  }

  return (
    <Loaded of={keys}>
      {({ rows }) => (
        <DataTable
          label={t`API 키`}
          rows={search.show === 'all' ? rows : rows.filter((key) => !['revoked', 'expired'].includes(stateOf(key, now)))}
          columns={columns}
          rowKey={({ id }) => id}
          view={search}
          onView={(view) => void navigate({ search: { project: search.project, show: search.show, ...view }, replace: true })}
          filters={filters}
          empty={
            <Empty
              title={t`아직 키가 없습니다`}
              action={
                mayWrite ? (
                  <Button onClick={() => onOpen({ what: 'create' })}>
                    <Trans>첫 키 만들기</Trans>
                  </Button>
                ) : undefined
              }
            >
              <Trans>키를 만들면 바로 실행할 수 있는 예제를 함께 보여 드립니다.</Trans>
            </Empty>
          }
        />
      )}
    </Loaded>
  );
}

function KeyActions({ apiKey, onOpen }: { apiKey: ApiKey; onOpen: (open: Open) => void }) {
  const { t } = useLingui();
  return (
    <Group gap={4} wrap="nowrap">
      <Button size="compact-sm" variant="default" onClick={() => onOpen({ what: 'edit', key: apiKey })} aria-label={t`${apiKey.name} 설정`}>
        <Trans>설정</Trans>
      </Button>
      <RowMenu name={apiKey.name}>
        {apiKey.replaced_by === null ? (
          <Menu.Item leftSection={<Icon name="rotate" size={18} />} onClick={() => onOpen({ what: 'rotate', key: apiKey })}>
            <Trans>교체</Trans>
          </Menu.Item>
        ) : null}
        <Menu.Item color="red" leftSection={<Icon name="trash" size={18} />} onClick={() => onOpen({ what: 'revoke', key: apiKey })}>
          <Trans>폐기</Trans>
        </Menu.Item>
      </RowMenu>
    </Group>
  );
}

function useStateNames(): Record<KeyState, string> {
  const { t } = useLingui();
  return {
    active: t`사용 중`,
    replaced: t`교체 중`,
    expiring: t`곧 만료`,
    lost_soon: t`곧 사용 불가`,
    expired: t`만료됨`,
    revoked: t`폐기됨`,
  };
}

function useScopesText(): (key: ApiKey) => string {
  const { t } = useLingui();
  return (key) => {
  const models = key.scopes?.models ?? [];
  const endpoints = key.scopes?.endpoints ?? [];
  return [
    models.length === 0 ? t`모든 모델` : models.length === 1 ? (models[0] ?? '') : t`모델 ${models.length}개`,
    ...(endpoints.length === 0 ? [] : [endpoints.join(', ')]),
    ...(key.scopes?.access === 'read' ? [t`읽기 전용`] : []),
    ...(key.allowed_ips.length === 0 ? [] : [t`IP 제한`]),
  ].join(' · ');
  };
}
