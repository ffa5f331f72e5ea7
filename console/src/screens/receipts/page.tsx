import { Alert, Badge, Button, TextInput } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { LoggedReceipt } from '../../api/types.ts';
import { duration, integer, nanoToWon } from '../../format/format.ts';
import { download } from '../../parts/csv.ts';
import { FindById } from '../../parts/find.tsx';
import { Icon } from '../../parts/icon.tsx';
import { Card, Empty, Facts, Mono, PageHead } from '../../parts/page.tsx';
import { ErrorNotice, Loaded, Loading } from '../../parts/state.tsx';
import { Time, Won } from '../../parts/values.tsx';
import { outcomes } from '../../requests/words.ts';
import { useSigned } from '../../session/context.tsx';
import { may } from '../../session/rights.ts';
import { countryName } from '../models/words.ts';
import { useKeptKey } from './kept-key.ts';
import { RequestList } from './request-list.tsx';
import { receiptLogQuery, receiptQuery, said, verdictsQuery, type Checked, type Closing, type LeafKind, type Opening } from './queries.ts';
import classes from './receipts.module.css';
import { receiptsRoute } from './route.tsx';
import { hex } from './verify.ts';

/** What was decided about one answer, where it ran, and the proof, checked here. */
export function ReceiptsPage() {
  const { t } = useLingui();
  const { session } = useSigned();
  const { id } = receiptsRoute.useSearch();
  const navigate = receiptsRoute.useNavigate();
  return (
    <>
      <PageHead title={t`영수증`}>
        <Trans>답변이 어디에서 어떻게 만들어졌는지 확인하고, 그 기록이 바뀌지 않았음을 이 브라우저에서 직접 검증합니다.</Trans>
      </PageHead>
      <FindById
        label={t`영수증 번호`}
        description={t`응답의 x-receipt-id 헤더에 있습니다.`}
        placeholder="req_01JD0000000000000000000000"
        action={t`영수증 확인`}
        known={id}
        onFind={(found) => void navigate({ search: found === null ? {} : { id: found } })}
      />
      {id !== undefined ? (
        <ReceiptView key={id} id={id} />
      ) : may(session, 'requests:read') ? (
        <RequestList />
      ) : (
        <Empty title={t`영수증 번호를 입력해 주세요`}>
          <Trans>플레이그라운드의 답변 아래에 있는 영수증 링크를 누르셔도 됩니다.</Trans>
        </Empty>
      )}
    </>
  );
}

function ReceiptView({ id }: { id: string }) {
  const { t } = useLingui();
  const receipt = useQuery(receiptQuery(useSigned(), id));
  return (
    <Loaded of={receipt}>
      {(data) =>
        data.status === 'pending' ? (
          <Alert icon={<Icon name="info" />} title={t`기록하는 중입니다`} role="status">
            <Trans>영수증은 답변 뒤 3초 안에 투명성 로그에 기록됩니다. 잠시만 기다려 주세요.</Trans>
          </Alert>
        ) : (
          <Logged receipt={data} />
        )
      }
    </Loaded>
  );
}

function Logged({ receipt }: { receipt: LoggedReceipt }) {
  const { t, i18n } = useLingui();
  const opening = said(receipt.opening) as Opening;
  const closing = said(receipt.closing) as Closing;
  const amendment = receipt.amendment ? (said(receipt.amendment) as Closing & { reason: string; time: string }) : null;
  const charged = amendment ?? closing;
  const outcome = outcomes[closing.outcome];
  return (
    <div className={classes.grid}>
      <Proof receipt={receipt} />
      <div className={classes.two}>
        <Card title={t`결정`}>
          <Facts
            rows={[
              [
                t`국내 처리`,
                <Badge key="residency" variant="light" color={opening.residency.allowed ? 'green' : 'red'}>
                  {opening.residency.allowed ? t`허용됨` : t`허용되지 않음`}
                </Badge>,
              ],
              [t`근거`, <Mono key="reason">{`${opening.residency.reason} (${opening.residency.policyVersion})`}</Mono>],
              [t`처리 위치`, `${countryName(i18n.locale, opening.site.country)} · ${opening.site.name}`],
              [t`운영사`, opening.site.operator],
              [t`보증 수준`, opening.assurance === 'registry' ? t`운영자 등록 정보 기준` : opening.assurance],
              [t`모델`, opening.model.name],
              [t`모델 버전`, <Mono key="version">{opening.model.version}</Mono>],
              [t`가중치 SHA-256`, opening.model.digest === 'unknown' ? t`외부 엔진이 보관해 확인할 수 없음` : <Mono key="digest">{opening.model.digest}</Mono>],
              [t`엔진`, opening.engine],
              [opening.key === undefined ? t`구성원` : t`API 키`, <Mono key="caller">{opening.key ?? opening.member ?? '-'}</Mono>],
              [t`프로젝트`, <Mono key="project">{opening.project}</Mono>],
              [t`시각`, <Time key="time" at={opening.time} exact />],
            ]}
          />
        </Card>
        <Card title={t`결과`} actions={<KeptAnswer request={receipt.id} />}>
          <Facts
            rows={[
              [t`상태`, outcome ? t(outcome) : closing.outcome],
              [t`입력 토큰`, integer(charged.usage.inputTokens)],
              [t`캐시된 입력`, integer(charged.usage.cachedTokens)],
              [t`출력 토큰`, integer(charged.usage.outputTokens)],
              [
                t`금액`,
                <span key="won">
                  <Won value={nanoToWon(BigInt(charged.costNanoWon))} /> <Trans>(부가세 별도)</Trans>
                </span>,
              ],
              ...(charged.usage.estimated ? ([[t`계산 방식`, t`엔진이 세지 않아 추정함`]] as [string, string][]) : []),
              ...(charged.usage.partial ? ([[t`답변`, t`중간에 끊김`]] as [string, string][]) : []),
              ...(amendment ? ([[t`정정`, amendment.reason]] as [string, string][]) : []),
              [t`걸린 시간`, duration(Date.parse(closing.endedAt) - Date.parse(closing.startedAt))],
              [t`시도 횟수`, integer(receipt.attempts)],
              [t`질문 해시`, <Mono key="prompt">{opening.promptHash}</Mono>],
              [t`답변 해시`, <Mono key="output">{closing.outputHash}</Mono>],
            ]}
          />
        </Card>
      </div>
    </div>
  );
}

/** Leads to what is kept of the request, where that is; usage and receipts hold no words. */
function KeptAnswer({ request }: { request: string }) {
  const { session, organization } = useSigned();
  return may(session, 'responses:read') ? (
    <Link to="/$org/stored" params={{ org: organization }} search={{ id: request }}>
      <Trans>보관된 내용 열기</Trans>
    </Link>
  ) : null;
}

function Proof({ receipt }: { receipt: LoggedReceipt }) {
  const { t } = useLingui();
  const signed = useSigned();
  const log = useQuery(receiptLogQuery(signed));
  const told = log.data?.origin === receipt.origin ? log.data.vkey : null;
  const [kept, keep] = useKeptKey(receipt.origin, told);
  const verdicts = useQuery({ ...verdictsQuery(signed, receipt, kept), enabled: !log.isPending, retry: false });
  const isAnother = kept !== null && told !== null && kept !== told;
  return (
    <Card
      title={t`검증`}
      actions={
        verdicts.data ? (
          <Button variant="default" size="compact-sm" leftSection={<Icon name="download" size={16} />} onClick={() => saveEvidence(receipt, verdicts.data)}>
            <Trans>증거 파일 내려받기</Trans>
          </Button>
        ) : undefined
      }
    >
      {isAnother ? (
        <Alert color="red" role="alert" mb="md" icon={<Icon name="alert" />} title={t`로그의 검증 키가 보관한 키와 다릅니다`}>
          <Trans>서버가 알려 준 키가 이 브라우저에 보관한 키와 다릅니다. 보관한 키로 검증했습니다. 운영자에게 확인하시기 전까지 새 키를 믿지 마세요.</Trans>
        </Alert>
      ) : null}
      {log.isError ? <ErrorNotice error={log.error} retry={() => void log.refetch()} /> : null}
      {verdicts.data ? <Verdicts checked={verdicts.data} /> : verdicts.isError ? <ProofFailed error={verdicts.error} /> : <Loading lines={2} />}
      <TextInput
        mt="md"
        size="sm"
        label={t`로그의 검증 키 (vkey)`}
        description={t`처음 본 키를 이 브라우저에 보관하고 다음부터 비교합니다. 계약서 등으로 따로 받은 키가 있으면 그 키를 넣어 주세요.`}
        placeholder={`${receipt.origin}+…`}
        spellCheck={false}
        autoComplete="off"
        value={kept ?? ''}
        onChange={(event) => keep(event.currentTarget.value)}
      />
    </Card>
  );
}

function ProofFailed({ error }: { error: unknown }) {
  const { t } = useLingui();
  const isRead = error instanceof Error && error.name === 'Error';
  return isRead ? (
    <Alert color="red" role="alert" icon={<Icon name="alert" />} title={t`증명을 읽지 못했습니다`}>
      <Trans>검증 키를 확인해 주세요. 키를 지우면 서명을 뺀 나머지를 검증합니다.</Trans> <Mono>{error.message}</Mono>
    </Alert>
  ) : (
    <ErrorNotice error={error} />
  );
}

function Verdicts({ checked }: { checked: Checked[] }) {
  const { t } = useLingui();
  const kinds: Record<LeafKind, string> = { opening: t`시작 기록`, closing: t`완료 기록`, amendment: t`정정 기록` };
  const proven = checked.every(({ verdict }) => verdict.included && verdict.sameLog && verdict.signed !== false);
  return (
    <>
      <Alert
        color={proven ? 'green' : 'red'}
        role="status"
        icon={<Icon name={proven ? 'check' : 'alert'} />}
        title={proven ? t`로그에 있음을 확인했습니다` : t`확인하지 못했습니다`}
      >
        {proven ? (
          <Trans>영수증의 해시를 이 브라우저에서 다시 계산해 로그의 체크포인트와 맞춰 보았습니다.</Trans>
        ) : (
          <Trans>영수증이 로그의 체크포인트와 맞지 않습니다. 이 화면을 보관하고 감사 담당자에게 알려 주세요.</Trans>
        )}
      </Alert>
      <ul className={classes.checks}>
        {checked.map(({ kind, verdict }) => (
          <li key={kind}>
            <strong>{kinds[kind]}</strong>
            <Check holds={verdict.included} name={t`포함 증명 (위치 ${String(verdict.proof.index)} / 크기 ${String(verdict.proof.checkpoint.size)})`} />
            <Check holds={verdict.sameLog} name={t`같은 로그`} />
            <Check holds={verdict.signed} name={t`체크포인트 서명`} />
            <Mono>{hex(verdict.proof.checkpoint.root)}</Mono>
          </li>
        ))}
      </ul>
    </>
  );
}

function Check({ holds, name }: { holds: boolean | null; name: string }) {
  const { t } = useLingui();
  return (
    <span className={classes.check}>
      <Icon name={holds === null ? 'info' : holds ? 'check' : 'close'} size={18} />
      {name}: {holds === null ? t`키가 없어 확인하지 않음` : holds ? t`맞음` : t`틀림`}
    </span>
  );
}

/** What an outside verifier reads: the receipt, and a proof for each of its leaves. */
function saveEvidence(receipt: LoggedReceipt, checked: Checked[]): void {
  download(`${receipt.id}.json`, JSON.stringify(receipt, null, 2), 'application/json');
  checked.forEach(({ kind, proofText }) => download(`${receipt.id}.${kind}.tlog-proof`, proofText, 'text/plain;charset=utf-8'));
}
