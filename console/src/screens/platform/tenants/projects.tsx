import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { Empty, Mono } from '../../../parts/page.tsx';
import { Loaded } from '../../../parts/state.tsx';
import { DataTable, type Column } from '../../../parts/table.tsx';
import { Time } from '../../../parts/values.tsx';
import type { Tenant, TenantProject } from '../../../platform/types.ts';
import { useSigned } from '../../../session/context.tsx';
import { projectsQuery } from './queries.ts';
import { tenantRoute } from './route.tsx';

/** A tenant's projects. */
export function ProjectsOf({ tenant }: { tenant: Tenant }) {
  const { t } = useLingui();
  const projects = useQuery(projectsQuery(useSigned(), tenant.id));
  const search = tenantRoute.useSearch();
  const navigate = tenantRoute.useNavigate();
  const columns: Column<TenantProject>[] = [
    { id: 'name', head: t`이름`, value: ({ name }) => name, cell: ({ name }) => <strong>{name}</strong> },
    { id: 'id', head: t`번호`, value: ({ id }) => id, cell: ({ id }) => <Mono>{id}</Mono> },
    { id: 'created', head: t`생성`, value: ({ createdAt }) => createdAt, cell: ({ createdAt }) => <Time at={createdAt} /> },
  ];
  return (
    <Loaded of={projects}>
      {({ rows }) => (
        <DataTable
          label={t`${tenant.name} 프로젝트`}
          rows={rows}
          columns={columns}
          rowKey={({ id }) => id}
          view={search}
          onView={(view) => void navigate({ search: { tab: 'projects', ...view }, replace: true })}
          empty={
            <Empty title={t`프로젝트가 없습니다`}>
              <Trans>테넌트의 소유자가 자신의 콘솔에서 프로젝트를 만듭니다. 아직 소유자가 없다면 초대 탭에서 초대해 주세요.</Trans>
            </Empty>
          }
        />
      )}
    </Loaded>
  );
}
