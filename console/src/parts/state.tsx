import { Alert, Button, Group, Skeleton, Stack, Text } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import type { UseInfiniteQueryResult, UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { ApiFailure, endsSession } from '../api/failure.ts';
import { Icon } from './icon.tsx';
import { Mono, Unseen } from './page.tsx';

/** Something is on its way. */
export function Loading({ lines = 4 }: { lines?: number }) {
  return (
    <div role="status">
      <Unseen>
        <Trans>불러오는 중입니다</Trans>
      </Unseen>
      <Stack gap="sm" aria-hidden="true">
        {Array.from({ length: lines }, (_, index) => (
          <Skeleton key={index} height={index === 0 ? 28 : 52} radius="md" />
        ))}
      </Stack>
    </div>
  );
}

/** What went wrong, as a person reads it. */
export interface Said {
  code: string;
  reason: string;
  next: string | null;
  requestId: string | null;
}

/** Reads a failure in the reader's language; the API's own messages say the next step themselves. */
export function useSaid(): (error: unknown) => Said {
  const { t, i18n } = useLingui();
  return (error) => {
    if (!(error instanceof ApiFailure)) {
      return {
        code: 'console_error',
        reason: t`화면에서 문제가 발생했습니다.`,
        next: t`새로고침해 주세요. 계속되면 운영자에게 알려 주세요.`,
        requestId: null,
      };
    }
    if (error.code === 'operation_unfinished') {
      // The API speaks to programs, of the key by which it knows a request again: screens send that by themselves.
      return {
        code: error.code,
        reason: t`작업이 예상보다 오래 걸려 계속 진행하고 있습니다.`,
        next: t`이 화면에서 잠시 뒤 같은 버튼을 다시 눌러 결과를 확인해 주세요. 시작한 작업은 중단되지 않습니다.`,
        requestId: error.requestId,
      };
    }
    const own = error.messages === null ? null : i18n.locale === 'en' ? error.messages.en : error.messages.ko;
    const wait = error.retryAfter;
    const next =
      error.status === 429 && wait !== null
        ? t`${wait}초 뒤에 다시 시도해 주세요.`
        : error.code === 'unreachable'
          ? t`네트워크 연결을 확인하고 다시 시도해 주세요.`
          : error.isPassing
            ? t`잠시 뒤에 다시 시도해 주세요.`
            : error.status === 403
              ? t`필요한 권한이 있는지 조직의 소유자나 관리자에게 확인해 주세요.`
              : null;
    const reason =
      own ??
      (error.code === 'unreachable'
        ? t`서버에 연결하지 못했습니다.`
        : t`서버의 응답을 읽지 못했습니다(HTTP ${error.status}).`);
    return { code: error.code, reason, next, requestId: error.requestId };
  };
}

/** A failure with its code, its reason and the next step. */
export function ErrorNotice({ error, retry }: { error: unknown; retry?: (() => void) | undefined }) {
  const said = useSaid()(error);
  return (
    <Alert color="red" variant="light" role="alert" icon={<Icon name="alert" />} title={said.reason}>
      <Stack gap="xs" align="flex-start">
        {said.next === null ? null : <Text size="sm">{said.next}</Text>}
        <Text size="xs">
          <Trans>오류 코드</Trans> <Mono>{said.code}</Mono>
          {said.requestId === null ? null : (
            <>
              {' · '}
              <Trans>요청 번호</Trans> <Mono>{said.requestId}</Mono>
            </>
          )}
        </Text>
        {retry === undefined ? null : (
          <Button size="compact-sm" variant="default" onClick={retry}>
            <Trans>다시 시도</Trans>
          </Button>
        )}
      </Stack>
    </Alert>
  );
}

/** Shows what a query brought; until then that it is on its way, or why it did not come. */
export function Loaded<T>({ of, lines, children }: { of: UseQueryResult<T>; lines?: number; children: (data: T) => ReactNode }) {
  if (of.data !== undefined) {
    return (
      <>
        {of.isError && !endsSession(of.error) ? (
          <ErrorNotice error={of.error} retry={() => void of.refetch()} />
        ) : null}
        {children(of.data)}
      </>
    );
  }
  if (of.isError) {
    return <ErrorNotice error={of.error} retry={() => void of.refetch()} />;
  }
  return <Loading {...(lines === undefined ? {} : { lines })} />;
}

/**
 * Asks for the next page of a list that is longer than what is shown; nothing where there is none.
 *
 * @param children what comes then
 */
export function LoadMore({ of, children }: { of: Pick<UseInfiniteQueryResult, 'hasNextPage' | 'isFetchingNextPage' | 'fetchNextPage'>; children: ReactNode }) {
  return of.hasNextPage ? (
    <Group justify="center" mt="md">
      <Button variant="default" loading={of.isFetchingNextPage} onClick={() => void of.fetchNextPage()}>
        {children}
      </Button>
    </Group>
  ) : null;
}
