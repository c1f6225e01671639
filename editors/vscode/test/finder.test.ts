// Plays computers: which files are programs, what the PATH is, what VS Code says of the window.

import assert from 'node:assert/strict';
import * as path from 'node:path';
import { suite, test } from 'node:test';
import { type Computer, environment, find, type Window } from '../src/finder';

const EXTENSION = '/ext';

function unix(programs: string[], env: Record<string, string> = {}, links: Record<string, string> = {}): Computer {
  return {
    platform: 'linux',
    arch: 'x64',
    env,
    home: '/home/ada',
    isProgram: (file) => programs.includes(file),
    realPath: (file) => links[file] ?? file,
  };
}

function windows(programs: string[], env: Record<string, string> = {}): Computer {
  const computer = unix(programs, env);
  return { ...computer, platform: 'win32', home: 'C:\\Users\\ada' };
}

function window(given: Partial<Window> = {}): Window {
  return { setting: '', isTrusted: true, folders: [], extension: EXTENSION, ...given };
}

suite('where the program is looked for', () => {
  const everywhere = [
    '/set/coffeechat',
    '/usr/bin/coffeechat',
    '/home/ada/.local/bin/coffeechat',
    '/ext/bin/coffeechat',
  ];
  const env = { PATH: '/bin:/usr/bin' };

  test('the setting wins, then the PATH, then where pipx puts programs, then beside the extension', () => {
    const found = [];
    for (let gone = 0; gone <= everywhere.length; gone += 1) {
      const setting = gone === 0 ? '/set/coffeechat' : '';
      const finding = find(unix(everywhere.slice(gone), env), window({ setting }));
      found.push(finding.kind === 'found' ? `${finding.from} ${finding.program}` : finding.kind);
    }
    assert.deepEqual(found, [
      'setting /set/coffeechat',
      'path /usr/bin/coffeechat',
      'home /home/ada/.local/bin/coffeechat',
      'packaged /ext/bin/coffeechat',
      'missing',
    ]);
  });

  test('the first entry of the PATH that has it', () => {
    const computer = unix(['/a/coffeechat', '/b/coffeechat'], { PATH: '/none:/b:/a' });
    assert.deepEqual(find(computer, window()), { kind: 'found', program: '/b/coffeechat', from: 'path' });
  });

  test('no PATH at all', () => {
    assert.deepEqual(find(unix([]), window()), { kind: 'missing' });
  });

  test('cargo puts it into a folder of its own', () => {
    const program = '/home/ada/.cargo/bin/coffeechat';
    assert.deepEqual(find(unix([program]), window()), { kind: 'found', program, from: 'home' });
  });
});

suite('the setting', () => {
  test('may begin with ~', () => {
    const program = '/home/ada/tools/coffeechat';
    const finding = find(unix([program]), window({ setting: ' ~/tools/coffeechat ' }));
    assert.deepEqual(finding, { kind: 'found', program, from: 'setting' });
  });

  test('names a program that is not there: said, and no other one is taken', () => {
    const finding = find(unix(['/usr/bin/coffeechat'], { PATH: '/usr/bin' }), window({ setting: '/gone' }));
    assert.deepEqual(finding, { kind: 'wrong-setting', setting: '/gone', isRelative: false });
  });

  for (const setting of ['coffeechat', './coffeechat', 'bin/coffeechat', '~ada/coffeechat']) {
    test(`is not a full path: ${setting}`, () => {
      const finding = find(unix([setting, `/journal/${setting}`]), window({ setting, folders: ['/journal'] }));
      assert.deepEqual(finding, { kind: 'wrong-setting', setting, isRelative: true });
    });
  }
});

suite('a folder that is opened chooses nothing', () => {
  // All of these would be the journal's own file, for whoever happens to be in that folder.
  for (const entry of ['', '.', './', 'bin', '..', './node_modules/.bin']) {
    test(`an entry of the PATH that means it: "${entry}"`, () => {
      const isProgram = (file: string) => !path.posix.isAbsolute(file) || file.startsWith('/journal');
      const computer = { ...unix([], { PATH: `${entry}:/usr/bin` }), isProgram };
      const finding = find(computer, window({ folders: ['/journal'] }));
      assert.deepEqual(finding, { kind: 'missing' });
    });
  }

  test('an entry that lies in it counts where it is trusted, and not before', () => {
    const computer = unix(['/journal/bin/coffeechat'], { PATH: '/journal/bin' });
    const folders = ['/journal'];
    assert.equal(find(computer, window({ folders })).kind, 'found');
    assert.equal(find(computer, window({ folders, isTrusted: false })).kind, 'missing');
    assert.equal(environment(computer, window({ folders })).PATH, '/journal/bin');
    assert.equal(environment(computer, window({ folders, isTrusted: false })).PATH, '');
  });

  test('a neighbour whose name begins alike is another folder', () => {
    const computer = unix(['/journal-tools/coffeechat'], { PATH: '/journal-tools' });
    assert.equal(find(computer, window({ folders: ['/journal'], isTrusted: false })).kind, 'found');
    const dotted = unix(['/journal/..tools/coffeechat'], { PATH: '/journal/..tools' });
    assert.equal(find(dotted, window({ folders: ['/journal'], isTrusted: false })).kind, 'missing');
  });

  test('nor by a link that leads into it, from the PATH or from home', () => {
    const links = {
      '/usr/bin/coffeechat': '/journal/evil',
      '/home/ada/.local/bin/coffeechat': '/private/journal/evil',
      '/journal': '/private/journal',
    };
    const computer = unix(Object.keys(links), { PATH: '/usr/bin' }, links);
    assert.equal(find(computer, window({ folders: ['/journal'], isTrusted: false })).kind, 'missing');
  });

  test('a program that is started gets no such entry either', () => {
    const env = { PATH: '.:/usr/bin::/bin:node_modules/.bin', HOME: '/home/ada' };
    assert.deepEqual(environment(unix([], env), window()), { PATH: '/usr/bin:/bin', HOME: '/home/ada' });
  });
});

suite('on Windows', () => {
  const env = {
    Path: 'relative;C:\\tools;"C:\\with space";\\nodrive;C:nofolder',
    APPDATA: 'C:\\Users\\ada\\AppData\\Roaming',
  };

  test('the PATH is called Path, and an entry may stand in quotes', () => {
    const program = 'C:\\with space\\coffeechat.exe';
    assert.deepEqual(find(windows([program], env), window()), { kind: 'found', program, from: 'path' });
    assert.deepEqual(environment(windows([], env), window()), { ...env, Path: 'C:\\tools;C:\\with space' });
  });

  test('an entry without a drive depends on where one is', () => {
    const programs = ['\\nodrive\\coffeechat.exe', 'C:nofolder\\coffeechat.exe', 'relative\\coffeechat.exe'];
    assert.deepEqual(find(windows(programs, env), window()), { kind: 'missing' });
  });

  for (const inside of ['node_modules\\coffeechat\\node_modules', 'node_modules']) {
    test(`what npm installed is found behind its script, in ${inside}`, () => {
      const program = `${env.APPDATA}\\npm\\${inside}\\@coffeechat\\win32-x64\\bin\\coffeechat.exe`;
      assert.deepEqual(find(windows([program], env), window()), { kind: 'found', program, from: 'home' });
      const inPath = { ...env, Path: `${env.APPDATA}\\npm` };
      assert.deepEqual(find(windows([program], inPath), window()), { kind: 'found', program, from: 'path' });
    });
  }

  test('the setting, with either stroke', () => {
    const program = 'C:\\Users\\ada\\bin\\coffeechat.exe';
    for (const setting of [program, '~\\bin\\coffeechat.exe', '~/bin/coffeechat.exe']) {
      assert.deepEqual(find(windows([program]), window({ setting })), { kind: 'found', program, from: 'setting' });
    }
  });

  test('the setting, in the quotes that come with a path that is copied', () => {
    const program = 'C:\\with space\\coffeechat.exe';
    const finding = find(windows([program]), window({ setting: `"${program}"` }));
    assert.deepEqual(finding, { kind: 'found', program, from: 'setting' });
  });

  test('the setting, where it names the script that npm put there', () => {
    const npm = 'C:\\Users\\ada\\AppData\\Roaming\\npm';
    const program = `${npm}\\node_modules\\coffeechat\\node_modules\\@coffeechat\\win32-x64\\bin\\coffeechat.exe`;
    const scripts = ['coffeechat', 'coffeechat.cmd', 'coffeechat.ps1'].map((name) => `${npm}\\${name}`);
    for (const setting of scripts) {
      // The script is a file, and only a shell can start it.
      assert.deepEqual(find(windows([setting, program]), window({ setting })), {
        kind: 'found',
        program,
        from: 'setting',
      });
      assert.equal(find(windows([setting]), window({ setting })).kind, 'wrong-setting');
    }
    const other = `${npm}\\evil.bat`;
    assert.equal(find(windows([other, program]), window({ setting: other })).kind, 'wrong-setting');
  });

  test('a folder that is not trusted, on another way of writing it', () => {
    const computer = windows(['C:\\Journal\\bin\\coffeechat.exe'], { PATH: 'C:\\Journal\\bin' });
    assert.equal(find(computer, window({ folders: ['c:\\journal'], isTrusted: false })).kind, 'missing');
  });
});
