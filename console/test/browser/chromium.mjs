// The browser of the tests: the machine's own Chromium, without a window.
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium } from 'playwright-core';

/** The first needs least: it has no windows that it could show. As in the launcher. */
const NAMES = ['chromium-headless-shell', 'chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** The program that HANOK_CHROMIUM names, else the first of the usual names on PATH. */
export function chromiumProgram() {
  const named = process.env.HANOK_CHROMIUM;
  if (named) {
    return named;
  }
  for (const name of NAMES) {
    const found = (process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, name)).find(isExecutable);
    if (found) {
      return found;
    }
  }
  throw new Error(`No Chromium was found: none of ${NAMES.join(', ')} is on PATH. Install one, for example: apt-get install chromium-headless-shell fonts-nanum, or set HANOK_CHROMIUM to one.`);
}

function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * Starts it; a container has no sandbox for it, and little shared memory.
 *
 * @param pin of a certificate that nobody has signed and that is trusted all the same: the SHA-256 of its public key, in Base64
 */
export function launch({ pin = null } = {}) {
  const trusted = pin === null ? [] : [`--ignore-certificate-errors-spki-list=${pin}`];
  return chromium.launch({ executablePath: chromiumProgram(), args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', ...trusted] });
}
