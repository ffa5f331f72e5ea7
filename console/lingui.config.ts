import { defineConfig } from '@lingui/cli';
import { formatter } from '@lingui/format-po';

/** Screens of those who run the platform. */
const PLATFORM = ['src/platform/**', 'src/screens/platform/**'];

/** Messages are written in Korean where they are used; English is complete or the build fails. */
export default defineConfig({
  sourceLocale: 'ko',
  locales: ['ko', 'en'],
  catalogs: [
    { path: '<rootDir>/src/locales/{locale}', include: ['src'], exclude: ['**/*.test.*', ...PLATFORM] },
    // Whoever is no operator does not wait for what only operators read.
    { path: '<rootDir>/src/locales/platform/{locale}', include: PLATFORM, exclude: ['**/*.test.*'] },
  ],
  // Without line numbers a catalog changes only when a message does.
  format: formatter({ lineNumbers: false }),
});
