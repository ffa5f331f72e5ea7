import { Alert, Button, Text } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { PlainPage } from '../app/plain-page.tsx';
import { Icon } from '../parts/icon.tsx';
import { Mono } from '../parts/page.tsx';
import { signInAddress } from './session.ts';
import { signupPolicyQuery } from './signup-policy.ts';

/**
 * Nobody is signed in.
 *
 * @param organization whose page was asked for; null for whichever the person is in
 * @param error code of what went wrong on the way through the sign-in; null when nothing did
 */
export function SignInPage({ organization, error = null }: { organization: string | null; error?: string | null }) {
  const { t } = useLingui();
  const policy = useQuery(signupPolicyQuery());
  const back = organization === null ? '/console/' : location.pathname + location.search;
  return (
    <PlainPage title={t`한옥 콘솔에 로그인해 주세요`}>
      {error === null ? null : <SignInFailed code={error} />}
      <p>
        <Trans>국내에서 운영하는 모델을 사용하고, API 키와 비용을 관리하실 수 있습니다.</Trans>
      </p>
      <Button component="a" href={signInAddress(organization, back)} size="md">
        <Trans>로그인</Trans>
      </Button>
      {policy.data === undefined || policy.data.policy === 'closed' ? null : (
        <Text size="sm">
          <Trans>
            아직 조직이 없으신가요? <Link to="/sign-up">회사 가입하기</Link>
          </Trans>
        </Text>
      )}
    </PlainPage>
  );
}

/** Why somebody who signed in did not get in, and what to do about it. */
function SignInFailed({ code }: { code: string }) {
  const { t } = useLingui();
  const said: Record<string, string> = {
    sign_in_failed: t`로그인이 완료되지 않았습니다. 시간이 지났거나 다른 브라우저에서 시작했습니다. 다시 로그인해 주세요.`,
    sign_in_not_configured: t`콘솔 로그인이 설정되어 있지 않습니다. 운영자에게 문의해 주세요.`,
    not_a_member: t`이 조직의 구성원이 아닙니다. 조직의 소유자에게 초대를 요청하시거나 다른 계정으로 로그인해 주세요.`,
    token_organization_ambiguous: t`조직을 하나만 선택해 주세요. 다시 로그인하시면 조직을 고르실 수 있습니다.`,
    identity_provider_unavailable: t`로그인 서비스에 연결할 수 없습니다. 잠시 뒤에 다시 시도해 주세요.`,
    store_unavailable: t`서버가 잠시 응답하지 못합니다. 잠시 뒤에 다시 시도해 주세요.`,
    network_not_allowed: t`이 조직은 허용된 네트워크에서만 접속하실 수 있습니다. 사내 네트워크나 VPN에 연결한 뒤 다시 시도해 주세요.`,
    tenant_suspended: t`이 조직의 사용이 정지되어 있습니다. 운영자에게 문의해 주세요.`,
  };
  return (
    <Alert color="red" variant="light" role="alert" icon={<Icon name="alert" />} title={said[code] ?? t`로그인하지 못했습니다. 다시 시도해 주세요.`}>
      <Text size="xs">
        <Trans>오류 코드</Trans> <Mono>{code}</Mono>
      </Text>
    </Alert>
  );
}
