import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { useLimitColumns } from '../../organization/limit-columns.tsx';
import { limitsQuery } from '../../organization/queries.ts';
import { Empty, PageHead } from '../../parts/page.tsx';
import { Loaded } from '../../parts/state.tsx';
import { DataTable } from '../../parts/table.tsx';
import { useSigned } from '../../session/context.tsx';
import { limitsRoute } from './route.tsx';

/** Every limit with its use, and which one binds now. */
export function LimitsPage() {
  const { t } = useLingui();
  const signed = useSigned();
  const view = limitsRoute.useSearch();
  const navigate = limitsRoute.useNavigate();
  const limits = useQuery(limitsQuery(signed));
  const columns = useLimitColumns(({ id }) => signed.session.projects.find((project) => project.id === id)?.name);
  return (
    <>
      <PageHead title={t`한도`}>
        <Trans>설정된 모든 한도와 지금까지의 사용량입니다. 같은 종류 중 가장 빠듯한 한도가 먼저 요청을 막습니다.</Trans>
      </PageHead>
      <Loaded of={limits}>
        {(rows) => (
          <DataTable
            label={t`한도`}
            rows={rows}
            columns={columns}
            rowKey={(limit) => [limit.level, limit.id, limit.model, limit.kind].join()}
            view={view}
            onView={(search) => void navigate({ search, replace: true })}
            empty={
              <Empty title={t`설정된 한도가 없습니다`}>
                <Trans>API 키의 설정에서 키마다 한도를 정하실 수 있습니다.</Trans>
              </Empty>
            }
          />
        )}
      </Loaded>
    </>
  );
}
