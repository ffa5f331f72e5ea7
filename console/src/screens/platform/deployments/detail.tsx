import { Alert, Badge, Button, Group, NumberInput, Stack } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { integer, nanoToWon, perMillion } from '../../../format/format.ts';
import { CopyButton } from '../../../parts/code.tsx';
import { TypedConfirm } from '../../../parts/confirm.tsx';
import { FormDialog } from '../../../parts/dialog.tsx';
import { Icon } from '../../../parts/icon.tsx';
import { Card, Facts, Mono, PageHead } from '../../../parts/page.tsx';
import { Loaded } from '../../../parts/state.tsx';
import { Time, Won } from '../../../parts/values.tsx';
import classes from '../../../platform/platform.module.css';
import { nodesQuery, replicasQuery, sitesQuery, tenantsQuery } from '../../../platform/queries.ts';
import { deploymentStates, StateBadge, useExplained } from '../../../platform/states.tsx';
import type { Deployment, Replica } from '../../../platform/types.ts';
import { useSigned } from '../../../session/context.tsx';
import { may } from '../../../session/rights.ts';
import { countryName } from '../../models/words.ts';
import { LogView } from './log-view.tsx';
import { deleteDeployment, deploymentChanged, deploymentQuery, setConcurrency, setTimeouts } from './queries.ts';
import { deploymentRoute } from './route.tsx';

/** One deployment: what it offers, how its engine does, and what that writes. */
export function DeploymentPage() {
  const { t } = useLingui();
  const signed = useSigned();
  const { id } = deploymentRoute.useParams();
  const search = deploymentRoute.useSearch();
  const navigate = deploymentRoute.useNavigate();
  const client = useQueryClient();
  const deployment = useQuery(deploymentQuery(signed, id));
  const [deleting, setDeleting] = useState(false);
  const explained = useExplained();
  const ending = deployment.data?.state === 'stopping' || deployment.data?.state === 'deleted';
  return (
    <>
      <PageHead
        title={deployment.data?.name ?? id}
        actions={
          deployment.data ? (
            <>
              <StateBadge state={deployment.data.state} words={deploymentStates} />
              {may(signed.session, 'platform.deployments:write') && !ending ? (
                <Button color="red" variant="light" leftSection={<Icon name="trash" size={18} />} onClick={() => setDeleting(true)}>
                  <Trans>종료</Trans>
                </Button>
              ) : null}
            </>
          ) : undefined
        }
      />
      <Loaded of={deployment}>
        {(data) => (
          <div className={classes.column}>
            {data.explanation ? (
              <Alert color={data.state === 'failed' ? 'red' : 'yellow'} icon={<Icon name="alert" />} title={explained(data.explanation)}>
                <Mono>{data.explanation.code}</Mono>
              </Alert>
            ) : null}
            <div className={classes.two}>
              <div className={classes.column}>
                <Offer deployment={data} />
              </div>
              <div className={classes.column}>
                <ReplicaCard deployment={data} />
                <Settings deployment={data} />
              </div>
            </div>
            {data.driver === 'local' && data.state !== 'deleted' ? (
              <LogView deployment={data} wanted={search.q ?? ''} onWanted={(q) => void navigate({ search: q === '' ? {} : { q }, replace: true })} />
            ) : null}
          </div>
        )}
      </Loaded>
      {deleting && deployment.data ? (
        <TypedConfirm
          title={t`배포 종료`}
          word={deployment.data.name}
          action={t`종료`}
          onClose={() => setDeleting(false)}
          onConfirm={async () => {
            await deleteDeployment(signed, id);
            await deploymentChanged(client, id);
          }}
        >
          <Trans>새 요청은 바로 거부되고, 처리 중인 요청은 끝까지 진행됩니다. 그 뒤 엔진이 종료되고 이름이 비워집니다. 다시 제공하시려면 새로 배포해야 합니다.</Trans>
        </TypedConfirm>
      ) : null}
    </>
  );
}

function Offer({ deployment }: { deployment: Deployment }) {
  const { t, i18n } = useLingui();
  const signed = useSigned();
  const sites = useQuery(sitesQuery(signed));
  const tenants = useQuery({ ...tenantsQuery(signed), enabled: may(signed.session, 'platform.tenants:read') });
  const site = sites.data?.rows.find(({ id }) => id === deployment.site);
  const { price } = deployment;
  const million = (nano: number): ReactNode => <Won value={perMillion(nanoToWon(nano))} />;
  const rows: [ReactNode, ReactNode][] = [
    [
      t`번호`,
      <Group key="id" gap="xs">
        <Mono>{deployment.id}</Mono>
        <CopyButton text={deployment.id} />
      </Group>,
    ],
    [t`모델 버전`, <Mono key="version">{deployment.modelVersion}</Mono>],
    [
      t`풀`,
      deployment.pool === 'shared' ? (
        t`공유`
      ) : (
        <Link key="pool" to="/-/tenants/$id" params={{ id: deployment.pool }}>
          {tenants.data?.rows.find(({ id }) => id === deployment.pool)?.name ?? deployment.pool}
        </Link>
      ),
    ],
    [t({ message: '사이트', context: 'one' }), site ? `${site.name} · ${countryName(i18n.locale, site.country)} · ${site.operator}` : deployment.site],
    [t`문맥 길이`, t`${integer(deployment.contextTokens)} 토큰`],
    [t`생성`, <Time key="created" at={deployment.createdAt} />],
  ];
  return (
    <>
      <Card title={t`제공`}>
        <Facts rows={rows} />
      </Card>
      <Card title={t`가격 (100만 토큰, 부가세 별도)`}>
        {price === null ? (
          <Trans>가격을 읽지 못했습니다.</Trans>
        ) : (
          <Facts
            rows={[
              [t`입력`, million(price.inputNanoWon)],
              [t`캐시된 입력`, million(price.cachedNanoWon)],
              [t`출력`, million(price.outputNanoWon)],
            ]}
          />
        )}
      </Card>
    </>
  );
}

function Settings({ deployment }: { deployment: Deployment }) {
  const { t } = useLingui();
  const { session } = useSigned();
  const [open, setOpen] = useState(false);
  const external = deployment.driver === 'external';
  const first = integer(deployment.timeouts.firstTokenSeconds);
  const idle = integer(deployment.timeouts.idleSeconds);
  const mayWrite = may(session, 'platform.deployments:write') && deployment.state !== 'deleted' && deployment.state !== 'stopping';
  return (
    <Card
      title={t`엔진 설정`}
      actions={
        mayWrite ? (
          <Button size="compact-sm" variant="default" leftSection={<Icon name="edit" size={16} />} onClick={() => setOpen(true)}>
            <Trans>설정 변경</Trans>
          </Button>
        ) : undefined
      }
    >
      <Facts
        rows={[
          [t`엔진`, deployment.engine],
          [t`실행 방식`, external ? t`외부 엔진을 연결` : t`이 플랫폼이 실행`],
          ...(external
            ? ([
                [t`주소`, <Mono key="url">{deployment.url ?? '-'}</Mono>],
                [t`인증`, deployment.hasCredential ? t`보관 중인 토큰 사용` : t`없음`],
                [t`엔진에서의 이름`, <Mono key="upstream">{deployment.upstreamModel}</Mono>],
                [t`동시 처리`, deployment.concurrency === null ? t`알 수 없음` : integer(deployment.concurrency)],
              ] as [string, ReactNode][])
            : []),
          [t`첫 토큰까지`, t`최대 ${first}초`],
          [t`응답 사이`, t`최대 ${idle}초`],
        ]}
      />
      {open ? <SettingsDialog deployment={deployment} onClose={() => setOpen(false)} /> : null}
    </Card>
  );
}

function SettingsDialog({ deployment, onClose }: { deployment: Deployment; onClose: () => void }) {
  const { t } = useLingui();
  const signed = useSigned();
  const client = useQueryClient();
  const [timeouts, change] = useState(deployment.timeouts);
  const [concurrency, choose] = useState(deployment.concurrency ?? 0);
  const external = deployment.driver === 'external';
  const inRange = (seconds: number): boolean => seconds >= 1 && seconds <= 600;
  return (
    <FormDialog
      title={t`엔진 설정 변경`}
      action={t`저장`}
      ready={inRange(timeouts.firstTokenSeconds) && inRange(timeouts.idleSeconds)}
      onSubmit={async () => {
        if (timeouts.firstTokenSeconds !== deployment.timeouts.firstTokenSeconds || timeouts.idleSeconds !== deployment.timeouts.idleSeconds) {
          await setTimeouts(signed, deployment.id, timeouts);
        }
        if (external && concurrency !== (deployment.concurrency ?? 0)) {
          await setConcurrency(signed, deployment.id, concurrency);
        }
        await deploymentChanged(client, deployment.id);
      }}
      onClose={onClose}
    >
      <NumberInput
        data-autofocus
        label={t`첫 토큰까지 (초)`}
        description={t`이 시간 안에 응답이 시작되지 않으면 다른 엔진에 요청합니다. 5초 안에 새 요청부터 적용됩니다.`}
        min={1}
        max={600}
        allowDecimal={false}
        value={timeouts.firstTokenSeconds}
        onChange={(value) => change({ ...timeouts, firstTokenSeconds: Number(value) })}
      />
      <NumberInput
        label={t`응답 사이 (초)`}
        description={t`시작한 응답이 이 시간 동안 이어지지 않으면 오류로 끝냅니다.`}
        min={1}
        max={600}
        allowDecimal={false}
        value={timeouts.idleSeconds}
        onChange={(value) => change({ ...timeouts, idleSeconds: Number(value) })}
      />
      {external ? (
        <NumberInput
          label={t`동시 처리`}
          description={t`엔진이 한 번에 처리하는 요청 수입니다. 넘는 요청은 게이트웨이에서 공정한 순서로 기다립니다. 모르면 0으로 두세요.`}
          min={0}
          max={100_000}
          allowDecimal={false}
          value={concurrency}
          onChange={(value) => choose(Number(value))}
        />
      ) : null}
    </FormDialog>
  );
}

function ReplicaCard({ deployment }: { deployment: Deployment }) {
  const { t } = useLingui();
  const signed = useSigned();
  const replicas = useQuery(replicasQuery(signed));
  const nodes = useQuery(nodesQuery(signed));
  const hostOf = (node: string): string => nodes.data?.rows.find(({ id }) => id === node)?.host ?? node;
  return (
    <Card title={t`지금 실행 중인 엔진`}>
      <Loaded of={replicas} lines={3}>
        {(all) => {
          const mine = all.filter((replica) => replica.deployment === deployment.id);
          return mine.length === 0 ? (
            <Trans>응답한 서버에서는 이 엔진이 보이지 않습니다. {hostOf(deployment.node)} 노드의 컨트롤 플레인에서 볼 수 있습니다.</Trans>
          ) : (
            <Stack>
              {mine.map((replica) => (
                <ReplicaFacts key={replica.id ?? replica.deployment} replica={replica} host={hostOf(replica.node)} />
              ))}
            </Stack>
          );
        }}
      </Loaded>
    </Card>
  );
}

function ReplicaFacts({ replica, host }: { replica: Replica; host: string }) {
  const { t } = useLingui();
  const known = (value: number | null): string => (value === null ? t`알 수 없음` : integer(value));
  return (
    <Facts
      rows={[
        [
          t`상태`,
          <Group key="state" gap="xs">
            <StateBadge state={replica.state} words={deploymentStates} />
            <Badge variant="light" color={replica.healthy ? 'green' : 'red'}>
              {replica.healthy ? t`응답함` : t`응답하지 않음`}
            </Badge>
          </Group>,
        ],
        [t`이 상태가 된 때`, <Time key="since" at={replica.since} exact />],
        [t`다시 시작한 횟수`, integer(replica.restarts)],
        [t`처리 중`, replica.concurrency === null ? integer(replica.inFlight) : `${integer(replica.inFlight)} / ${integer(replica.concurrency)}`],
        [t`순서를 기다림`, integer(replica.queued)],
        [t`엔진이 말하는 처리 중`, known(replica.running)],
        [t`엔진 안에서 대기`, known(replica.waiting)],
        [t`엔진 번호`, <Mono key="id">{replica.id ?? t`다시 시작하는 중`}</Mono>],
        [t`알려 준 노드`, host],
      ]}
    />
  );
}
