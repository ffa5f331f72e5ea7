import { Tabs } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { PageHead } from '../../parts/page.tsx';
import { Invites } from './invites.tsx';
import { Members } from './members.tsx';
import { Projects } from './projects.tsx';
import { membersRoute } from './route.tsx';

/** The organisation's people and projects. */
export function MembersPage() {
  const { t } = useLingui();
  const search = membersRoute.useSearch();
  const navigate = membersRoute.useNavigate();
  return (
    <>
      <PageHead title={t`구성원과 프로젝트`}>
        <Trans>역할을 바꾸거나 구성원을 내보내면 5초 안에 모든 곳에 적용됩니다.</Trans>
      </PageHead>
      <Tabs
        value={search.tab ?? 'members'}
        keepMounted={false}
        onChange={(tab) => void navigate({ search: tab === 'invites' || tab === 'projects' ? { tab } : {}, replace: true })}
      >
        <Tabs.List mb="md">
          <Tabs.Tab value="members">
            <Trans>구성원</Trans>
          </Tabs.Tab>
          <Tabs.Tab value="invites">
            <Trans>초대</Trans>
          </Tabs.Tab>
          <Tabs.Tab value="projects">
            <Trans>프로젝트</Trans>
          </Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="members">
          <Members />
        </Tabs.Panel>
        <Tabs.Panel value="invites">
          <Invites />
        </Tabs.Panel>
        <Tabs.Panel value="projects">
          <Projects />
        </Tabs.Panel>
      </Tabs>
    </>
  );
}
