// What no page of the console may do, whatever is tested: ask another origin for anything, break the Content-Security-Policy,
// throw, or write an error.

/**
 * Watches every page of a context from now on.
 *
 * @param context of the browser
 * @param console origin of the control plane
 * @param signIn origin of Keycloak: only its own pages may ask it, which people are sent to
 * @returns `problems`, a list that grows, and `expect(pattern)`, for errors that a test brings about
 */
export async function trap(context, { console: home, signIn = null }) {
  const problems = [];
  const expected = [];
  const add = (page, problem) => {
    if (!expected.some((pattern) => pattern.test(problem))) {
      problems.push(`${page?.url() ?? ''}: ${problem}`);
    }
  };
  await context.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sourceFile, lineNumber }) =>
      console.error(`Content-Security-Policy: ${violatedDirective} ${blockedURI} ${sourceFile}:${lineNumber}`),
    );
  });
  context.on('console', (message) => {
    if (message.type() === 'error') {
      add(message.page(), `${message.text().slice(0, 300)} ${message.location().url}`);
    }
  });
  context.on('response', async (response) => {
    if (response.status() >= 400) {
      // The console's own line of it does not say why.
      const error = await response.json().then((body) => body.error, () => undefined);
      const why = error ? `${error.code}: ${error.message}` : 'no error object';
      add(null, `status of ${response.status()} (${why}) ${response.url()}`);
    }
  });
  context.on('weberror', (error) => add(error.page(), `threw ${error.error().stack ?? error.error().message}`));
  context.on('request', (request) => {
    const to = new URL(request.url());
    if (to.protocol === 'blob:' || to.protocol === 'data:' || to.origin === home) {
      return;
    }
    const isOfSignIn = to.origin === signIn && (request.isNavigationRequest() || originOf(request) === signIn);
    if (!isOfSignIn) {
      problems.push(`a request elsewhere: ${request.url()}`);
    }
  });
  return {
    problems,
    expect(...patterns) {
      expected.push(...patterns);
    },
  };
}

function originOf(request) {
  try {
    return new URL(request.frame().url()).origin;
  } catch {
    return null;
  }
}
