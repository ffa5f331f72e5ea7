import { Alert } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { Secret } from '../parts/code.tsx';
import { Icon } from '../parts/icon.tsx';

/** Where no mail is sent, whoever invites hands the link over: it is what the mail would have said. */
export function InvitationLink({ tenant, email, token }: { tenant: string; email: string; token: string }) {
  const { t } = useLingui();
  return (
    <>
      <Alert color="yellow" icon={<Icon name="alert" />}>
        <Trans>메일 서버가 설정되지 않아 초대를 직접 전달하셔야 합니다. 이 링크는 지금만 볼 수 있습니다.</Trans>
      </Alert>
      <Secret value={`${location.origin}/console/invitations/accept?organization=${tenant}#token=${token}`} label={t`${email} 초대 링크`} />
    </>
  );
}
