import { Button } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { Empty, PageHead } from '../parts/page.tsx';
import { ErrorNotice } from '../parts/state.tsx';

/** A screen that could not be drawn. It says so in words; nobody sees a blank page. */
export function ScreenFailed({ error }: { error: unknown }) {
  return <ErrorNotice error={error} retry={() => location.reload()} />;
}

/** An address that is no screen. */
export function NoSuchPage() {
  const { t } = useLingui();
  return (
    <Empty
      title={t`페이지를 찾을 수 없습니다`}
      action={
        <Button component="a" href="/console/">
          <Trans>콘솔 홈으로</Trans>
        </Button>
      }
    >
      <Trans>주소를 확인해 주세요.</Trans>
    </Empty>
  );
}

/** A screen that the member's roles do not show. */
export function NotAllowed() {
  const { t } = useLingui();
  return (
    <PageHead title={t`이 화면을 볼 권한이 없습니다`}>
      <Trans>필요한 권한이 있는지 조직의 소유자나 관리자에게 확인해 주세요.</Trans>
    </PageHead>
  );
}
