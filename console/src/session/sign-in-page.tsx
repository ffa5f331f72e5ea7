import { Button, Group } from '@mantine/core';
import { Trans, useLingui } from '@lingui/react/macro';
import { useEffect } from 'react';
import { Logo } from '../app/logo.tsx';
import { chooseLanguage } from '../locales/language.ts';
import classes from '../app/shell.module.css';
import { signInAddress } from './session.ts';

/** Nobody is signed in. */
export function SignInPage({ organization }: { organization: string | null }) {
  const { t, i18n } = useLingui();
  useEffect(() => {
    document.title = t`로그인 · 한옥 콘솔`;
  }, [t]);
  const other = i18n.locale === 'ko' ? 'en' : 'ko';
  const back = organization === null ? '/console/' : location.pathname + location.search;
  return (
    <main className={classes.plain}>
      <div className={classes.plainBox}>
        <Group justify="space-between">
          <Logo />
          <Button variant="subtle" color="gray" size="compact-sm" lang={other} onClick={() => void chooseLanguage(other)}>
            {other === 'en' ? 'English' : '한국어'}
          </Button>
        </Group>
        <h1>
          <Trans>한옥 콘솔에 로그인해 주세요</Trans>
        </h1>
        <p>
          <Trans>국내에서 운영하는 모델을 사용하고, API 키와 비용을 관리하실 수 있습니다.</Trans>
        </p>
        <Button component="a" href={signInAddress(organization, back)} size="md">
          <Trans>로그인</Trans>
        </Button>
      </div>
    </main>
  );
}
