// Plays the packed extension in a real VS Code: the server of code-server (which is VS Code's own code, from npm), with Chromium as its window,
// in a home folder of its own. Everything listens on 127.0.0.1 alone and ends with the script. The package is installed as a person does; a
// second extension, made of test/host, looks at what a person sees, and has this script press keys. Twice: in a folder that is not trusted,
// which is where VS Code begins, and in one that is.
//
//   npm run test:host                what is in out/host, or in the folder that VSCODE_HOST names
//   npm run test:host -- --get       gets it first: code-server and its Node from npm, some 800 MB
//   npm run test:host -- --packed           with the program in the package, and none in the PATH
//   npm run test:host -- --picture FILE.png      keeps a picture of the window
//
// Needs Chromium (CHROMIUM names it; else chromium or google-chrome in the PATH) and the program, as `npm test` does.
// Exit code 1 where a test fails, 2 where it could not be tried.

import { spawn, spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as net from 'node:net';
import * as os from 'node:os';
import * as path from 'node:path';
import { parseArgs } from 'node:util';
import { HERE, program, tests } from './bundle.mjs';

const CODE_SERVER = 'code-server@4.139.1';
const NODE = 'node@24';
const PATIENCE = 180_000;

const { values } = parseArgs({
  options: {
    get: { type: 'boolean' },
    packed: { type: 'boolean' },
    picture: { type: 'string' },
    only: { type: 'string' },
  },
});
const HOST = path.resolve(process.env.VSCODE_HOST ?? path.join(HERE, 'out', 'host'));
const SERVER = path.join(HOST, 'node_modules', 'code-server', 'lib', 'vscode');
const NODE_24 = path.join(HOST, 'node_modules', '.bin', 'node');
const ROOT = path.join(HERE, '..', '..');

function cannot(why) {
  console.error(`Not tried: ${why}`);
  process.exit(2);
}

function must(command, args, options = {}) {
  console.log(`$ ${[command, ...args].join(' ')}`);
  const done = spawnSync(command, args, { stdio: 'inherit', ...options });
  if (done.status !== 0) cannot(`${command} ended with ${done.status ?? done.error?.message}`);
}

function get() {
  fs.mkdirSync(HOST, { recursive: true });
  // Node comes by the script of its package; nothing else runs a script while it is installed.
  fs.writeFileSync(path.join(HOST, 'package.json'), JSON.stringify({ private: true, allowScripts: { node: true } }));
  must('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts', CODE_SERVER], { cwd: HOST });
  must('npm', ['install', '--no-audit', '--no-fund', NODE], { cwd: HOST });
  for (const folder of [SERVER, path.join(SERVER, 'extensions')]) {
    must('npm', ['install', '--no-audit', '--no-fund', '--omit=dev', '--ignore-scripts'], { cwd: folder });
  }
  // Two parts that it does not start without; they are built with a C++ compiler, and run in any Node.
  must('npm', ['rebuild', '--ignore-scripts=false', '@vscode/native-watchdog', '@vscode/spdlog'], { cwd: SERVER });
}

function inPath(names) {
  for (const name of names.filter(Boolean)) {
    const places = path.isAbsolute(name)
      ? [name]
      : (process.env.PATH ?? '').split(path.delimiter).map((at) => path.join(at, name));
    const found = places.find((place) => fs.existsSync(place));
    if (found !== undefined) return found;
  }
  return undefined;
}

function freePort() {
  return new Promise((resolve) => {
    const server = net.createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

async function until(what, holds, patience) {
  const end = Date.now() + patience;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`waited for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

/** Chromium by its own protocol, over a pipe: it opens a page, and takes a picture of it. */
class Browser {
  #number = 0;
  #asked = new Map();
  console = [];

  constructor(binary, home) {
    const options = [
      '--headless=new',
      '--no-sandbox',
      '--disable-gpu',
      '--remote-debugging-pipe',
      '--window-size=1280,860',
    ];
    this.process = spawn(
      binary,
      [...options, '--no-first-run', `--user-data-dir=${path.join(home, 'browser')}`, 'about:blank'],
      {
        stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
        env: { ...process.env, HOME: home },
      },
    );
    let rest = '';
    this.process.stdio[4].setEncoding('utf8').on('data', (text) => {
      const parts = (rest + text).split('\0');
      rest = parts.pop();
      for (const part of parts) {
        const { id, result, error, method, params } = JSON.parse(part);
        if (method === 'Runtime.consoleAPICalled') this.#hear(params);
        const asked = this.#asked.get(id);
        this.#asked.delete(id);
        if (error !== undefined) asked?.reject(new Error(error.message));
        else asked?.resolve(result);
      }
    });
  }

  /** What the page writes for developers, which is where VS Code says why it did not run a test. */
  #hear({ type, args }) {
    const words = args.map(({ value, description }) => String(value ?? description ?? ''));
    this.console.push(`${type}: ${words.join(' ').slice(0, 500)}`);
  }

  ask(method, params = {}, sessionId = undefined) {
    this.#number += 1;
    const id = this.#number;
    this.process.stdio[3].write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
    return new Promise((resolve, reject) => this.#asked.set(id, { resolve, reject }));
  }

  async open(url) {
    const { targetId } = await this.ask('Target.createTarget', { url });
    const { sessionId } = await this.ask('Target.attachToTarget', { targetId, flatten: true });
    this.page = sessionId;
    await this.ask('Runtime.enable', {}, sessionId);
  }

  /** Presses what is asked for: a key by its name, or words. */
  async press(keys) {
    for (const { key, text } of keys) {
      if (text !== undefined) await this.ask('Input.insertText', { text }, this.page);
      if (key !== undefined) {
        const pressed = { key, code: key, windowsVirtualKeyCode: key === 'Enter' ? 13 : 27 };
        await this.ask('Input.dispatchKeyEvent', { type: 'rawKeyDown', ...pressed }, this.page);
        await this.ask('Input.dispatchKeyEvent', { type: 'keyUp', ...pressed }, this.page);
      }
    }
  }

  async picture(file) {
    const { data } = await this.ask('Page.captureScreenshot', { format: 'png' }, this.page);
    fs.writeFileSync(file, Buffer.from(data, 'base64'));
  }
}

if (values.get) get();
if (!fs.existsSync(path.join(SERVER, 'out', 'server-main.js')) || !fs.existsSync(NODE_24)) {
  cannot(`there is no VS Code in ${path.relative(process.cwd(), HOST)}. npm run test:host -- --get gets it.`);
}
const chromium = inPath([process.env.CHROMIUM, 'chromium', 'chromium-browser', 'google-chrome']);
if (chromium === undefined) cannot('there is no Chromium. On Debian: apt-get install chromium');
const binary = program();
if (binary === undefined) cannot('there is no program. Build it (cargo build), or name one in COFFEECHAT_BINARY.');

const { version } = JSON.parse(fs.readFileSync(path.join(HERE, 'package.json'), 'utf8'));
const kind = `${process.platform}-${process.arch}`;
const packed = values.packed ? ['--program', binary, '--target', kind] : [];
must(process.execPath, [path.join(HERE, 'scripts', 'package.mjs'), ...packed]);
const vsix = `coffeechat-${version}${values.packed ? `-${kind}` : ''}.vsix`;

/** The extension that looks: packed, since VS Code loads what is installed. */
async function driver() {
  const folder = path.join(HERE, 'out', 'host-driver');
  fs.rmSync(folder, { recursive: true, force: true });
  await tests(['test/host/index.ts'], 'out/host-driver');
  const manifest = {
    ...{
      name: 'driver',
      publisher: 'coffeechat',
      version: '0.0.1',
      engines: { vscode: '^1.91.0' },
      main: './index.js',
    },
    ...{ activationEvents: ['onStartupFinished'], extensionKind: ['workspace'], files: ['index.js'], license: 'MIT' },
    capabilities: { untrustedWorkspaces: { supported: true } },
  };
  fs.writeFileSync(path.join(folder, 'package.json'), JSON.stringify(manifest));
  const vsce = path.join(HERE, 'node_modules', '@vscode', 'vsce', 'vsce');
  const file = path.join(folder, 'driver.vsix');
  const args = [vsce, 'package', '--no-dependencies', '--skip-license', '--allow-missing-repository', '--out', file];
  must(process.execPath, args, { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
  return file;
}

/** A journal of somebody who wants another program to run: by its settings, and by a file that lies in it. */
function makeJournal(journal) {
  fs.cpSync(path.join(ROOT, 'fixtures', 'journals', 'student'), journal, { recursive: true });
  const evil = path.join(journal, 'coffeechat');
  fs.writeFileSync(evil, `#!/bin/sh\ntouch '${path.join(journal, 'was-run')}'\n`, { mode: 0o755 });
  fs.mkdirSync(path.join(journal, '.vscode'));
  const settings = {
    'coffeechat.path': evil,
    '[markdown]': {
      'editor.codeActionsOnSave': { 'source.fixAll.coffeechat': 'explicit' },
      'editor.quickSuggestions': { other: 'on' },
      'editor.wordBasedSuggestions': 'off',
    },
  };
  fs.writeFileSync(path.join(journal, '.vscode', 'settings.json'), JSON.stringify(settings, undefined, 2));
}

/** One window from its opening to its end; gives what the driver wrote down. */
async function play(home, driven, isTrusted) {
  const [journal, bin, data, results] = ['my journal', 'bin', 'data', 'results.json'].map((name) =>
    path.join(home, name),
  );
  makeJournal(journal);
  fs.mkdirSync(bin);
  fs.copyFileSync(binary, path.join(bin, 'coffeechat'));
  // VS Code asks the login shell for the PATH. This one has the folder in front in which one happens to be.
  const searched = `.:${values.packed ? '' : `${bin}:`}${process.env.PATH}`;
  fs.writeFileSync(path.join(home, '.profile'), `export PATH='${searched}'\n`);
  const user = path.join(data, 'data', 'User');
  fs.mkdirSync(user, { recursive: true });
  const settings = {
    'security.workspace.trust.enabled': !isTrusted,
    'chat.disableAIFeatures': true,
    'extensions.autoCheckUpdates': false,
  };
  fs.writeFileSync(path.join(user, 'settings.json'), JSON.stringify(settings));
  const env = {
    ...process.env,
    HOME: home,
    PATH: searched,
    SHELL: '/bin/sh',
    COFFEECHAT_TODAY: '2026-11-23',
    HOST_RESULTS: results,
    HOST_PROGRAM: path.join(bin, 'coffeechat'),
    HOST_ONLY: values.only ?? '',
  };
  const main = [path.join(SERVER, 'out', 'server-main.js'), '--server-data-dir', data, '--accept-server-license-terms'];
  for (const file of [path.join(HERE, 'out', vsix), driven]) {
    must(NODE_24, [...main, '--install-extension', file], { env, stdio: ['ignore', 'ignore', 'inherit'] });
  }
  const port = await freePort();
  const log = fs.openSync(path.join(home, 'server.log'), 'w');
  const listens = [
    '--host',
    '127.0.0.1',
    '--port',
    String(port),
    '--without-connection-token',
    '--telemetry-level',
    'off',
  ];
  const server = spawn(NODE_24, [...main, ...listens], { cwd: home, stdio: ['ignore', log, log], env });
  const browser = new Browser(chromium, home);
  try {
    const address = `http://127.0.0.1:${port}`;
    const answers = () =>
      fetch(address).then(
        ({ ok }) => ok,
        () => false,
      );
    await until('VS Code', answers, 60_000);
    await browser.open(`${address}/?${new URLSearchParams({ folder: journal })}`);
    const keys = `${results}.keys`;
    const done = async () => {
      if (fs.existsSync(keys)) {
        const asked = JSON.parse(fs.readFileSync(keys, 'utf8'));
        fs.rmSync(keys);
        await browser.press(asked);
      }
      return fs.existsSync(results);
    };
    await until('the tests', done, PATIENCE);
    if (values.picture !== undefined) await browser.picture(values.picture);
    return JSON.parse(fs.readFileSync(results, 'utf8'));
  } catch (error) {
    await browser.picture(path.join(HERE, 'out', 'host.png')).catch(() => undefined);
    console.error(`${error.message}. What was seen is in out/host.png, and what was said:`);
    console.error(browser.console.slice(-40).join('\n'));
    return undefined;
  } finally {
    browser.process.kill('SIGKILL');
    server.kill('SIGKILL');
    // What the server started ends with it, and lets go of the folder a moment later.
    await new Promise((resolve) => setTimeout(resolve, 2000));
  }
}

const driven = await driver();
let [passed, failed] = [0, 0];
for (const isTrusted of [false, true]) {
  const home = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'coffeechat-host-')));
  const told = await play(home, driven, isTrusted);
  const written = fs.readdirSync(home, { recursive: true }).filter((name) => path.basename(name) === 'coffeechat.log');
  const logs = written.map((name) => fs.readFileSync(path.join(home, name), 'utf8'));
  fs.rmSync(home, { recursive: true, force: true, maxRetries: 5 });
  if (told === undefined) process.exit(2);
  console.log(`\nVS Code ${told.version}, in a folder that is ${isTrusted ? 'trusted' : 'not trusted'}:`);
  for (const { name, error } of told.results) {
    console.log(error === undefined ? `ok      ${name}` : `failed  ${name}\n${error}`);
    if (error === undefined) passed += 1;
    else failed += 1;
  }
  if (told.results.some(({ error }) => error !== undefined))
    console.log(`\nWhat the extension wrote down:\n${logs.join('')}`);
}
console.log(`\n${passed} passed, ${failed} failed`);
process.exit(failed === 0 && passed > 0 ? 0 : 1);
