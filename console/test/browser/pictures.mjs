// Pictures of screens for the documentation: small, and written only when they are asked for, for no two machines draw alike.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const QUALITY = 55;

/**
 * Takes a picture of the window.
 *
 * @param folder where it is to lie; null where none is wanted
 * @param address of the screen, as the router has it, with its view
 */
export async function photograph(page, folder, address, language) {
  if (folder === null) {
    return;
  }
  const name = address === '/' ? 'sign-in' : address.replace('/$org', '').replace(/^\/-/, '/operator').replace(/[?&=/$]+/g, '-').replace(/^-|-$/g, '') || 'home';
  const debug = await page.context().newCDPSession(page);
  const { data } = await debug.send('Page.captureScreenshot', { format: 'webp', quality: QUALITY });
  await debug.detach();
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${name}.${language}.webp`), Buffer.from(data, 'base64'));
}
