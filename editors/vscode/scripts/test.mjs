// Runs the tests with Node's own runner: `npm test`, or `npm test -- --only session` for the files whose name holds that word.
//
// The tests against the program need it: COFFEECHAT_BINARY names one, else the one that was built last in target/ is taken. Without one
// they are skipped, and say so; with REQUIRE_PROGRAM=1 that is a failure.

import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { HERE, program, tests } from './bundle.mjs';

const OUT = path.join(HERE, 'out', 'test');

const at = process.argv.indexOf('--only');
const word = at < 0 ? '' : process.argv[at + 1];
const files = fs
  .readdirSync(path.join(HERE, 'test'))
  .filter((name) => name.endsWith('.test.ts') && name.includes(word))
  .sort();
if (files.length === 0) {
  console.error(`No test file in test/ has "${word}" in its name.`);
  process.exit(2);
}
fs.rmSync(OUT, { recursive: true, force: true });
await tests(
  files.map((name) => `test/${name}`),
  'out/test',
  { vscode: 'test/standin/vscode.ts', 'vscode-languageclient/node': 'test/standin/client.ts' },
);
const { status } = spawnSync(
  process.execPath,
  ['--enable-source-maps', '--test', ...files.map((name) => path.join(OUT, name.replace(/\.ts$/, '.js')))],
  { cwd: HERE, stdio: 'inherit', env: { ...process.env, COFFEECHAT_BINARY: program() ?? '', EXTENSION: HERE } },
);
process.exit(status ?? 2);
