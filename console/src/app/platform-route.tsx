import { createRoute } from '@tanstack/react-router';
import { bringPlatformMessages } from '../locales/language.ts';
import { ScreenFailed, NoSuchPage } from './error-page.tsx';
import { rootRoute } from './org-route.tsx';
import { PlatformShell } from './shell.tsx';

/** Every screen of those who run the platform is below it, and what somebody sees who is in no organisation. */
export const platformRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/-',
  loader: bringPlatformMessages,
  staleTime: Infinity,
  component: PlatformShell,
  errorComponent: ScreenFailed,
  notFoundComponent: NoSuchPage,
});
