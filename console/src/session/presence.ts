/**
 * Whether somebody is there. A session ends when its person did nothing for a while, and what the page asks by itself is not
 * their doing: it has to say so to the control plane.
 */
let acted = true;

const ACTS = ['pointerdown', 'keydown', 'wheel', 'touchmove'];

/** Notices what a person does on the page, from now on. */
export function watchPresence(page: EventTarget): void {
  for (const act of ACTS) {
    page.addEventListener(act, () => (acted = true), { capture: true, passive: true });
  }
}

/** Whether they did anything since this was asked last; opening the page is something. */
export function hasActed(): boolean {
  const was = acted;
  acted = false;
  return was;
}
