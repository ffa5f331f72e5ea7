import assert from 'node:assert/strict';
import { lost, SCHEMES, show, violations } from './look.mjs';
import { signIn } from './people.mjs';

/** A person of two organizations, in two tabs at once. */
export async function twoOrganizations({ bed, language, say, step, nobody }) {
  const choice = language === 'en' ? 'Which organization do you want to sign in to?' : '어느 조직으로 로그인하시겠습니까?';
  const [first, second] = [bed.organization, bed.other];
  const { page, context, watched } = await nobody();
  // An organization without a limit of what may be spent.
  watched.expect(/status of 404.*\/spend_limit/);
  // Keycloak's pages, which are as accessible as the console's; the one that asks names organizations as people do, and not by their ids.
  const asked = [];
  const look = async (what) => {
    asked.push(what);
    for (const scheme of Object.keys(SCHEMES)) {
      await show(page, scheme);
      assert.deepEqual([...(await violations(page)), ...(await lost(page))], [], `${what} ${scheme}`);
    }
    if (what === 'organization') {
      assert.deepEqual((await page.locator('#kc-user-organizations button').allInnerTexts()).sort(), [first.name, second.name].sort());
      await page.getByRole('heading', { name: choice }).waitFor();
    }
  };
  const heading = (tab, { name }) => tab.getByRole('heading', { level: 1, name });

  step('choosing one of two at the sign-in');
  await page.goto(`${bed.console}/console/`);
  await page.getByRole('link', { name: say('로그인'), exact: true }).click();
  await signIn(page, bed.people.both, { choose: first, look });
  assert.deepEqual(asked, ['username', 'organization', 'password']);
  await heading(page, first).waitFor();
  assert.equal(new URL(page.url()).pathname.split('/')[2], first.id);

  step('signing in to the other in another tab');
  const tab = await context.newPage();
  await tab.goto(`${bed.console}/console/sign-in?organization=${second.id}`);
  await heading(tab, second).waitFor();

  step('each tab stays in its own');
  for (const [where, organization, project, foreign] of [
    [page, first, first.projectName, second.projectName],
    [tab, second, second.projectName, first.projectName],
  ]) {
    await where.goto(`${bed.console}/console/${organization.id}/members?tab=projects`);
    await where.getByRole('cell', { name: project, exact: true }).waitFor();
    assert.equal(await where.getByRole('cell', { name: foreign, exact: true }).count(), 0);
  }
  await page.reload();
  await page.getByRole('cell', { name: first.projectName, exact: true }).waitFor();

  step('switching by the menu');
  await page.getByRole('button', { name: say('조직: {name}', { name: first.name }) }).click();
  await page.getByRole('menuitem', { name: second.name }).click();
  await heading(page, second).waitFor();
  await page.goBack();
  await page.getByRole('cell', { name: first.projectName, exact: true }).waitFor();
}
