import { Alert, Badge, Button, Group, NativeSelect, NumberInput, Stack, Text, Textarea } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { integer } from '../../../format/format.ts';
import { CopyButton } from '../../../parts/code.tsx';
import { TypedConfirm } from '../../../parts/confirm.tsx';
import { FormDialog } from '../../../parts/dialog.tsx';
import { Icon } from '../../../parts/icon.tsx';
import { Card, Facts, Mono } from '../../../parts/page.tsx';
import { ErrorNotice, Loaded } from '../../../parts/state.tsx';
import { Time, Won } from '../../../parts/values.tsx';
import classes from '../../../platform/platform.module.css';
import { isMoving, isOver } from '../../../platform/queries.ts';
import { dataClasses, isolations } from '../../../platform/states.tsx';
import type { Tenant } from '../../../platform/types.ts';
import { useSigned } from '../../../session/context.tsx';
import { may } from '../../../session/rights.ts';
import { lines } from '../../keys/form.ts';
import { kindOf, wrongRanges } from './form.ts';
import { closeTenant, identityProviderQuery, reopenTenant, repairTenant, resumeTenant, setPolicy, setShare, suspendTenant, tenantChanged } from './queries.ts';
import { ErasureSteps, Steps } from './steps.tsx';

/** What a tenant is, where its things lie and what holds for it. */
export function Overview({ tenant }: { tenant: Tenant }) {
  const { t } = useLingui();
  const { session } = useSigned();
  const kinds = { business: t`기업`, government: t`국가기관` };
  const dedicated = tenant.isolation === 'DEDICATED';
  return (
    <div className={classes.two}>
      <div className={classes.column}>
        {tenant.closing ? <ClosingCard closing={tenant.closing} /> : null}
        {tenant.erasure ? <ErasureCard erasure={tenant.erasure} /> : null}
        {isMoving(tenant) && tenant.state !== 'erasing' ? (
          <Card title={tenant.state === 'provisioning' ? t`만드는 중입니다` : t`되돌리는 중입니다`}>
            <Stack gap="sm">
              <Text size="sm">
                <Trans>남은 단계는 저절로 이어집니다. 10분이 지나도 그대로라면 컨트롤 플레인의 기록을 확인하신 뒤 복구를 실행해 주세요.</Trans>
              </Text>
              <Steps steps={tenant.steps ?? []} />
            </Stack>
          </Card>
        ) : null}
        <Card title={t`정보`}>
          <Facts
            rows={[
              [
                t`번호`,
                <Group key="id" gap="xs">
                  <Mono>{tenant.id}</Mono>
                  <CopyButton text={tenant.id} />
                </Group>,
              ],
              [t`구분`, kinds[kindOf(tenant)]],
              [t`월 한도`, <Won key="credit" value={tenant.creditLimitWon} />],
              [t`생성`, <Time key="created" at={tenant.createdAt} />],
            ]}
          />
        </Card>
        <Card title={t`격리와 저장 위치`}>
          <Facts
            rows={[
              [t`격리`, t(isolations[tenant.isolation])],
              ...(isOver(tenant)
                ? []
                : ([
                    [t`데이터`, dedicated ? (tenant.cluster === null ? t`플랫폼 클러스터의 전용 키스페이스` : t`${tenant.cluster} 클러스터의 전용 키스페이스`) : t`공유 키스페이스`],
                    [t`암호화 키`, dedicated ? t`전용 키 네임스페이스` : t`플랫폼 키 네임스페이스`],
                    [t`사람`, dedicated ? t`전용 인증 영역, 2단계 인증 필수` : t`공유 인증 영역의 조직`],
                    [t`모델`, dedicated ? t`전용 풀의 배포만 사용` : t`공유 풀의 배포를 사용`],
                  ] satisfies [ReactNode, ReactNode][])),
              [
                t`투명성 로그`,
                tenant.log === null ? (
                  t`아직 없거나 지금 읽을 수 없습니다`
                ) : (
                  <Stack key="log" gap={4} align="flex-start">
                    <Mono>{tenant.log.origin}</Mono>
                    <CopyButton text={tenant.log.vkey} label={t`검증 키 복사`} />
                  </Stack>
                ),
              ],
            ]}
          />
        </Card>
      </div>
      <div className={classes.column}>
        <PolicyCard tenant={tenant} />
        {isOver(tenant) ? null : <IdentityCard tenant={tenant} />}
        {may(session, 'platform.tenants:write') && !isOver(tenant) ? <ActionsCard tenant={tenant} /> : null}
      </div>
    </div>
  );
}

function Listed({ items, none }: { items: string[]; none: string }) {
  return items.length === 0 ? (
    none
  ) : (
    <span className={classes.badges}>
      {items.map((item) => (
        <Badge key={item} variant="light" color="gray" tt="none">
          {item}
        </Badge>
      ))}
    </span>
  );
}

function PolicyCard({ tenant }: { tenant: Tenant }) {
  const { t } = useLingui();
  const { session } = useSigned();
  const [open, setOpen] = useState<'policy' | 'share' | null>(null);
  const mayWrite = may(session, 'platform.tenants:write') && !isOver(tenant);
  const rows: [ReactNode, ReactNode][] = [
    [t`허용 국가`, <Listed key="countries" items={tenant.allowedJurisdictions} none="-" />],
    [t`N2SF 등급`, t(dataClasses[tenant.n2sf])],
    [t`허용 네트워크`, <Listed key="networks" items={tenant.allowedNetworks} none={t`어디서나`} />],
    [t`허용 출처 (CORS)`, <Listed key="origins" items={tenant.allowedOrigins} none={t`없음`} />],
    [t`순번 몫`, integer(tenant.share)],
  ];
  return (
    <Card
      title={t`정책`}
      actions={
        mayWrite ? (
          <Group gap="xs">
            <Button size="compact-sm" variant="default" leftSection={<Icon name="edit" size={16} />} onClick={() => setOpen('policy')}>
              <Trans>정책 변경</Trans>
            </Button>
            <Button size="compact-sm" variant="default" leftSection={<Icon name="edit" size={16} />} onClick={() => setOpen('share')}>
              <Trans>몫 변경</Trans>
            </Button>
          </Group>
        ) : undefined
      }
    >
      <Facts rows={rows} />
      {open === 'policy' ? <PolicyDialog tenant={tenant} onClose={() => setOpen(null)} /> : null}
      {open === 'share' ? <ShareDialog tenant={tenant} onClose={() => setOpen(null)} /> : null}
    </Card>
  );
}

function PolicyDialog({ tenant, onClose }: { tenant: Tenant; onClose: () => void }) {
  const { t } = useLingui();
  const signed = useSigned();
  const client = useQueryClient();
  const [n2sf, setN2sf] = useState(tenant.n2sf);
  const [networks, setNetworks] = useState(tenant.allowedNetworks.join('\n'));
  const [origins, setOrigins] = useState(tenant.allowedOrigins.join('\n'));
  const wrong = wrongRanges(networks).join(', ');
  return (
    <FormDialog
      title={t`정책 변경`}
      action={t`저장`}
      ready={wrong === ''}
      onSubmit={async () => {
        await setPolicy(signed, tenant.id, { n2sf, allowedNetworks: lines(networks), allowedOrigins: lines(origins) });
        await tenantChanged(client, tenant.id);
      }}
      onClose={onClose}
    >
      <Text size="sm">
        <Trans>5초 안에 모든 경로에 적용됩니다. 허용 국가는 만들 때 정해지며 바꿀 수 없습니다.</Trans>
      </Text>
      <NativeSelect
        label={t`N2SF 등급`}
        description={tenant.isolation === 'SHARED' ? t`공유 테넌트는 O 등급만 가질 수 있습니다.` : undefined}
        disabled={tenant.isolation === 'SHARED'}
        value={n2sf}
        data={Object.entries(dataClasses).map(([value, label]) => ({ value, label: t(label) }))}
        onChange={(event) => setN2sf(event.currentTarget.value as Tenant['n2sf'])}
      />
      <Textarea
        label={t`허용 네트워크`}
        description={t`비워 두시면 어디서나 접속할 수 있습니다. 한 줄에 하나씩 입력해 주세요.`}
        placeholder="203.0.113.0/24"
        autosize
        minRows={2}
        maxRows={8}
        value={networks}
        error={wrong === '' ? null : t`IP 주소나 범위가 아닙니다: ${wrong}`}
        onChange={(event) => setNetworks(event.currentTarget.value)}
      />
      <Textarea
        label={t`허용 출처 (CORS)`}
        description={t`브라우저에서 이 테넌트의 키로 호출할 수 있는 페이지입니다. 한 줄에 하나씩 입력해 주세요.`}
        placeholder="https://app.example.kr"
        autosize
        minRows={2}
        maxRows={8}
        value={origins}
        onChange={(event) => setOrigins(event.currentTarget.value)}
      />
    </FormDialog>
  );
}

function ShareDialog({ tenant, onClose }: { tenant: Tenant; onClose: () => void }) {
  const { t } = useLingui();
  const signed = useSigned();
  const client = useQueryClient();
  const [share, choose] = useState(tenant.share);
  return (
    <FormDialog
      title={t`순번 몫 변경`}
      action={t`저장`}
      ready={share >= 1 && share <= 1000}
      onSubmit={async () => {
        await setShare(signed, tenant.id, share);
        await tenantChanged(client, tenant.id);
      }}
      onClose={onClose}
    >
      <NumberInput
        data-autofocus
        label={t`순번 몫`}
        description={t`엔진이 붐빌 때 몫이 3인 테넌트는 1인 테넌트보다 세 배 많이 처리됩니다.`}
        min={1}
        max={1000}
        allowDecimal={false}
        value={share}
        onChange={(value) => choose(Number(value))}
      />
    </FormDialog>
  );
}

function IdentityCard({ tenant }: { tenant: Tenant }) {
  const { t } = useLingui();
  const signed = useSigned();
  const provider = useQuery(identityProviderQuery(signed, tenant.id));
  return (
    <Card title={t`신원 공급자`}>
      <Loaded of={provider} lines={2}>
        {(data) =>
          data === null ? (
            <Text size="sm">
              <Trans>이 테넌트의 사람들은 한옥의 로그인을 사용합니다.</Trans>
            </Text>
          ) : (
            <Facts
              rows={[
                [t`방식`, data.kind === 'oidc' ? 'OpenID Connect' : 'SAML'],
                [t`발급자`, <Mono key="issuer">{data.issuer}</Mono>],
                [t`로그인 주소`, <Mono key="sign-in">{data.signInUrl}</Mono>],
                [t`돌아올 주소`, <Mono key="redirect">{data.redirectUrl}</Mono>],
              ]}
            />
          )
        }
      </Loaded>
    </Card>
  );
}

/** The grace of a tenant that leaves. */
function ClosingCard({ closing }: { closing: NonNullable<Tenant['closing']> }) {
  const { t } = useLingui();
  return (
    <Card title={t`폐쇄 예정`}>
      <Stack gap="sm">
        <Text size="sm">
          <Trans>아래 시각까지 폐쇄를 취소하실 수 있습니다. 그 뒤에는 데이터가 파기되며 되돌릴 수 없습니다.</Trans>
        </Text>
        <Facts
          rows={[
            [t`유예 종료`, <Time key="ends" at={closing.endsAt} />],
            [t`폐쇄 시작`, <Time key="at" at={closing.at} />],
            [t`사유`, closing.reason],
          ]}
        />
      </Stack>
    </Card>
  );
}

/** What was destroyed of a closed tenant, and when. */
function ErasureCard({ erasure }: { erasure: NonNullable<Tenant['erasure']> }) {
  const { t } = useLingui();
  return (
    <Card title={erasure.endedAt === null ? t`데이터를 파기하고 있습니다` : t`데이터를 파기했습니다`}>
      <Stack gap="sm">
        <Text size="sm">
          {erasure.endedAt === null ? (
            <Trans>남은 단계는 저절로 이어집니다. 응답하지 않는 곳이 있으면 응답할 때까지 다시 시도합니다.</Trans>
          ) : (
            <Trans>사용량, 투명성 로그, 변경 기록은 법정 보존을 위해 남아 있습니다.</Trans>
          )}
        </Text>
        <ErasureSteps steps={erasure.steps} />
      </Stack>
    </Card>
  );
}

function ActionsCard({ tenant }: { tenant: Tenant }) {
  const { t } = useLingui();
  const signed = useSigned();
  const client = useQueryClient();
  const [open, setOpen] = useState<'suspend' | 'resume' | 'close' | 'reopen' | null>(null);
  const [reason, setReason] = useState('');
  const again = (): Promise<void> => tenantChanged(client, tenant.id);
  const repair = useMutation({ mutationFn: () => repairTenant(signed, tenant.id), onSettled: again });
  return (
    <Card title={t`작업`}>
      <Stack gap="md">
        {tenant.state === 'closing' ? (
          <Action text={t`폐쇄를 취소하면 정지 상태로 돌아갑니다.`}>
            <Button size="sm" leftSection={<Icon name="rotate" size={18} />} onClick={() => setOpen('reopen')}>
              <Trans>폐쇄 취소</Trans>
            </Button>
          </Action>
        ) : tenant.state === 'suspended' ? (
          <>
            <Action text={t`키와 구성원을 다시 받아들입니다.`}>
              <Button size="sm" leftSection={<Icon name="play" size={18} />} onClick={() => setOpen('resume')}>
                <Trans>정지 해제</Trans>
              </Button>
            </Action>
            <Action text={t`유예 기간이 지나면 데이터를 파기합니다. 그 전에는 취소하실 수 있습니다.`}>
              <Button size="sm" color="red" variant="light" leftSection={<Icon name="trash" size={18} />} onClick={() => setOpen('close')}>
                <Trans>폐쇄</Trans>
              </Button>
            </Action>
          </>
        ) : (
          <Action text={t`모든 키와 구성원을 5초 안에 거부합니다. 데이터와 기록은 남습니다.`}>
            <Button size="sm" color="red" variant="light" leftSection={<Icon name="pause" size={18} />} disabled={isMoving(tenant)} onClick={() => setOpen('suspend')}>
              <Trans>정지</Trans>
            </Button>
          </Action>
        )}
        <Action text={t`빠진 인증 조직, 암호화 키, 로그를 채웁니다. 있는 것은 바꾸지 않으며 되풀이할 수 있습니다.`}>
          <Button size="sm" variant="default" leftSection={<Icon name="rotate" size={18} />} loading={repair.isPending} onClick={() => repair.mutate()}>
            <Trans>복구</Trans>
          </Button>
        </Action>
        {repair.isError ? <ErrorNotice error={repair.error} /> : null}
        {repair.isSuccess ? (
          <Alert color="green" icon={<Icon name="check" />} role="status">
            <Trans>빠진 것이 없습니다.</Trans>
          </Alert>
        ) : null}
      </Stack>
      {open === 'suspend' ? (
        <TypedConfirm
          title={t`테넌트 정지`}
          word={tenant.name}
          action={t`정지`}
          ready={reason.trim() !== ''}
          remark={t`언제든 정지를 해제하실 수 있습니다.`}
          onClose={() => setOpen(null)}
          onConfirm={async () => {
            await suspendTenant(signed, tenant.id, reason);
            setReason('');
            await again();
          }}
        >
          <Stack gap="sm">
            <Trans>이 테넌트의 모든 API 키와 구성원이 5초 안에 거부됩니다. 처리 중인 요청은 끝까지 진행되고 청구됩니다.</Trans>
            <Textarea
              required
              label={t`정지 사유`}
              description={t`변경 기록에 남습니다.`}
              maxLength={500}
              autosize
              minRows={2}
              value={reason}
              onChange={(event) => setReason(event.currentTarget.value)}
            />
          </Stack>
        </TypedConfirm>
      ) : null}
      {open === 'close' ? (
        <TypedConfirm
          title={t`테넌트 폐쇄`}
          word={tenant.name}
          action={t`폐쇄`}
          ready={reason.trim() !== ''}
          remark={t`유예 기간 안에는 취소하실 수 있습니다. 유예 기간이 끝나면 되돌릴 수 없습니다.`}
          onClose={() => setOpen(null)}
          onConfirm={async () => {
            await closeTenant(signed, tenant.id, reason, tenant.name);
            setReason('');
            await again();
          }}
        >
          <Stack gap="sm">
            <Trans>유예 기간이 끝나면 이 테넌트의 암호화 키, 파일, 계정, 조직을 파기합니다. 사용량, 투명성 로그, 변경 기록은 법정 보존을 위해 남습니다.</Trans>
            <Textarea
              required
              label={t`폐쇄 사유`}
              description={t`변경 기록에 남습니다.`}
              maxLength={500}
              autosize
              minRows={2}
              value={reason}
              onChange={(event) => setReason(event.currentTarget.value)}
            />
          </Stack>
        </TypedConfirm>
      ) : null}
      {open === 'reopen' ? (
        <TypedConfirm
          title={t`폐쇄 취소`}
          word={tenant.name}
          action={t`폐쇄 취소`}
          remark={t`다시 폐쇄하실 수 있습니다.`}
          onClose={() => setOpen(null)}
          onConfirm={async () => {
            await reopenTenant(signed, tenant.id);
            await again();
          }}
        >
          <Trans>이 테넌트는 정지 상태로 돌아갑니다. 사용하게 하시려면 정지를 해제해 주세요.</Trans>
        </TypedConfirm>
      ) : null}
      {open === 'resume' ? (
        <TypedConfirm
          title={t`테넌트 정지 해제`}
          word={tenant.name}
          action={t`정지 해제`}
          remark={t`다시 정지하실 수 있습니다.`}
          onClose={() => setOpen(null)}
          onConfirm={async () => {
            await resumeTenant(signed, tenant.id);
            await again();
          }}
        >
          <Trans>이 테넌트의 API 키와 구성원이 다시 사용할 수 있게 됩니다.</Trans>
        </TypedConfirm>
      ) : null}
    </Card>
  );
}

function Action({ text, children }: { text: string; children: ReactNode }) {
  return (
    <div className={classes.action}>
      <p>{text}</p>
      {children}
    </div>
  );
}
