import assert from 'node:assert/strict';
import { signIn } from './people.mjs';
import { until } from './until.mjs';

/** Longer than a realm, a namespace and a keyspace of some thirty tables take on a busy machine. */
const MADE_MILLIS = 60_000;

/**
 * An operator makes a dedicated tenant while the key store is away, sees which step waits, and, once it is back, that it is whole.
 *
 * @param more.mend an address that has the key store come back
 */
export async function dedicated({ bed, more, say, step, nobody }) {
  const { tenant, owner } = bed.beginning;
  const email = bed.people[owner].email;
  const { page, watched } = await nobody();
  watched.expect(/status of 401.*\/session/, /status of 404.*\/identity_provider/);

  step('signing in');
  await page.goto(`${bed.console}/console/-`);
  await page.getByRole('link', { name: say('로그인'), exact: true }).click();
  await signIn(page, bed.people.operator);
  await page.getByRole('heading', { level: 1, name: say('개요') }).waitFor();

  step('saying what is wanted');
  await page.getByRole('navigation', { name: say('주 메뉴') }).getByRole('link', { name: say('테넌트'), exact: true }).click();
  await page.getByRole('button', { name: say('테넌트 만들기') }).first().click();
  const dialog = page.getByRole('dialog');
  const cluster = dialog.getByLabel(say('데이터베이스 클러스터'));
  await dialog.getByLabel(say('이름')).fill(tenant);
  assert.equal(await cluster.count(), 0, 'who shares has none');
  await dialog.getByLabel(say('격리')).selectOption('DEDICATED');
  await dialog.getByLabel(say('N2SF 등급')).selectOption('S');
  await dialog.getByLabel(say('첫 소유자의 이메일')).fill(email);

  step('a cluster that is not there is refused in words, and what was typed stays');
  watched.expect(/status of 400.*\/tenants/);
  await cluster.fill('busan');
  await dialog.getByRole('button', { name: say('만들기'), exact: true }).click();
  await dialog.getByRole('alert').getByText(/hanok\.dedicated\.clusters/).waitFor();
  assert.equal(await dialog.getByLabel(say('이름')).inputValue(), tenant);
  await cluster.fill('');

  step('the step that fails is the one that is left');
  await fetch(more.cut);
  await dialog.getByRole('button', { name: say('만들기'), exact: true }).click();
  await dialog.getByText(say('전용 자원을 만들고 있습니다. 15초에서 1분쯤 걸립니다.')).waitFor();
  const stepOf = (name) => dialog.getByRole('listitem').filter({ hasText: name });
  const stateOf = async (name) => ((await stepOf(name).count()) === 0 ? null : stepOf(name).getAttribute('data-state'));
  await until('what goes before it is done', async () => (await stateOf(say('테넌트 등록'))) === 'done');
  assert.equal(await stateOf(say('키 네임스페이스')), 'pending');
  assert.equal(await stateOf(say('인증 조직')), 'pending');

  step('once the key store is back the step is repeated by itself, and the others follow');
  await fetch(more.mend);
  const seen = new Set();
  await until(
    'the key is shown',
    async () => {
      if ((await stateOf(say('키 네임스페이스')).catch(() => null)) === 'done') {
        seen.add('namespace');
      }
      return (await dialog.getByText(say('관리 키는 지금만 볼 수 있습니다. 안전한 곳에 보관해 주세요.')).count()) > 0;
    },
    MADE_MILLIS,
  );
  assert.ok(seen.has('namespace'), 'its progress was seen');
  await dialog.getByLabel(say('{email} 초대 링크', { email })).waitFor();

  step('it says how it is set apart');
  await dialog.getByRole('link', { name: say('테넌트 열기') }).click();
  await page.getByRole('heading', { level: 1, name: tenant }).waitFor();
  for (const words of ['플랫폼 클러스터의 전용 키스페이스', '전용 키 네임스페이스', '전용 인증 영역, 2단계 인증 필수', '전용 풀의 배포만 사용']) {
    await page.getByText(say(words)).waitFor();
  }
  assert.equal(await page.getByText(say('만드는 중입니다')).count(), 0, 'nothing of it is missing');
  await page.getByRole('tab', { name: say('청구') }).click();
  await page.getByText(say('이 테넌트는 이 달에 과금되는 요청을 보내지 않았습니다.')).waitFor();
  await page.getByRole('navigation', { name: say('주 메뉴') }).getByRole('link', { name: say('테넌트'), exact: true }).click();
  await page.getByRole('row', { name: new RegExp(tenant) }).getByText(say('전용'), { exact: true }).waitFor();
}
