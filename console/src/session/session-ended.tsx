import { Button, Modal, Stack, Text } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { endsSession } from '../api/failure.ts';
import { ErrorNotice } from '../parts/state.tsx';
import { sessionQuery, signInAddress } from './session.ts';

/** On which windows tell each other that somebody signed in. */
export const SIGNED_IN_CHANNEL = 'hanok.console.signed-in';

/**
 * The session ended while something was being done. The person signs in again in a new window, and what they typed stays
 * where it is. Should somebody else sign in there, the page is loaded afresh: it was not theirs.
 */
export function SessionEnded({ organization, member, onBack }: { organization: string; member: string; onBack: () => void }) {
  const { t } = useLingui();
  const client = useQueryClient();
  const [failure, setFailure] = useState<unknown>(null);
  const asking = useRef(false);

  const look = useCallback(async (): Promise<void> => {
    if (asking.current) {
      return;
    }
    asking.current = true;
    try {
      await client.refetchQueries({ queryKey: sessionQuery(organization).queryKey }, { throwOnError: true });
      const session = client.getQueryData(sessionQuery(organization).queryKey);
      if (session?.member.id !== member) {
        location.reload();
        return;
      }
      await client.invalidateQueries({ predicate: ({ queryKey, state }) => queryKey[0] !== 'session' && state.status === 'error' });
      onBack();
    } catch (error) {
      setFailure(endsSession(error) ? null : error);
    } finally {
      asking.current = false;
    }
  }, [client, organization, member, onBack]);

  useEffect(() => {
    const channel = new BroadcastChannel(SIGNED_IN_CHANNEL);
    const back = (): void => void look();
    channel.addEventListener('message', back);
    window.addEventListener('focus', back);
    return () => {
      channel.close();
      window.removeEventListener('focus', back);
    };
  }, [look]);

  const signIn = (): void => {
    window.open(signInAddress(organization, `/console/${organization}/signed-in`), '_blank');
  };

  return (
    <Modal opened onClose={() => undefined} withCloseButton={false} closeOnEscape={false} lockScroll={false} title={t`다시 로그인해 주세요`}>
      <Stack>
        <Text>
          <Trans>로그인이 만료되었습니다. 작성하시던 내용은 이 화면에 그대로 있습니다.</Trans>
        </Text>
        <Text size="sm" c="dimmed">
          <Trans>새 창에서 로그인하시면 이 화면으로 돌아와 계속하실 수 있습니다.</Trans>
        </Text>
        {failure === null ? null : <ErrorNotice error={failure} />}
        <Button data-autofocus onClick={signIn}>
          <Trans>새 창에서 로그인</Trans>
        </Button>
        <Button variant="default" onClick={() => void look()}>
          <Trans>로그인했습니다. 계속하기</Trans>
        </Button>
      </Stack>
    </Modal>
  );
}
