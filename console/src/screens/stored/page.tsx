import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import { NoProject, useProject } from '../../organization/project-choice.tsx';
import { FindById } from '../../parts/find.tsx';
import { PageHead } from '../../parts/page.tsx';
import { useSigned } from '../../session/context.tsx';
import { may } from '../../session/rights.ts';
import { Chats } from './chats.tsx';
import { Detail } from './detail.tsx';
import { named } from './kinds.ts';
import { storedRoute } from './route.tsx';
import classes from './stored.module.css';

/** What is kept of questions and answers: chats as a list, and chats, responses and conversations by their ids. */
export function StoredPage() {
  const { t } = useLingui();
  const { session, organization } = useSigned();
  const search = storedRoute.useSearch();
  const navigate = storedRoute.useNavigate();
  const project = useProject(search.project);
  const what = search.id === undefined ? null : named(search.id);
  const isWrong = search.id !== undefined && what === null;

  if (!project) {
    return (
      <NoProject title={t`보관된 응답`}>
        <Trans>보관된 응답은 프로젝트에 속합니다. 조직의 소유자나 관리자에게 프로젝트에 넣어 달라고 요청해 주세요.</Trans>
      </NoProject>
    );
  }
  return (
    <>
      <PageHead title={t`보관된 응답`}>
        <Trans>보관해 달라고 요청하신 채팅, 응답, 대화의 내용입니다. 조직의 암호화 키로 봉인되어 있으며 프로젝트의 구성원만 볼 수 있습니다.</Trans>
      </PageHead>
      <FindById
        key={search.id}
        label={t`ID로 열기`}
        description={t`채팅, 응답, 대화의 ID나 영수증 번호를 입력해 주세요.`}
        placeholder="resp_01JD0000000000000000000000"
        action={t`열기`}
        known={search.id}
        error={isWrong ? t`chatcmpl-, resp_, conv_, req_ 중 하나로 시작하는 ID를 입력해 주세요` : null}
        onFind={(id) => void navigate({ search: id === null ? {} : { id } })}
      />
      {what === null ? (
        <>
          <p className={classes.links}>
            <Trans>응답과 대화는 목록이 없어 ID로 엽니다. 응답의 ID는 API 응답의 id 값이며, 웹훅의 전송 기록에도 있습니다.</Trans>{' '}
            {may(session, 'requests:read') ? (
              <Link to="/$org/receipts" params={{ org: organization }}>
                <Trans>최근 요청에서 찾기</Trans>
              </Link>
            ) : null}
          </p>
          <Chats project={project} />
        </>
      ) : (
        <>
          <p className={classes.links}>
            <Link to="/$org/stored" params={{ org: organization }}>
              <Trans>보관된 채팅 목록</Trans>
            </Link>
          </p>
          <Detail key={search.id} what={what} />
        </>
      )}
    </>
  );
}
