import { Alert, Anchor, Button, Checkbox, Stack, Text, TextInput } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import type { ConsoleApi } from '../../api/client.ts';
import { endsSession } from '../../api/failure.ts';
import type { NewSignup, Signup, SignupPolicy } from '../../api/types.ts';
import { PlainPage } from '../../app/plain-page.tsx';
import { Secret } from '../../parts/code.tsx';
import { Icon } from '../../parts/icon.tsx';
import { ErrorNotice, Loaded } from '../../parts/state.tsx';
import { Won } from '../../parts/values.tsx';
import { usePerson } from '../../session/person.ts';
import { NO_ORGANIZATION, signInAddress } from '../../session/session.ts';
import { signupPolicyQuery } from '../../session/signup-policy.ts';
import { isBusinessNumber } from './business-number.ts';

const HERE = '/console/sign-up';

/** Somebody signs their company up: an account first, then the company. */
export function SignUpPage() {
  const { t } = useLingui();
  const policy = useQuery(signupPolicyQuery());
  const { session, api } = usePerson();
  const [made, setMade] = useState<Signup | null>(null);
  const isSignedOut = endsSession(session.error);
  return (
    <PlainPage title={made === null ? t`회사 가입` : t`${made.name} 조직을 만들었습니다`}>
      <Loaded of={policy} lines={2}>
        {(said) =>
          made !== null ? (
            <Made made={made} />
          ) : said.policy === 'closed' ? (
            <Closed />
          ) : session.data !== undefined ? (
            <Company policy={said} api={api} email={session.data.member.email ?? ''} onMade={setMade} />
          ) : isSignedOut ? (
            <Account />
          ) : (
            <Loaded of={session} lines={2}>
              {() => null}
            </Loaded>
          )
        }
      </Loaded>
    </PlainPage>
  );
}

function Closed() {
  return (
    <>
      <p>
        <Trans>이 서비스는 운영자가 조직을 만들어 드립니다. 운영자에게 문의하시거나, 이미 조직이 있다면 소유자에게 초대를 요청해 주세요.</Trans>
      </p>
      <Button component="a" href="/console/" variant="default">
        <Trans>콘솔 홈으로</Trans>
      </Button>
    </>
  );
}

function Account() {
  return (
    <Stack>
      <Text>
        <Trans>먼저 회사 이메일로 계정을 만들어 주세요. 확인 메일의 링크를 여시면 이 화면으로 돌아옵니다.</Trans>
      </Text>
      <Button component="a" size="md" href={signInAddress(NO_ORGANIZATION, HERE, { isNew: true })}>
        <Trans>계정 만들기</Trans>
      </Button>
      <Button component="a" variant="default" href={signInAddress(NO_ORGANIZATION, HERE)}>
        <Trans>이미 계정이 있습니다. 로그인하기</Trans>
      </Button>
    </Stack>
  );
}

function Company({ policy, api, email, onMade }: { policy: SignupPolicy; api: ConsoleApi; email: string; onMade: (made: Signup) => void }) {
  const { t } = useLingui();
  const [name, setName] = useState('');
  const [number, setNumber] = useState('');
  const [code, setCode] = useState('');
  const [agreed, setAgreed] = useState<string[]>([]);
  // The same until the answer came: a repetition goes on where the first was cut off.
  const [idempotency] = useState(() => crypto.randomUUID());
  const [tried, setTried] = useState(false);
  const documents: Record<string, string> = { terms: t`이용약관`, privacy: t`개인정보 처리방침` };
  const needsCode = policy.policy === 'invitation';
  const isWhole = name.trim() !== '' && isBusinessNumber(number) && agreed.length === policy.documents.length && (!needsCode || code.trim() !== '');
  const signUp = useMutation({
    mutationFn: () => {
      const body: NewSignup = {
        companyName: name.trim(),
        businessNumber: number.trim(),
        consents: Object.fromEntries(policy.documents.map(({ document, version }) => [document, version])),
        ...(needsCode ? { code: code.trim() } : {}),
      };
      return api.json<Signup>('/platform/v1/signups', { method: 'POST', body, headers: { 'idempotency-key': idempotency } });
    },
    onSuccess: onMade,
  });
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (isWhole && !signUp.isPending) {
          signUp.mutate();
        }
      }}
    >
      <Stack>
        <Text size="sm">
          <Trans>
            <strong>{email}</strong> 계정이 새 조직의 소유자가 됩니다. 시작 한도는 월 <Won value={policy.startingCreditWon} />
            입니다.
          </Trans>
        </Text>
        <TextInput
          label={t`회사 이름`}
          required
          maxLength={100}
          autoComplete="organization"
          value={name}
          error={tried && name.trim() === '' ? t`회사 이름을 입력해 주세요.` : null}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <TextInput
          label={t`사업자등록번호`}
          required
          inputMode="numeric"
          placeholder="000-00-00000"
          value={number}
          error={tried && !isBusinessNumber(number) ? t`열 자리 번호를 확인해 주세요.` : null}
          onChange={(event) => setNumber(event.currentTarget.value)}
        />
        {needsCode ? (
          <TextInput
            label={t`가입 코드`}
            description={t`운영자에게 받은 코드입니다.`}
            required
            autoComplete="off"
            value={code}
            error={tried && code.trim() === '' ? t`가입 코드를 입력해 주세요.` : null}
            onChange={(event) => setCode(event.currentTarget.value)}
          />
        ) : null}
        {policy.documents.map(({ document, version, url }) => (
          <Consent
            key={document}
            isGiven={agreed.includes(document)}
            isMissing={tried && !agreed.includes(document)}
            onChange={(given) => setAgreed((before) => (given ? [...before, document] : before.filter((one) => one !== document)))}
          >
            <Trans>
              <Document name={documents[document] ?? document} url={url} /> ({version})에 동의합니다
            </Trans>
          </Consent>
        ))}
        {signUp.isError ? <ErrorNotice error={signUp.error} /> : null}
        <Button type="submit" size="md" loading={signUp.isPending}>
          <Trans>조직 만들기</Trans>
        </Button>
      </Stack>
    </form>
  );
}

/** Its name, which leads to it where the operator says where it is read. */
function Document({ name, url }: { name: string; url: string | null }) {
  return url === null ? (
    name
  ) : (
    <Anchor href={url} target="_blank" rel="noreferrer">
      {name}
    </Anchor>
  );
}

function Consent({ isGiven, isMissing, onChange, children }: { isGiven: boolean; isMissing: boolean; onChange: (given: boolean) => void; children: ReactNode }) {
  const { t } = useLingui();
  return <Checkbox label={children} checked={isGiven} error={isMissing ? t`동의가 필요합니다.` : null} onChange={(event) => onChange(event.currentTarget.checked)} />;
}

function Made({ made }: { made: Signup }) {
  const { t } = useLingui();
  return (
    <Stack>
      {made.key === undefined ? null : (
        <>
          <Alert color="yellow" variant="light" icon={<Icon name="alert" />}>
            <Trans>첫 API 키입니다. 이 값은 지금만 볼 수 있습니다. 안전한 곳에 보관해 주세요.</Trans>
          </Alert>
          <Secret value={made.key} label={t`API 키 값`} />
        </>
      )}
      <Button component="a" size="md" href={signInAddress(made.id, `/console/${made.id}/`)}>
        <Trans>조직의 콘솔 열기</Trans>
      </Button>
    </Stack>
  );
}
