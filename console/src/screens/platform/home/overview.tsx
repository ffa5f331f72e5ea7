import { Badge, Text } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { integer } from '../../../format/format.ts';
import { Icon } from '../../../parts/icon.tsx';
import { Card, PageHead, Stat, Stats } from '../../../parts/page.tsx';
import { ErrorNotice, Loading } from '../../../parts/state.tsx';
import { Time } from '../../../parts/values.tsx';
import classes from '../../../platform/platform.module.css';
import { deploymentsQuery, healthQuery, isMoving, nodesQuery, replicasQuery, sitesQuery, tenantsQuery, undeliveredQuery } from '../../../platform/queries.ts';
import { useExplained } from '../../../platform/states.tsx';
import { useSigned } from '../../../session/context.tsx';
import { may } from '../../../session/rights.ts';
import { problemsIn, type Problem } from './problems.ts';

/** What runs now, and what somebody has to look at. */
export function Overview() {
  const { t } = useLingui();
  const signed = useSigned();
  const seesTenants = may(signed.session, 'platform.tenants:read');
  const seesSites = may(signed.session, 'platform.sites:read');
  const health = useQuery(healthQuery);
  const tenants = useQuery({ ...tenantsQuery(signed), enabled: seesTenants });
  const mail = useQuery({ ...undeliveredQuery(signed), enabled: seesTenants });
  const sites = useQuery({ ...sitesQuery(signed), enabled: seesSites });
  const nodes = useQuery({ ...nodesQuery(signed), enabled: seesSites });
  const deployments = useQuery({ ...deploymentsQuery(signed), enabled: seesSites });
  const replicas = useQuery({ ...replicasQuery(signed), enabled: seesSites });
  const asked: UseQueryResult[] = [health, ...(seesTenants ? [tenants, mail] : []), ...(seesSites ? [sites, nodes, deployments, replicas] : [])];
  const failed = asked.find(({ isError }) => isError);
  const arrived = asked.every(({ isPending }) => !isPending);

  const live = (deployments.data?.rows ?? []).filter(({ state }) => state !== 'deleted');
  const running = (replicas.data ?? []).reduce((sum, { inFlight }) => sum + inFlight, 0);
  const queued = integer((replicas.data ?? []).reduce((sum, replica) => sum + replica.queued, 0));
  const moving = integer((tenants.data?.rows ?? []).filter(isMoving).length);
  const suspended = integer((tenants.data?.rows ?? []).filter(({ state }) => state === 'suspended').length);
  const problems = problemsIn({
    health: health.data,
    tenants: tenants.data?.rows,
    sites: sites.data?.rows,
    nodes: nodes.data?.rows,
    deployments: deployments.data && live,
    replicas: replicas.data,
    undelivered: mail.data?.rows.length,
  });
  return (
    <>
      <PageHead
        title={t`개요`}
        actions={
          health.data ? (
            <Badge size="lg" variant="light" color={health.data.status === 'UP' ? 'green' : 'red'}>
              {health.data.status === 'UP' ? t`서비스 준비됨` : t`서비스 준비 안 됨`}
            </Badge>
          ) : undefined
        }
      >
        <Trans>지금 플랫폼의 상태입니다. 5초마다 새로 고칩니다.</Trans>
      </PageHead>
      {failed ? (
        <ErrorNotice
          error={failed.error}
          retry={() => {
            for (const query of asked.filter(({ isError }) => isError)) {
              void query.refetch();
            }
          }}
        />
      ) : null}
      <div className={classes.column}>
        <Stats>
          {seesSites ? (
            <>
              <Stat name={t`처리 중인 요청`} value={replicas.data ? integer(running) : '-'} remark={t`대기 ${queued}건`} />
              <Stat
                name={t`제공 중인 배포`}
                value={deployments.data ? `${integer(live.filter(({ state }) => state === 'ready').length)} / ${integer(live.length)}` : '-'}
                remark={<Link to="/-/deployments">{t`배포 보기`}</Link>}
              />
              <Stat
                name={t`살아 있는 노드`}
                value={nodes.data ? `${integer(nodes.data.rows.filter(({ fresh }) => fresh).length)} / ${integer(nodes.data.rows.length)}` : '-'}
                remark={<Link to="/-/sites">{sites.data ? t`사이트 ${integer(sites.data.rows.length)}곳` : t`사이트 보기`}</Link>}
              />
            </>
          ) : null}
          {seesTenants ? (
            <>
              <Stat
                name={t`테넌트`}
                value={tenants.data ? integer(tenants.data.rows.length) : '-'}
                remark={<Link to="/-/tenants">{t`만드는 중 ${moving} · 정지 ${suspended}`}</Link>}
              />
              <Stat name={t`전달되지 못한 메일`} value={mail.data ? integer(mail.data.rows.length) : '-'} remark={<Link to="/-/mail">{t`최근 30일`}</Link>} />
            </>
          ) : null}
        </Stats>
        <Card title={t`확인이 필요한 것`}>
          {!arrived ? (
            <Loading lines={2} />
          ) : problems.length === 0 ? (
            <Text size="sm" role="status">
              {failed ? <Trans>일부를 읽지 못해 모두 확인하지는 못했습니다.</Trans> : <Trans>지금은 없습니다. 모두 정상입니다.</Trans>}
            </Text>
          ) : (
            <ul className={classes.problems}>
              {problems.map((problem, index) => (
                <ProblemRow key={index} problem={problem} />
              ))}
            </ul>
          )}
        </Card>
      </div>
    </>
  );
}

/** What is wrong, and the next step. */
function ProblemRow({ problem }: { problem: Problem }) {
  const { t } = useLingui();
  const explained = useExplained();
  switch (problem.what) {
    case 'not_ready':
      return (
        <Row grave title={t`컨트롤 플레인이 준비되지 않았습니다`} code={problem.reason.code}>
          {explained(problem.reason)}
        </Row>
      );
    case 'deployment_failed':
      return (
        <Row
          grave
          title={<DeploymentLink {...problem.deployment} text={t`${problem.deployment.name} 배포가 실패했습니다`} />}
          code={problem.deployment.explanation?.code}
        >
          {problem.deployment.explanation ? explained(problem.deployment.explanation) : t`배포의 로그를 확인해 주세요.`}
        </Row>
      );
    case 'deployment_waits':
      return (
        <Row title={<DeploymentLink {...problem.deployment} text={t`${problem.deployment.name} 배포가 아직 제공되지 않습니다`} />} code={problem.deployment.explanation?.code}>
          {problem.deployment.explanation ? explained(problem.deployment.explanation) : t`시작하는 데 몇 분이 걸릴 수 있습니다. 오래 걸리면 로그를 확인해 주세요.`}
        </Row>
      );
    case 'replica_unwell':
      return (
        <Row
          grave
          title={<DeploymentLink {...problem.deployment} text={t`${problem.deployment.name}의 엔진이 응답하지 않습니다`} />}
          code={problem.replica.explanation?.code}
        >
          {problem.replica.explanation ? explained(problem.replica.explanation) : t`엔진의 로그와 서버를 확인해 주세요. 응답하면 저절로 다시 사용합니다.`}
        </Row>
      );
    case 'node_silent':
      return (
        <Row grave title={<Link to="/-/sites" search={{ tab: 'nodes' }}>{t`${problem.node.host} 노드에서 소식이 없습니다`}</Link>}>
          <Trans>
            마지막 소식은 <Time at={problem.node.seenAt} exact />
            입니다. 서버와 네트워크를 확인하고, 내린 서버라면 그대로 두셔도 됩니다.
          </Trans>
        </Row>
      );
    case 'tenant_moving':
      return (
        <Row
          title={
            <Link to="/-/tenants/$id" params={{ id: problem.tenant.id }}>
              {problem.tenant.state === 'provisioning' ? t`${problem.tenant.name} 테넌트를 만드는 중입니다` : t`${problem.tenant.name} 테넌트를 되돌리는 중입니다`}
            </Link>
          }
        >
          <Trans>저절로 이어집니다. 10분이 지나도 그대로라면 테넌트에서 남은 단계를 확인해 주세요.</Trans>
        </Row>
      );
    case 'mail':
      return (
        <Row title={<Link to="/-/mail">{t`전달되지 못한 메일이 ${integer(problem.count)}통 있습니다`}</Link>}>
          <Trans>초대였다면 주소를 확인한 뒤 다시 초대해 주세요.</Trans>
        </Row>
      );
    case 'no_site':
      return (
        <Row title={<Link to="/-/sites">{t`등록한 사이트가 없습니다`}</Link>}>
          <Trans>먼저 데이터 센터를 등록해 주세요. 모델이 어느 나라에서 실행되는지는 사이트가 정합니다.</Trans>
        </Row>
      );
    case 'no_deployment':
      return (
        <Row title={<Link to="/-/deployments">{t`배포한 모델이 없습니다`}</Link>}>
          <Trans>모델을 배포하면 테넌트가 호출할 수 있습니다.</Trans>
        </Row>
      );
  }
}

function DeploymentLink({ id, text }: { id: string; text: string }) {
  return (
    <Link to="/-/deployments/$id" params={{ id }}>
      {text}
    </Link>
  );
}

function Row({ grave = false, title, code, children }: { grave?: boolean; title: ReactNode; code?: string | undefined; children: ReactNode }) {
  const { t } = useLingui();
  return (
    <li data-grave={grave}>
      <Icon name={grave ? 'alert' : 'info'} />
      <div>
        <strong>{title}</strong>
        <p>{children}</p>
        {code === undefined ? null : <small>{t`코드: ${code}`}</small>}
      </div>
    </li>
  );
}
