// Which folder a new note goes to.

import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { folderOf, journals } from '../src/journal';

suite('the journal that is meant', () => {
  const plain = { folder: '/journal', marked: [] };
  const marked = { folder: '/marked', marked: ['/marked'] };
  const course = { folder: '/course', marked: ['/course/career', '/course/old'] };
  const both = { folder: '/both', marked: ['/both', '/both/inner'] };

  for (const [what, opened, note, meant] of [
    ['is the folder that is open, without a mark', [plain], undefined, ['/journal']],
    ['and with one', [marked], undefined, ['/marked']],
    ['and where another one lies in it', [both], undefined, ['/both']],
    ['is the inner one for a note of it', [both], '/both/inner/networking/ada.md', ['/both/inner']],
    ['is the outer one for a note beside that', [both], '/both/inner-2/ada.md', ['/both']],
    ['is asked for where there are several', [course], undefined, ['/course/career', '/course/old']],
    ['is the one of the note', [course], '/course/old/networking/ada.md', ['/course/old']],
    ['is asked for where the note is of none', [course], '/course/README.md', ['/course/career', '/course/old']],
    ['is the folder of the note among all that are open', [plain, marked], '/journal/x.md', ['/journal']],
    ['is asked for among all that are open', [plain, marked], undefined, ['/journal', '/marked']],
    ['and for a note that lies in none of them', [plain, marked], '/elsewhere/x.md', ['/journal', '/marked']],
    ['is no neighbour whose name begins alike', [plain, marked], '/journal-2/x.md', ['/journal', '/marked']],
    ['is the inner one of two that are open', [{ folder: '/', marked: [] }, plain], '/journal/x.md', ['/journal']],
  ] as const) {
    test(what, () => assert.deepEqual(journals(opened, note), meant));
  }

  test('is named by the file that marks it', () => {
    assert.equal(folderOf('/course/my career/coffeechat.toml'), '/course/my career');
    assert.equal(folderOf('/coffeechat.toml'), '/');
  });
});
