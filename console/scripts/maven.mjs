// What Maven runs: `build` writes target/classes/console, `check` lints and tests. Neither does again what it did for the same
// files. Any Node 20 or later can run it; the work itself is done by the Node that the packages bring, or by one that is new
// enough.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const contracts = join(root, '../api/openapi');
/** What tests here hold the page against. */
const golden = ['../api/src/test/resources/golden/permissions.txt', '../api/src/main/java/cloud/hanok/api/audit/AuditType.java'].map((path) => join(root, path));
const MADE = ['src/api/generated', 'src/theme/variables.css'];
const OLDEST_NODE = 22;

function run(command, args) {
  execFileSync(command, args, { cwd: root, stdio: 'inherit' });
}

/** All files below a path, in order. */
function files(path) {
  return readdirSync(path, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => (entry.isDirectory() ? files(join(path, entry.name)) : [join(path, entry.name)]));
}

/** One digest over what the result depends on. */
function digest(paths) {
  const hash = createHash('sha256');
  for (const path of paths) {
    hash.update(relative(root, path)).update('\0').update(readFileSync(path)).update('\0');
  }
  return hash.digest('hex');
}

const own = ['package.json', 'package-lock.json', 'index.html', 'vite.config.ts', 'tsconfig.json', 'lingui.config.ts', 'eslint.config.js'];
const sources = () => [
  ...own.map((name) => join(root, name)),
  ...[...files(join(root, 'src')), ...files(join(root, 'scripts')), ...files(contracts), ...golden].filter(
    (path) => !MADE.some((made) => path.startsWith(join(root, made))),
  ),
];

/** Does the work unless it was done for the same input; `result` must be there, too. */
function once(name, input, result, work) {
  const stamp = join(root, 'target', `${name}.sha256`);
  const now = digest(input);
  if (existsSync(result) && existsSync(stamp) && readFileSync(stamp, 'utf8') === now) {
    return;
  }
  rmSync(stamp, { force: true });
  work();
  mkdirSync(join(root, 'target'), { recursive: true });
  // What the work itself wrote, such as catalogs, is the state that was built.
  writeFileSync(stamp, digest(input));
}

/** The packages, brought by the Node that will use them: npm leaves out what it thinks is too new for its own. */
function packages() {
  if (major('node') < OLDEST_NODE) {
    const own = join(root, 'node');
    once('node', [join(own, 'package.json'), join(own, 'package-lock.json')], join(own, 'node_modules'), () =>
      run('npm', ['ci', '--prefix', own, '--loglevel=error', '--no-progress']),
    );
    process.env.PATH = `${join(own, 'node_modules/.bin')}:${process.env.PATH}`;
  }
  if (major('node') < OLDEST_NODE) {
    console.error(`error: the console is built with Node ${OLDEST_NODE} or later; this machine has ${major('node')}, and the packages bring none for it.`);
    console.error(`next:  install Node ${OLDEST_NODE} or later, and delete console/node_modules.`);
    process.exit(1);
  }
  once('packages', [join(root, 'package.json'), join(root, 'package-lock.json')], join(root, 'node_modules'), () =>
    run('npm', ['ci', '--loglevel=error', '--no-progress']),
  );
}

/** The major version of the Node that a command would be run by. */
function major(node) {
  return Number(execFileSync(node, ['--version'], { encoding: 'utf8' }).slice(1).split('.')[0]);
}

const [what] = process.argv.slice(2);
try {
  packages();
  if (what === 'build') {
    once('built', sources(), join(root, 'target/classes/console/index.html'), () => run('npm', ['run', '--silent', 'build']));
  } else {
    once('checked', sources(), root, () => run('npm', ['run', '--silent', 'check']));
  }
} catch (error) {
  // A command that failed has said why.
  if (error.status === undefined) {
    console.error(error);
  }
  process.exit(1);
}
