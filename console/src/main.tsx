import { i18n } from '@lingui/core';
import { I18nProvider } from '@lingui/react';
import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode, type ReactNode } from 'react';
import { createRoot } from 'react-dom/client';
import { ApiFailure } from './api/failure.ts';
import { router } from './app/router.ts';
import { chosenLanguage, showLanguage } from './locales/language.ts';
import { watchPresence } from './session/presence.ts';
import { applyScheme, shownScheme, useScheme } from './theme/scheme.ts';
import { theme } from './theme/theme.ts';
import '@mantine/core/styles.css';
import './theme/variables.css';
import './theme/base.css';

/** What failed for a moment is asked again twice; what was refused is not. */
const RETRIES = 2;

const client = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      retry: (count, error) => count < RETRIES && error instanceof ApiFailure && error.isPassing && error.status !== 429,
    },
  },
});

function Themed({ children }: { children: ReactNode }) {
  const [scheme] = useScheme();
  return (
    <MantineProvider theme={theme} forceColorScheme={shownScheme(scheme)} withCssVariables={false} withGlobalClasses={false}>
      {children}
    </MantineProvider>
  );
}

watchPresence(window);
applyScheme();
await showLanguage(chosenLanguage());

const root = document.getElementById('root');
if (!root) {
  throw new Error('index.html has no #root');
}
createRoot(root).render(
  <StrictMode>
    <I18nProvider i18n={i18n}>
      <Themed>
        <QueryClientProvider client={client}>
          <RouterProvider router={router} />
        </QueryClientProvider>
      </Themed>
    </I18nProvider>
  </StrictMode>,
);
