import { defineConfig } from '@lingui/cli';
import { formatter } from '@lingui/format-po';

/** Messages are written in Korean where they are used; English is complete or the build fails. */
export default defineConfig({
  sourceLocale: 'ko',
  locales: ['ko', 'en'],
  catalogs: [{ path: '<rootDir>/src/locales/{locale}', include: ['src'], exclude: ['**/*.test.*'] }],
  // Without line numbers a catalog changes only when a message does.
  format: formatter({ lineNumbers: false }),
});
