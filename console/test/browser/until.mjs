const STEP_MILLIS = 100;

/** Returns what a question answers once that is neither false nor nothing; fails when it does not come to that in time. */
export async function until(what, question, limitMillis = 10_000) {
  const deadline = performance.now() + limitMillis;
  for (;;) {
    const answer = await question();
    if (answer) {
      return answer;
    }
    if (performance.now() > deadline) {
      throw new Error(`${what}: not in ${limitMillis} ms`);
    }
    await new Promise((resolve) => setTimeout(resolve, STEP_MILLIS));
  }
}
