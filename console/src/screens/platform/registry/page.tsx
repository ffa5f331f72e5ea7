import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Empty, Mono, PageHead } from '../../../parts/page.tsx';
import { Loaded } from '../../../parts/state.tsx';
import { DataTable, type Column } from '../../../parts/table.tsx';
import { Time } from '../../../parts/values.tsx';
import { familiesQuery } from '../../../platform/queries.ts';
import type { ModelFamily } from '../../../platform/types.ts';
import { useSigned } from '../../../session/context.tsx';
import { registryRoute } from './route.tsx';

/** Every model that can be deployed, whose it is and under which licence. */
export function RegistryPage() {
  const { t } = useLingui();
  const families = useQuery(familiesQuery(useSigned()));
  const search = registryRoute.useSearch();
  const navigate = registryRoute.useNavigate();
  const columns: Column<ModelFamily>[] = [
    {
      id: 'name',
      head: t`이름`,
      value: ({ name }) => name,
      cell: ({ id, name }) => (
        <Link to="/-/registry/$id" params={{ id }}>
          <strong>{name}</strong>
        </Link>
      ),
    },
    { id: 'publisher', head: t`게시자`, value: ({ publisher }) => publisher, cell: ({ publisher }) => publisher },
    { id: 'licence', head: t`라이선스`, value: ({ licence }) => licence, cell: ({ licence }) => licence },
    { id: 'id', head: t`번호`, value: ({ id }) => id, cell: ({ id }) => <Mono>{id}</Mono> },
    { id: 'created', head: t`등록`, value: ({ createdAt }) => createdAt, cell: ({ createdAt }) => <Time at={createdAt} /> },
  ];
  return (
    <>
      <PageHead title={t`모델 레지스트리`}>
        <Trans>배포할 수 있는 모델입니다. 모델을 선택하면 버전과 가중치의 지문을 볼 수 있습니다.</Trans>
      </PageHead>
      <Loaded of={families}>
        {({ rows }) => (
          <DataTable
            label={t`모델 레지스트리`}
            rows={rows}
            columns={columns}
            rowKey={({ id }) => id}
            view={search}
            onView={(view) => void navigate({ search: view, replace: true })}
            empty={
              <Empty title={t`등록한 모델이 없습니다`}>
                <Trans>모델 게시자가 API(POST /platform/v1/models)로 모델과 버전을 등록합니다.</Trans>
              </Empty>
            }
          />
        )}
      </Loaded>
    </>
  );
}
