import { lingui } from '@lingui/vite-plugin';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

/** Where a running control plane, or the fake of `npm run preview`, answers while one develops. */
const backend = process.env.HANOK_CONSOLE_BACKEND ?? 'http://127.0.0.1:4310';

const served = /^\/console\/(?:sign-in|[^/]+\/(?:session|sign-out|api)(?:\/|$|\?))/;

export default defineConfig({
  base: '/console/',
  plugins: [react(), lingui({ macroTransform: true, failOnMissing: true, failOnCompileError: true })],
  build: {
    outDir: 'target/classes/console',
    emptyOutDir: true,
    target: 'es2023',
    sourcemap: false,
    // Nothing may be inlined: a data: address is another origin to the Content-Security-Policy.
    assetsInlineLimit: 0,
    manifest: true,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      output: {
        // All of them are needed at first; together they take half of what each takes alone.
        codeSplitting: { groups: [{ name: 'routes', test: /src[\\/]screens[\\/].*route\.tsx$/ }] },
      },
    },
  },
  server: {
    host: '127.0.0.1',
    port: 4311,
    proxy: { [served.source]: { target: backend, changeOrigin: false } },
  },
  test: {
    environment: 'node',
    include: ['src/**/*.test.{ts,tsx}', 'scripts/**/*.test.mjs'],
    restoreMocks: true,
    unstubGlobals: true,
    // A worker for each file takes three times the processor time of the tests.
    isolate: false,
  },
});
