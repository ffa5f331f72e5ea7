import { Button, NativeSelect } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useNames } from '../../organization/names.ts';
import { Empty } from '../../parts/page.tsx';
import { ErrorNotice, Loading, LoadMore } from '../../parts/state.tsx';
import { DataTable } from '../../parts/table.tsx';
import { requestsQuery } from '../../requests/list.ts';
import { useRequestColumns } from '../../requests/table.tsx';
import { useSigned } from '../../session/context.tsx';
import { modelsQuery } from '../models/queries.ts';
import { receiptsRoute } from './route.tsx';

/** The requests of the last seven days: each leads to its receipt. */
export function RequestList() {
  const { t } = useLingui();
  const signed = useSigned();
  const { session, organization } = signed;
  const search = receiptsRoute.useSearch();
  const navigate = receiptsRoute.useNavigate();
  const requests = useInfiniteQuery(requestsQuery(signed, search));
  const models = useQuery(modelsQuery(signed));
  const columns = useRequestColumns(organization, useNames({ keys: true, members: true }));
  const set = (changed: Partial<typeof search>): void => void navigate({ search: { ...search, page: undefined, ...changed }, replace: true });
  if (requests.isPending) {
    return <Loading />;
  }
  const rows = requests.data?.pages.flatMap(({ data }) => data) ?? [];
  const isFiltered = search.model !== undefined || search.project !== undefined || search.key !== undefined;
  return (
    <>
      {requests.isError ? <ErrorNotice error={requests.error} retry={() => void requests.refetch()} /> : null}
      <DataTable
        label={t`최근 7일의 요청`}
        rows={rows}
        columns={columns}
        rowKey={({ id }) => id}
        view={search}
        onView={(view) => void navigate({ search: { model: search.model, project: search.project, key: search.key, ...view }, replace: true })}
        filters={
          <>
            <NativeSelect
              size="sm"
              aria-label={t`모델로 거르기`}
              value={search.model ?? ''}
              onChange={(event) => set({ model: event.currentTarget.value || undefined })}
              data={[{ value: '', label: t`모든 모델` }, ...(models.data ?? []).map(({ id }) => ({ value: id, label: id }))]}
            />
            <NativeSelect
              size="sm"
              aria-label={t`프로젝트로 거르기`}
              value={search.project ?? ''}
              onChange={(event) => set({ project: event.currentTarget.value || undefined })}
              data={[{ value: '', label: t`모든 프로젝트` }, ...session.projects.map(({ id, name }) => ({ value: id, label: name }))]}
            />
          </>
        }
        empty={
          isFiltered ? (
            <Empty
              title={t`조건에 맞는 요청이 없습니다`}
              action={
                <Button variant="default" onClick={() => set({ model: undefined, project: undefined, key: undefined })}>
                  <Trans>필터 지우기</Trans>
                </Button>
              }
            >
              <Trans>최근 7일의 요청에서 찾았습니다.</Trans>
            </Empty>
          ) : (
            <Empty title={t`최근 7일 동안 요청이 없습니다`} action={<Link to="/$org/playground" params={{ org: organization }}>{t`플레이그라운드에서 첫 요청 보내기`}</Link>}>
              <Trans>보낸 요청은 몇 초 안에 여기에 나타나고, 누르면 영수증을 볼 수 있습니다.</Trans>
            </Empty>
          )
        }
      />
      <LoadMore of={requests}>
        <Trans>이전 요청 더 불러오기</Trans>
      </LoadMore>
    </>
  );
}
