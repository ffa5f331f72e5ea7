import { Trans, useLingui } from '@lingui/react/macro';
import { useEffect } from 'react';
import { PlainPage } from '../app/plain-page.tsx';
import { SIGNED_IN_CHANNEL } from './session-ended.tsx';

/** Where a sign-in in a new window ends: it tells the window that waits, and closes. */
export function SignedInPage() {
  const { t } = useLingui();
  useEffect(() => {
    const channel = new BroadcastChannel(SIGNED_IN_CHANNEL);
    channel.postMessage('signed-in');
    channel.close();
    window.close();
  }, []);
  return (
    <PlainPage title={t`로그인했습니다`}>
      <p>
        <Trans>이 창을 닫고 하시던 작업을 계속해 주세요.</Trans>
      </p>
    </PlainPage>
  );
}
