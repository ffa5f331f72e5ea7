import { Progress } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { useQueries, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { month } from '../../format/format.ts';
import { invitesQuery, keysQuery, limitsQuery, membersQuery } from '../../organization/queries.ts';
import { CodeForms } from '../../parts/code.tsx';
import { Icon } from '../../parts/icon.tsx';
import { Card, PageHead, Unseen } from '../../parts/page.tsx';
import { Loaded } from '../../parts/state.tsx';
import { Won } from '../../parts/values.tsx';
import { LiveRequests } from '../../requests/live-requests.tsx';
import { useSigned } from '../../session/context.tsx';
import { may } from '../../session/rights.ts';
import { baseAddress, firstCall, snippets } from '../../snippets/snippets.ts';
import { modelsQuery } from '../models/queries.ts';
import { invoiceQuery } from '../usage/queries.ts';
import classes from './home.module.css';
import { askedQuery } from './queries.ts';

/** The way to a first answer, what is being asked, and what it costs. */
export function HomePage() {
  const { t } = useLingui();
  const signed = useSigned();
  const { session } = signed;
  return (
    <>
      <PageHead title={t`${session.organization.name} 홈`}>
        <Trans>키를 만들고 첫 요청을 보내기까지 5분이면 충분합니다.</Trans>
      </PageHead>
      <div className={classes.grid}>
        <div className={classes.column}>
          {may(session, 'keys:read') ? <Checklist /> : null}
          {may(session, 'models:read') ? <FirstCall /> : null}
        </div>
        <div className={classes.column}>
          {may(session, 'invoices:read') ? <Spend /> : null}
          {may(session, 'requests:read') ? <LiveRequests /> : null}
        </div>
      </div>
    </>
  );
}

function Checklist() {
  const { t } = useLingui();
  const signed = useSigned();
  const { session, organization } = signed;
  const seesMembers = may(session, 'members:read');
  const keys = useQueries({ queries: session.projects.map(({ id }) => ({ ...keysQuery(signed, id), refetchInterval: 5_000 })) });
  const asked = useQuery({ ...askedQuery(signed), enabled: may(session, 'usage:read') });
  const members = useQuery({ ...membersQuery(signed), enabled: seesMembers });
  const invites = useQuery({ ...invitesQuery(signed), enabled: seesMembers });
  const hasKey = keys.some(({ data }) => data?.rows.some(({ revoked_at }) => revoked_at === null));
  const hasPeople = (members.data?.rows.length ?? 0) > 1 || (invites.data?.rows.length ?? 0) > 0;
  return (
    <Card title={t`시작하기`}>
      <ol className={classes.steps}>
        <Step number={1} done={hasKey} name={t`API 키 만들기`} text={t`키는 프로젝트에 속하고 만들 때 한 번만 보입니다.`}>
          <Link to="/$org/keys" params={{ org: organization }}>
            <Trans>키 만들러 가기</Trans>
          </Link>
        </Step>
        <Step number={2} done={asked.data ?? false} name={t`첫 요청 보내기`} text={t`아래 예제를 실행하거나 플레이그라운드에서 보내 보세요.`}>
          <Link to="/$org/playground" params={{ org: organization }}>
            <Trans>플레이그라운드 열기</Trans>
          </Link>
        </Step>
        {may(session, 'members:write') ? (
          <Step number={3} done={hasPeople} name={t`동료 초대하기`} text={t`이메일로 초대하고 역할을 정합니다.`}>
            <Link to="/$org/members" params={{ org: organization }} search={{ tab: 'invites' }}>
              <Trans>초대하러 가기</Trans>
            </Link>
          </Step>
        ) : null}
      </ol>
    </Card>
  );
}

function Step({ number, done, name, text, children }: { number: number; done: boolean; name: string; text: string; children: ReactNode }) {
  const { t } = useLingui();
  return (
    <li className={done ? classes.done : undefined}>
      <span className={classes.mark} aria-hidden="true">
        {done ? <Icon name="check" size={18} /> : number}
      </span>
      <div>
        <strong>
          {name}
          <Unseen>{done ? t` (완료)` : t` (할 일)`}</Unseen>
        </strong>
        <small>{text}</small>
      </div>
      <span>{done ? null : children}</span>
    </li>
  );
}

function FirstCall() {
  const { t } = useLingui();
  const models = useQuery(modelsQuery(useSigned()));
  return (
    <Card title={t`복사해서 바로 실행하기`}>
      <Loaded of={models} lines={2}>
        {(list) => {
          const model = list.find(({ capabilities }) => capabilities?.includes('chat'))?.id;
          return model === undefined ? (
            <Trans>대화할 수 있는 모델이 아직 없습니다. 운영자에게 모델 배포를 요청해 주세요.</Trans>
          ) : (
            <CodeForms forms={snippets(baseAddress(), firstCall(model))} />
          );
        }}
      </Loaded>
    </Card>
  );
}

function Spend() {
  const { t } = useLingui();
  const signed = useSigned();
  const invoice = useQuery(invoiceQuery(signed, month(new Date())));
  const limits = useQuery({ ...limitsQuery(signed), enabled: may(signed.session, 'limits:read'), refetchInterval: false });
  const limit = limits.data?.find(({ level, kind }) => level === 'organization' && kind === 'spend_per_month')?.limit;
  return (
    <Card
      title={t`이번 달 비용`}
      actions={
        <Link to="/$org/usage" params={{ org: signed.organization }} search={{ tab: 'invoice' }}>
          <Trans>자세히</Trans>
        </Link>
      }
    >
      <Loaded of={invoice} lines={1}>
        {({ supply_won, vat_won, total_won }) => (
          <>
            <p style={{ fontSize: '1.75rem', fontWeight: 700 }}>
              <Won value={total_won} />
            </p>
            <p>
              <small>
                <Trans>
                  공급가액 <Won value={supply_won} /> + 부가세 <Won value={vat_won} />
                </Trans>
              </small>
            </p>
            {limit === undefined ? null : (
              <>
                <Progress mt="sm" value={limit === 0 ? 100 : Math.min(100, (supply_won / limit) * 100)} aria-label={t`월 지출 한도 사용률`} />
                <small>
                  <Trans>
                    월 지출 한도 <Won value={limit} />
                  </Trans>
                </small>
              </>
            )}
          </>
        )}
      </Loaded>
    </Card>
  );
}
