import { Tabs } from '@mantine/core';
import { Trans } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { PageHead } from '../../../parts/page.tsx';
import { Loaded } from '../../../parts/state.tsx';
import { AuditTable } from '../../../platform/audit.tsx';
import { StateBadge, tenantStates } from '../../../platform/states.tsx';
import { useSigned } from '../../../session/context.tsx';
import { may } from '../../../session/rights.ts';
import { Bill } from './bill.tsx';
import { EncryptionKeys } from './encryption.tsx';
import { Invites } from './invites.tsx';
import { Ceilings } from './limits.tsx';
import { Overview } from './overview.tsx';
import { ProjectsOf } from './projects.tsx';
import { tenantQuery } from './queries.ts';
import { tenantRoute, type TenantSearch } from './route.tsx';

/** One tenant: where its things lie, what holds for it, and what can be done with it. */
export function TenantPage() {
  const signed = useSigned();
  const { id } = tenantRoute.useParams();
  const search = tenantRoute.useSearch();
  const navigate = tenantRoute.useNavigate();
  const tenant = useQuery(tenantQuery(signed, id));
  return (
    <>
      <PageHead title={tenant.data?.name ?? id} actions={tenant.data ? <StateBadge state={tenant.data.state} words={tenantStates} /> : undefined} />
      <Loaded of={tenant}>
        {(data) => (
          <Tabs
            value={search.tab ?? 'overview'}
            keepMounted={false}
            onChange={(tab) => void navigate({ search: tab === 'overview' ? {} : { tab: tab as TenantSearch['tab'] }, replace: true })}
          >
            <Tabs.List mb="md">
              <Tabs.Tab value="overview">
                <Trans>개요</Trans>
              </Tabs.Tab>
              <Tabs.Tab value="projects">
                <Trans>프로젝트</Trans>
              </Tabs.Tab>
              <Tabs.Tab value="limits">
                <Trans>한도</Trans>
              </Tabs.Tab>
              <Tabs.Tab value="bill">
                <Trans>청구</Trans>
              </Tabs.Tab>
              {may(signed.session, 'platform.key_material:read') ? (
                <Tabs.Tab value="keys">
                  <Trans>암호화 키</Trans>
                </Tabs.Tab>
              ) : null}
              <Tabs.Tab value="invites">
                <Trans>초대</Trans>
              </Tabs.Tab>
              {may(signed.session, 'platform.audit:read') ? (
                <Tabs.Tab value="audit">
                  <Trans>변경 기록</Trans>
                </Tabs.Tab>
              ) : null}
            </Tabs.List>
            <Tabs.Panel value="overview">
              <Overview tenant={data} />
            </Tabs.Panel>
            <Tabs.Panel value="projects">
              <ProjectsOf tenant={data} />
            </Tabs.Panel>
            <Tabs.Panel value="limits">
              <Ceilings tenant={data} />
            </Tabs.Panel>
            <Tabs.Panel value="bill">
              <Bill tenant={data} />
            </Tabs.Panel>
            <Tabs.Panel value="keys">
              <EncryptionKeys tenant={data} />
            </Tabs.Panel>
            <Tabs.Panel value="invites">
              <Invites tenant={data} />
            </Tabs.Panel>
            <Tabs.Panel value="audit">
              <AuditTable
                path={`/platform/v1/tenants/${encodeURIComponent(id)}/audit_logs`}
                view={search}
                onView={(view) => void navigate({ search: { tab: 'audit', ...view }, replace: true })}
              />
            </Tabs.Panel>
          </Tabs>
        )}
      </Loaded>
    </>
  );
}
