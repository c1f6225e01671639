#!/usr/bin/env node
// Starts the program that was made for this computer, and stands back: it shares our terminal, gets the signals that we get, and its
// exit code is ours. Node 18 and later; nothing is fetched and nothing else is needed.
'use strict';

const { spawn } = require('node:child_process');
const { existsSync } = require('node:fs');
const { constants } = require('node:os');
const { isatty } = require('node:tty');

const SCOPE = '@coffeechat/';
// The exit code of everything that could not be done.
const CANNOT = 2;

const packages = Object.keys(require('../package.json').optionalDependencies || {});

// The packages that could hold a program for this computer. On Linux there are two, and a computer without GNU's C library has the
// loader of the other one. Older clients of npm install both, so that what is there does not yet say which is right.
function candidates() {
  const computer = `${SCOPE}${process.platform}-${process.arch}`;
  if (process.platform !== 'linux') return [computer].filter((name) => packages.includes(name));
  const loader = { x64: 'x86_64', arm64: 'aarch64' }[process.arch];
  const order = existsSync(`/lib/ld-musl-${loader}.so.1`) ? ['-musl', '-gnu'] : ['-gnu', '-musl'];
  return order.map((libc) => computer + libc).filter((name) => packages.includes(name));
}

function find(names) {
  const file = process.platform === 'win32' ? 'bin/coffeechat.exe' : 'bin/coffeechat';
  for (const name of names) {
    try {
      return require.resolve(`${name}/${file}`);
    } catch {
      // The next one, or none.
    }
  }
  return undefined;
}

function cannot(...lines) {
  process.stderr.write(lines.map((line) => `${line}\n`).join(''));
  process.exitCode = CANNOT;
}

function main() {
  const names = candidates();
  if (names.length === 0) {
    return cannot(
      `coffeechat: there is no package for this computer (${process.platform}-${process.arch}).`,
      `There is one for ${packages.map((name) => name.slice(SCOPE.length)).join(', ')}.`,
      'With Rust on it, you can build coffeechat here. Type: cargo install --locked coffeechat',
    );
  }
  const program = find(names);
  if (program === undefined) {
    return cannot(
      `coffeechat: the package ${names[0]} is not there. It holds the program for this computer.`,
      'Either optional packages were left out, or node_modules was copied from another kind of computer.',
      'Type what you typed to install coffeechat once more, with --include=optional behind it. For example:',
      '  npm install --include=optional coffeechat',
    );
  }
  return run(program);
}

// A terminal sends Ctrl-C to the program itself, because it is in the foreground with us. To pass that on would be a second Ctrl-C,
// which ends the program at once instead of letting it finish its step. On Windows there are no other signals.
const HEARD = ['SIGINT', 'SIGQUIT', 'SIGTERM', 'SIGHUP', 'SIGUSR2', 'SIGBREAK'];
const SENT_BY_TERMINAL = ['SIGINT', 'SIGQUIT', 'SIGBREAK'];
const HAS_TERMINAL = process.platform === 'win32' || [0, 1, 2].some((stream) => isatty(stream));

// npm says so where it was npx, or npm exec, that started us: then there is no coffeechat on the PATH, and what the program tells
// somebody to type has to begin with npx.
function environment() {
  const { npm_command: command, npm_config_user_agent: agent } = process.env;
  const isNpx = command === 'exec' && /^npm\//.test(agent || '');
  return isNpx ? { ...process.env, COFFEECHAT_CALLED_AS: 'npx coffeechat' } : process.env;
}

function run(program) {
  let child;
  const signals = Object.keys(constants.signals).filter((name) => HEARD.includes(name));
  const pass = (signal) => {
    if (!(HAS_TERMINAL && SENT_BY_TERMINAL.includes(signal))) child.kill(signal);
  };
  // Before the program is there: a signal in between would end us alone.
  for (const signal of signals) process.on(signal, pass);
  const failed = (why) => {
    for (const signal of signals) process.removeListener(signal, pass);
    cannot(
      `coffeechat: the program could not be started: ${why.message}`,
      `It is ${program}, and may have been made for another kind of computer, or have lost its permission to run.`,
      'Delete node_modules and install coffeechat again.',
    );
  };
  try {
    child = spawn(program, process.argv.slice(2), { stdio: 'inherit', env: environment() });
  } catch (why) {
    return failed(why);
  }
  child.on('error', failed);
  child.on('exit', (code, signal) => {
    for (const name of signals) process.removeListener(name, pass);
    if (signal === null) {
      process.exitCode = code;
      return;
    }
    // Who started us is to see the same end. Where a signal does not end Node, the shell's number for it has to do.
    process.exitCode = 128 + (constants.signals[signal] || 0);
    process.kill(process.pid, signal);
  });
}

main();
