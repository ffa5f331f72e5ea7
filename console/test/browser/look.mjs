// What is looked for on every screen: violations that axe finds, and text that is lost at the side.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const RULES = { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] };

/** Those of them that a scheme can break: it changes colours, and nothing else that axe looks at. */
const RULES_OF_COLOUR = { type: 'rule', values: ['color-contrast', 'link-in-text-block'] };

/** The three schemes, as a machine that is set so shows them to pages that follow it; the last is that of most machines. */
export const SCHEMES = {
  contrast: { colorScheme: 'dark', contrast: 'more' },
  dark: { colorScheme: 'dark', contrast: 'no-preference' },
  light: { colorScheme: 'light', contrast: 'no-preference' },
};

/** Shows a scheme, and waits until no colour is on its way to it. */
export async function show(page, scheme) {
  await page.emulateMedia(SCHEMES[scheme]);
  await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
  await page.waitForFunction(() => document.getAnimations().every((each) => each.constructor.name !== 'CSSTransition'));
}

/** What axe says against a page, one text a rule; against its colours alone, where all else is looked at in another scheme. */
export async function violations(page, coloursAlone = false) {
  // By the debugger, which the page's policy does not bind.
  if (!(await page.evaluate(() => 'axe' in window))) {
    await page.evaluate(axe);
  }
  const found = await page.evaluate((rules) => window.axe.run(document, { runOnly: rules, resultTypes: ['violations'] }), coloursAlone ? RULES_OF_COLOUR : RULES);
  return found.violations.map(
    ({ id, nodes }) => `axe ${id}: ${nodes.slice(0, 2).map(({ html, any }) => `${html.slice(0, 160)} ${any[0]?.message?.slice(0, 160) ?? ''}`).join(' | ')}`,
  );
}

/**
 * Text that cannot be read because it stands beyond the window's side, or beyond that of a box that hides what is too wide. A
 * box that scrolls loses nothing; a text that is shortened with dots must be whole in a title or a label.
 */
export function lost(page) {
  return page.evaluate(() => {
    const found = [];
    const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
    if (wide > 0) {
      found.push(`${wide} px wider than the window`);
    }
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const range = document.createRange();
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const element = node.parentElement;
      if (node.data.trim() === '' || !element.checkVisibility({ opacityProperty: true, visibilityProperty: true }) || element.closest('svg, select, textarea')) {
        continue;
      }
      range.selectNodeContents(node);
      const text = range.getBoundingClientRect();
      let { left, right } = { left: 0, right: document.documentElement.clientWidth };
      let isFree = text.width === 0;
      for (let box = element; box && box !== document.body && !isFree; box = box.parentElement) {
        const { overflowX, textOverflow, position, clipPath } = getComputedStyle(box);
        const outer = box.getBoundingClientRect();
        // Said to those who listen, and not meant to be seen.
        isFree = outer.width <= 1 || outer.right <= 0 || clipPath !== 'none';
        if (overflowX === 'auto' || overflowX === 'scroll') {
          isFree = true;
        } else if (overflowX !== 'visible') {
          const whole = element.closest('[title], [aria-label]');
          isFree ||= textOverflow === 'ellipsis' && `${whole?.title} ${whole?.ariaLabel}`.includes(node.data.trim());
          left = Math.max(left, outer.left);
          right = Math.min(right, outer.right);
        }
        if (position === 'fixed') {
          break;
        }
      }
      if (!isFree && (text.left < left - 1 || text.right > right + 1)) {
        found.push(`cut at the side: "${node.data.trim().slice(0, 60)}" (${Math.round(text.left)} to ${Math.round(text.right)} in ${Math.round(left)} to ${Math.round(right)})`);
      }
    }
    return found;
  });
}

/** Whether the shown page says anything at all. */
export async function isBlank(page) {
  return (await page.locator('body').innerText()).trim().length < 10;
}
