// @vitest-environment jsdom
import { render } from '@testing-library/react';
import { Component, Suspense, type ComponentType, type ReactNode } from 'react';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { ApiFailure } from '../api/failure.ts';
import { lazyScreen } from './lazy-screen.ts';

const GONE = 'Failed to fetch dynamically imported module: http://console.example/console/assets/page-1.js';
const STYLES_GONE = 'Unable to preload CSS for /console/assets/page-1.css';

/** Where the router notes that it loaded the page anew because a program was gone. */
const reloads = (): string[] => Array.from({ length: sessionStorage.length }, (_, index) => sessionStorage.key(index) ?? '').filter((key) => key.startsWith('tanstack_router_reload:'));

type Lazy = ComponentType & { preload?: (() => Promise<void> | undefined) | undefined };

class Boundary extends Component<{ children: ReactNode; onError: (error: unknown) => void }, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError() {
    return { failed: true };
  }

  override componentDidCatch(error: unknown) {
    this.props.onError(error);
  }

  override render() {
    return this.state.failed ? <p>failed</p> : this.props.children;
  }
}

/** Goes to a screen as the router does: its program first, then the screen. Answers what was thrown. */
async function goTo(Screen: Lazy): Promise<unknown> {
  let thrown: unknown = null;
  await Screen.preload?.();
  const { unmount } = render(
    <Boundary onError={(error) => (thrown = error)}>
      <Suspense fallback={<p>waits</p>}>
        <Screen />
      </Suspense>
    </Boundary>,
  );
  await vi.waitFor(() => expect(document.body.textContent).not.toBe(''));
  const shown = document.body.textContent;
  unmount();
  return thrown ?? shown;
}

const answers = (answer: () => Promise<Response>) => vi.stubGlobal('fetch', vi.fn(answer));
const installed = () => answers(() => Promise.resolve(new Response('<!doctype html>', { status: 200 })));
const screenOf = (load: () => Promise<{ Page: ComponentType }>): Lazy => lazyScreen(load, 'Page') as Lazy;
const failing = (error: Error): Lazy => screenOf(() => Promise.reject(error));

const reload = vi.fn();

beforeEach(() => {
  sessionStorage.clear();
  reload.mockClear();
  // The browser of these tests loads no pages.
  vi.stubGlobal('location', { reload });
  // What a boundary catches, React also writes.
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
});

describe('a screen whose program', () => {
  it('is there is shown, and nothing else is asked', async () => {
    installed();
    expect(await goTo(screenOf(() => Promise.resolve({ Page: () => <p>the screen</p> })))).toBe('the screen');
    expect(fetch).not.toHaveBeenCalled();
  });

  it('cannot be had since nothing answers says so, and the page stays', async () => {
    answers(() => Promise.reject(new TypeError('Failed to fetch')));
    const failure = await goTo(failing(new TypeError(GONE)));
    expect(failure).toBeInstanceOf(ApiFailure);
    expect((failure as ApiFailure).code).toBe('unreachable');
    expect(reloads()).toEqual([]);
  });

  it('cannot be had since the server is down says what it answers, and the page stays', async () => {
    answers(() => Promise.resolve(new Response('<h1>503</h1>', { status: 503, headers: { 'content-type': 'text/html' } })));
    const failure = await goTo(failing(new TypeError(GONE)));
    expect(failure).toBeInstanceOf(ApiFailure);
    expect((failure as ApiFailure).status).toBe(503);
    expect((failure as ApiFailure).isPassing).toBe(true);
    expect(reloads()).toEqual([]);
  });

  it.each([
    ['program', new TypeError(GONE)],
    ['program, in the words of Firefox', new TypeError('error loading dynamically imported module: http://console.example/console/assets/page-1.js')],
    ['program, in the words of Safari', new TypeError('Importing a module script failed.')],
    ['styles', new Error(STYLES_GONE)],
  ])('is of another version, of which the %s is gone, has the page loaded anew once, and then says that it failed', async (_, error) => {
    installed();
    const gone = failing(error);
    await goTo(gone);
    expect(reload).toHaveBeenCalledTimes(1);
    expect(reloads()).toHaveLength(1);

    const again = await goTo(failing(error));
    expect(again).toBeInstanceOf(Error);
    expect((again as Error).message).toContain(error.message);
    expect(reload).toHaveBeenCalledTimes(1);
  });

  it('is only looked at from afar has nothing loaded anew', async () => {
    installed();
    await failing(new TypeError(GONE)).preload?.();
    expect(reloads()).toEqual([]);
  });

  it('is there and wrong says so, since the same would come again', async () => {
    installed();
    const wrong = new ReferenceError('x is not defined');
    expect(await goTo(failing(wrong))).toBe(wrong);
    expect(reloads()).toEqual([]);
  });

  it('could not be had before is asked for again by who goes there again', async () => {
    answers(() => Promise.reject(new TypeError('Failed to fetch')));
    let online = false;
    const lazy = screenOf(() => (online ? Promise.resolve({ Page: () => <p>the screen</p> }) : Promise.reject(new TypeError(GONE))));
    expect(await goTo(lazy)).toBeInstanceOf(ApiFailure);
    online = true;
    expect(await goTo(lazy)).toBe('the screen');
  });
});
