import { Button, Group, Modal, Stack } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import type { ReactNode } from 'react';
import { useAttempt } from './attempt.ts';
import { ErrorNotice } from './state.tsx';

/** A window over the page. What was typed in it is not lost by a press beside it. */
export function Dialog({
  title,
  size = 'md',
  closable = true,
  onClose,
  children,
}: {
  title: string;
  size?: string;
  /** Whether Escape closes it; not where what it shows is gone then. */
  closable?: boolean;
  onClose: () => void;
  children: ReactNode;
}) {
  const { t } = useLingui();
  return (
    <Modal opened onClose={onClose} title={title} size={size} lockScroll={false} closeOnClickOutside={false} closeOnEscape={closable} closeButtonProps={{ 'aria-label': t`닫기` }}>
      {children}
    </Modal>
  );
}

/** What was made, to be taken note of. */
export function DoneDialog({ title, onClose, children }: { title: string; onClose: () => void; children: ReactNode }) {
  return (
    <Dialog title={title} onClose={onClose}>
      <Stack>
        {children}
        <Group justify="flex-end">
          <Button data-autofocus onClick={onClose}>
            <Trans>확인</Trans>
          </Button>
        </Group>
      </Stack>
    </Dialog>
  );
}

/** Asks for some fields and does something with them: shows that it is done, why it was not, and closes. */
export function FormDialog({
  title,
  action,
  ready = true,
  size = 'md',
  onSubmit,
  onDone,
  onClose,
  progress,
  children,
}: {
  title: string;
  action: string;
  ready?: boolean;
  size?: string;
  onSubmit: () => Promise<unknown>;
  /** It is done; closes where nothing else is said. */
  onDone?: () => void;
  onClose: () => void;
  /** Shown while it is being done, where that takes long. */
  progress?: ReactNode;
  children: ReactNode;
}) {
  const { running, error, attempt } = useAttempt();
  const submit = (): Promise<void> =>
    attempt(async () => {
      await onSubmit();
      (onDone ?? onClose)();
    });
  return (
    <Dialog title={title} size={size} onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (ready && !running) {
            void submit();
          }
        }}
      >
        <Stack>
          {children}
          {running ? progress : null}
          {error === null ? null : <ErrorNotice error={error} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              <Trans>취소</Trans>
            </Button>
            <Button type="submit" disabled={!ready} loading={running}>
              {action}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
