import { Trans, useLingui } from '@lingui/react/macro';
import { PageHead } from '../../../parts/page.tsx';
import { AuditTable } from '../../../platform/audit.tsx';
import { auditRoute } from './route.tsx';

/** What was changed in the platform itself. */
export function AuditPage() {
  const { t } = useLingui();
  const search = auditRoute.useSearch();
  const navigate = auditRoute.useNavigate();
  return (
    <>
      <PageHead title={t`변경 기록`}>
        <Trans>플랫폼 자체의 변경입니다. 테넌트 안의 변경은 각 테넌트의 변경 기록에 있습니다.</Trans>
      </PageHead>
      <AuditTable path="/platform/v1/audit_logs" view={search} onView={(view) => void navigate({ search: view, replace: true })} />
    </>
  );
}
