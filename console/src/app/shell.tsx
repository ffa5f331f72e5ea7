import { ActionIcon, Button, Drawer } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, Outlet, useMatches, useParams, useRouter } from '@tanstack/react-router';
import { useEffect, useMemo, useState } from 'react';
import { ConsoleApi } from '../api/client.ts';
import { endsSession } from '../api/failure.ts';
import { Icon } from '../parts/icon.tsx';
import { ErrorNotice, Loading } from '../parts/state.tsx';
import { SignedContext, useSigned, type Signed } from '../session/context.tsx';
import { NO_ORGANIZATION, sessionQuery, type Session } from '../session/session.ts';
import { SessionEnded } from '../session/session-ended.tsx';
import { SignInPage } from '../session/sign-in-page.tsx';
import { NotAllowed } from './error-page.tsx';
import { Logo } from './logo.tsx';
import { LanguageSwitch, OrganizationMenu, PersonMenu, SchemeMenu } from './menus.tsx';
import { destinationsOf, maySee } from './navigation.ts';
import { Palette } from './palette.tsx';
import classes from './shell.module.css';

/** Everything of one organisation. */
export function OrganizationShell() {
  const { org } = useParams({ from: '/$org' });
  return <Shell org={org} />;
}

/** Everything that is no organisation's: what operators see, and whoever is in none. */
export function PlatformShell() {
  return <Shell org={NO_ORGANIZATION} />;
}

/** Who is signed in decides whether it is shown, and what of it. */
function Shell({ org }: { org: string }) {
  const session = useQuery(sessionQuery(org));
  if (session.data === undefined) {
    if (endsSession(session.error)) {
      return <SignInPage organization={org} />;
    }
    return (
      <main className={classes.plain}>
        <div className={classes.plainBox}>
          {session.isError ? <ErrorNotice error={session.error} retry={() => void session.refetch()} /> : <Loading />}
        </div>
      </main>
    );
  }
  return <SignedShell key={org} organization={org} session={session.data} sessionError={session.error} />;
}

function SignedShell({ organization, session, sessionError }: { organization: string; session: Session; sessionError: unknown }) {
  const { i18n } = useLingui();
  const client = useQueryClient();
  const [ended, setEnded] = useState(false);
  const [palette, setPalette] = useState(false);
  const [menu, setMenu] = useState(false);
  const router = useRouter();
  const isAllowed = useMatches({ select: (matches) => maySee(session, matches.at(-1)?.fullPath ?? '') });

  const signed = useMemo((): Signed => {
    const api = new ConsoleApi(
      organization,
      () => client.getQueryData(sessionQuery(organization).queryKey)?.csrf ?? null,
      () => i18n.locale,
      () => setEnded(true),
    );
    return { session, organization, api };
  }, [organization, session, client, i18n]);

  useHotkeys([['mod+K', () => setPalette(true)]], []);

  // Who listens hears the new screen from its beginning.
  useEffect(
    () =>
      router.subscribe('onResolved', ({ pathChanged, fromLocation }) => {
        if (pathChanged && fromLocation) {
          setMenu(false);
          document.getElementById('main')?.focus({ preventScroll: true });
        }
      }),
    [router],
  );

  const isEnded = ended || endsSession(sessionError);

  return (
    <SignedContext value={signed}>
      <a href="#main" className={classes.skip}>
        <Trans>본문으로 바로가기</Trans>
      </a>
      {session.organization.government ? (
        <div className={classes.masthead}>
          <Trans>이 누리집은 대한민국 공식 전자정부 누리집입니다.</Trans>
        </div>
      ) : null}
      <Header onPalette={() => setPalette(true)} onMenu={() => setMenu(true)} />
      <div className={classes.body}>
        <div className={classes.side}>
          <Navigation />
        </div>
        <main id="main" tabIndex={-1} className={classes.main}>
          {isAllowed ? <Outlet /> : <NotAllowed />}
        </main>
      </div>
      <NarrowMenu opened={menu} onClose={() => setMenu(false)} />
      {palette ? <Palette onClose={() => setPalette(false)} /> : null}
      {isEnded ? <SessionEnded organization={organization} member={session.member.id} onBack={() => setEnded(false)} /> : null}
    </SignedContext>
  );
}

function Header({ onPalette, onMenu }: { onPalette: () => void; onMenu: () => void }) {
  const { t } = useLingui();
  const { organization: org } = useSigned();
  return (
    <header className={classes.header}>
      <span className={classes.onlyNarrow}>
        <ActionIcon variant="subtle" size="lg" color="gray" aria-label={t`메뉴 열기`} onClick={onMenu}>
          <Icon name="menu" />
        </ActionIcon>
      </span>
      <Link to="/$org" params={{ org }} className={classes.brand} aria-label={t`한옥 콘솔 홈`}>
        <Logo />
        <span className={classes.onlyWide}>
          <Trans>한옥</Trans>
        </span>
      </Link>
      <OrganizationMenu />
      <span className={classes.grow} />
      <span className={classes.onlyWide}>
        <Button variant="default" size="sm" leftSection={<Icon name="search" size={18} />} rightSection={<kbd>Ctrl K</kbd>} onClick={onPalette}>
          <Trans>바로 가기</Trans>
        </Button>
      </span>
      <span className={classes.onlyNarrow}>
        <ActionIcon variant="subtle" size="lg" color="gray" aria-label={t`바로 가기`} onClick={onPalette}>
          <Icon name="search" />
        </ActionIcon>
      </span>
      <LanguageSwitch />
      <SchemeMenu />
      <PersonMenu />
    </header>
  );
}

function Navigation() {
  const { t } = useLingui();
  const signed = useSigned();
  const org = signed.organization;
  return (
    <nav aria-label={t`주 메뉴`}>
      <ul className={classes.menu}>
        {destinationsOf(signed).map(({ to, title, icon }) => (
          <li key={to}>
            <Link to={to} params={{ org }} activeOptions={{ exact: to === '/$org' || to === '/-', includeSearch: false }} activeProps={{ 'aria-current': 'page' }}>
              <Icon name={icon} />
              {t(title)}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function NarrowMenu({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useLingui();
  return (
    <Drawer opened={opened} onClose={onClose} size="17rem" title={t`메뉴`} lockScroll={false} closeButtonProps={{ 'aria-label': t`닫기` }}>
      <Navigation />
    </Drawer>
  );
}
