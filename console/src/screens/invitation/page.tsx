import { Alert, Button, Stack, Text } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { endsSession } from '../../api/failure.ts';
import { PlainPage } from '../../app/plain-page.tsx';
import { Icon } from '../../parts/icon.tsx';
import { ErrorNotice, Loading } from '../../parts/state.tsx';
import { usePerson } from '../../session/person.ts';
import { NO_ORGANIZATION, signInAddress } from '../../session/session.ts';
import { signupPolicyQuery } from '../../session/signup-policy.ts';
import { invitationRoute } from './route.tsx';
import { forgetToken, takeToken } from './token.ts';

interface Membership {
  tenant: string;
}

/** An invited person comes in: signs in with the address that was invited, and accepts. */
export function InvitationPage() {
  const { t } = useLingui();
  const { organization: invitedTo } = invitationRoute.useSearch();
  const [token] = useState(takeToken);
  const here = invitedTo === undefined ? '/console/invitations/accept' : `/console/invitations/accept?organization=${invitedTo}`;
  const policy = useQuery(signupPolicyQuery());
  const { session, api } = usePerson();
  const accept = useMutation({
    mutationFn: (wanted: string) => api.json<Membership>('/platform/v1/invitations/accept', { method: 'POST', body: { token: wanted } }),
    onSuccess: ({ tenant }) => {
      forgetToken();
      location.assign(signInAddress(tenant, `/console/${tenant}/`));
    },
  });
  const leave = useMutation({
    mutationFn: () => api.signOut(),
    onSuccess: (end) => location.assign(end),
  });

  if (token === null) {
    return (
      <PlainPage title={t`초대를 찾을 수 없습니다`}>
        <p>
          <Trans>초대 메일의 링크를 다시 열어 주세요. 링크는 7일 동안 한 번만 사용하실 수 있습니다.</Trans>
        </p>
        <Button component="a" href="/console/" variant="default">
          <Trans>콘솔 홈으로</Trans>
        </Button>
      </PlainPage>
    );
  }
  const isSignedOut = endsSession(session.error);
  return (
    <PlainPage title={t`조직의 초대를 받으셨습니다`}>
      {session.data !== undefined ? (
        <Stack>
          <Text>
            <Trans>
              <strong>{session.data.member.email}</strong> 계정으로 로그인되어 있습니다. 초대받은 이메일이 맞으면 수락해 주세요.
            </Trans>
          </Text>
          {accept.isError ? <ErrorNotice error={accept.error} /> : null}
          {leave.isError ? <ErrorNotice error={leave.error} /> : null}
          {accept.isSuccess ? (
            <Alert color="green" icon={<Icon name="check" />} role="status">
              <Trans>초대를 수락했습니다. 조직의 콘솔로 이동합니다.</Trans>
            </Alert>
          ) : (
            <Button size="md" loading={accept.isPending} onClick={() => accept.mutate(token)}>
              <Trans>초대 수락하기</Trans>
            </Button>
          )}
          <Button variant="default" loading={leave.isPending} onClick={() => leave.mutate()}>
            <Trans>로그아웃하고 다른 계정 사용하기</Trans>
          </Button>
        </Stack>
      ) : isSignedOut ? (
        <Stack>
          <Text>
            <Trans>초대받은 이메일 주소로 로그인하신 뒤 수락하시면 조직의 구성원이 됩니다.</Trans>
          </Text>
          <Button component="a" size="md" href={signInAddress(NO_ORGANIZATION, here, { invitedTo })}>
            <Trans>로그인하고 계속하기</Trans>
          </Button>
          {policy.data === undefined || policy.data.policy === 'closed' ? (
            <Text size="sm" c="dimmed">
              <Trans>계정이 없으시면 운영자에게 계정을 요청해 주세요.</Trans>
            </Text>
          ) : (
            <Button component="a" variant="default" href={signInAddress(NO_ORGANIZATION, here, { invitedTo, isNew: true })}>
              <Trans>계정이 없습니다. 새로 만들기</Trans>
            </Button>
          )}
        </Stack>
      ) : session.isError ? (
        <ErrorNotice error={session.error} retry={() => void session.refetch()} />
      ) : (
        <Loading lines={2} />
      )}
    </PlainPage>
  );
}
