import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { useState, type ReactNode } from 'react';
import { useAttempt } from './attempt.ts';
import { ErrorNotice } from './state.tsx';
import { Mono } from './page.tsx';

/** Asks for a word to be typed before something is done that others will feel. */
export function TypedConfirm({
  title,
  word,
  action,
  onConfirm,
  onClose,
  ready = true,
  remark,
  children,
}: {
  title: string;
  word: string;
  action: string;
  onConfirm: () => Promise<unknown>;
  onClose: () => void;
  /** Whether what else is asked was answered. */
  ready?: boolean;
  /** Whether it can be undone; that it cannot, where nothing is said. */
  remark?: string;
  children: ReactNode;
}) {
  const { t } = useLingui();
  const [typed, setTyped] = useState('');
  const { running, error, attempt } = useAttempt();
  const fits = typed.normalize('NFC').trim() === word.normalize('NFC').trim();
  const confirm = (): Promise<void> =>
    attempt(async () => {
      await onConfirm();
      onClose();
    });
  return (
    <Modal opened onClose={onClose} title={title} lockScroll={false} closeButtonProps={{ 'aria-label': t`닫기` }}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (fits && ready && !running) {
            void confirm();
          }
        }}
      >
        <Stack>
          <div>{children}</div>
          <TextInput
            data-autofocus
            label={
              <Trans>
                계속하시려면 <Mono>{word}</Mono> 을(를) 입력해 주세요
              </Trans>
            }
            value={typed}
            autoComplete="off"
            spellCheck={false}
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
          {error === null ? null : <ErrorNotice error={error} />}
          <Text size="sm" c="dimmed">
            {remark ?? t`되돌릴 수 없습니다.`}
          </Text>
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              <Trans>취소</Trans>
            </Button>
            <Button type="submit" color="red" disabled={!fits || !ready} loading={running}>
              {action}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
