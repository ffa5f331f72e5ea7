import assert from 'node:assert/strict';
import { isBlank } from './look.mjs';

/** Someone who may look at bills and little else. */
export async function refused({ bed, say, step, signedIn }) {
  const organization = bed.organization.id;
  const { page, watched } = await signedIn('billing', organization);
  watched.expect(/status of 403/);

  step('the menu');
  await page.goto(`${bed.console}/console/${organization}`);
  const menu = page.getByRole('navigation', { name: say('주 메뉴') });
  await menu.getByRole('link', { name: say('사용량과 비용') }).waitFor();
  for (const screen of ['플레이그라운드', 'API 키', '파일', '보관된 응답', '영수증', '구성원과 프로젝트']) {
    assert.equal(await menu.getByRole('link', { name: say(screen), exact: true }).count(), 0, screen);
  }

  for (const path of ['playground', 'keys', 'files', 'stored', 'receipts', 'members', 'members?tab=projects', 'members?tab=invites']) {
    step(`going to ${path} by its address`);
    await page.goto(`${bed.console}/console/${organization}/${path}`);
    const main = page.getByRole('main');
    await main.getByText(say('이 화면을 볼 권한이 없습니다')).waitFor();
    await main.getByText(say('필요한 권한이 있는지 조직의 소유자나 관리자에게 확인해 주세요.')).waitFor();
    assert.ok(!(await isBlank(page)));
  }

  step('an address that is none');
  await page.goto(`${bed.console}/console/${organization}/no-such-screen`);
  await page.getByText(say('페이지를 찾을 수 없습니다')).waitFor();

  step('an organization that is not theirs');
  watched.expect(/status of 401/);
  await page.goto(`${bed.console}/console/${bed.other.id}`);
  await page.getByRole('heading', { name: say('한옥 콘솔에 로그인해 주세요') }).waitFor();
}
