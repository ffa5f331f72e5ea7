import { Button, NumberInput, Stack, TextInput } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { SignupPolicy } from '../../../api/types.ts';
import { Secret } from '../../../parts/code.tsx';
import { TypedConfirm } from '../../../parts/confirm.tsx';
import { DoneDialog, FormDialog } from '../../../parts/dialog.tsx';
import { Icon } from '../../../parts/icon.tsx';
import { Card, Empty, Facts, Mono } from '../../../parts/page.tsx';
import { Loaded } from '../../../parts/state.tsx';
import { badgeColumn, DataTable, type Column } from '../../../parts/table.tsx';
import { Time, Won } from '../../../parts/values.tsx';
import type { SignupCode } from '../../../platform/types.ts';
import { useSigned } from '../../../session/context.tsx';
import { may } from '../../../session/rights.ts';
import { signupPolicyQuery } from '../../../session/signup-policy.ts';
import { issueCode, signupCodesQuery, withdrawCode } from './queries.ts';
import { tenantsRoute } from './route.tsx';

/** Who may sign up by themselves, and the codes that let companies do so. */
export function SignupCodes() {
  const { t } = useLingui();
  const policy = useQuery(signupPolicyQuery());
  return (
    <Stack>
      <Loaded of={policy} lines={2}>
        {(data) => (
          <Card title={t`가입 정책`}>
            <PolicyFacts policy={data} />
          </Card>
        )}
      </Loaded>
      <CodeList />
    </Stack>
  );
}

function PolicyFacts({ policy }: { policy: SignupPolicy }) {
  const { t } = useLingui();
  const policies = {
    open: t`누구나 가입할 수 있습니다`,
    invitation: t`가입 코드가 있어야 가입할 수 있습니다`,
    closed: t`운영자만 테넌트를 만들 수 있습니다`,
  };
  const documents = { terms: t`이용약관`, privacy: t`개인정보 처리방침` };
  return (
    <Facts
      rows={[
        [t`가입`, policies[policy.policy]],
        [t`시작 한도 (월)`, <Won key="credit" value={policy.startingCreditWon} />],
        ...policy.documents.map(
          ({ document, version, url }): [string, React.ReactNode] => [
            documents[document],
            url === null ? (
              version
            ) : (
              <a key={document} href={url} target="_blank" rel="noreferrer">
                {version}
              </a>
            ),
          ],
        ),
      ]}
    />
  );
}

function CodeList() {
  const { t } = useLingui();
  const signed = useSigned();
  const client = useQueryClient();
  const search = tenantsRoute.useSearch();
  const navigate = tenantsRoute.useNavigate();
  const codes = useQuery(signupCodesQuery(signed));
  const [issuing, setIssuing] = useState(false);
  const [withdrawn, setWithdrawn] = useState<SignupCode | null>(null);
  const mayWrite = may(signed.session, 'platform.tenants:write');
  const again = (): Promise<void> => client.invalidateQueries({ queryKey: signupCodesQuery(signed).queryKey });
  const states: Record<SignupCode['status'], [string, string]> = {
    pending: [t`사용 전`, 'green'],
    used: [t`사용됨`, 'gray'],
    revoked: [t`취소됨`, 'gray'],
    expired: [t`만료됨`, 'gray'],
  };
  const columns: Column<SignupCode>[] = [
    { id: 'note', head: t`메모`, value: ({ note }) => note, cell: ({ note }) => note || '-' },
    { id: 'id', head: t`번호`, value: ({ id }) => id, cell: ({ id }) => <Mono>{id}</Mono> },
    badgeColumn('state', t`상태`, ({ status }) => states[status]),
    {
      id: 'tenant',
      head: t`가입한 테넌트`,
      value: ({ tenant }) => tenant ?? '',
      cell: ({ tenant }) =>
        tenant === null ? (
          '-'
        ) : (
          <Link to="/-/tenants/$id" params={{ id: tenant }}>
            <Mono>{tenant}</Mono>
          </Link>
        ),
    },
    { id: 'created', head: t`발급`, value: ({ createdAt }) => createdAt, cell: ({ createdAt }) => <Time at={createdAt} /> },
    { id: 'expires', head: t`만료`, value: ({ expiresAt }) => expiresAt, cell: ({ expiresAt }) => <Time at={expiresAt} /> },
    {
      id: 'actions',
      head: t`작업`,
      cell: (code) =>
        mayWrite && code.status === 'pending' ? (
          <Button size="compact-sm" variant="subtle" color="red" aria-label={t`${code.note || code.id} 취소`} onClick={() => setWithdrawn(code)}>
            <Trans context="withdraw">취소</Trans>
          </Button>
        ) : null,
    },
  ];
  const button = mayWrite ? (
    <Button size="sm" leftSection={<Icon name="plus" size={18} />} onClick={() => setIssuing(true)}>
      <Trans>가입 코드 발급</Trans>
    </Button>
  ) : null;
  return (
    <>
      <Loaded of={codes}>
        {({ rows }) => (
          <DataTable
            label={t`가입 코드`}
            rows={rows}
            columns={columns}
            rowKey={({ id }) => id}
            view={search}
            onView={(view) => void navigate({ search: { tab: 'codes', ...view }, replace: true })}
            filters={rows.length === 0 ? null : button}
            empty={
              <Empty title={t`발급한 가입 코드가 없습니다`} action={button}>
                <Trans>가입 코드 하나로 기업 한 곳이 스스로 가입할 수 있습니다.</Trans>
              </Empty>
            }
          />
        )}
      </Loaded>
      {issuing ? (
        <IssueCode
          onClose={() => {
            setIssuing(false);
            void again();
          }}
        />
      ) : null}
      {withdrawn ? (
        <TypedConfirm
          title={t`가입 코드 취소`}
          word={withdrawn.note || withdrawn.id}
          action={t`코드 취소`}
          onClose={() => setWithdrawn(null)}
          onConfirm={async () => {
            await withdrawCode(signed, withdrawn.id);
            await again();
          }}
        >
          <Trans>이 코드로는 더 이상 가입할 수 없습니다.</Trans>
        </TypedConfirm>
      ) : null}
    </>
  );
}

function IssueCode({ onClose }: { onClose: () => void }) {
  const { t } = useLingui();
  const signed = useSigned();
  const [note, setNote] = useState('');
  const [days, setDays] = useState(14);
  const [issued, setIssued] = useState<SignupCode | null>(null);
  if (issued?.value !== undefined) {
    return (
      <DoneDialog title={t`가입 코드를 발급했습니다`} onClose={onClose}>
        <p>
          <Trans>기업 담당자에게 전달해 주세요. 코드의 값은 지금만 볼 수 있습니다.</Trans>
        </p>
        <Secret value={issued.value} label={t`가입 코드`} />
      </DoneDialog>
    );
  }
  return (
    <FormDialog
      title={t`가입 코드 발급`}
      action={t`발급`}
      ready={days >= 1 && days <= 90}
      onSubmit={async () => setIssued(await issueCode(signed, note, days))}
      onDone={() => undefined}
      onClose={onClose}
    >
      <TextInput data-autofocus label={t`메모`} description={t`누구에게 주는 코드인지 적어 두세요.`} maxLength={200} value={note} onChange={(event) => setNote(event.currentTarget.value)} />
      <NumberInput label={t`유효 기간 (일)`} min={1} max={90} allowDecimal={false} value={days} onChange={(value) => setDays(Number(value))} />
    </FormDialog>
  );
}
