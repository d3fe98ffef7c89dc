// Labels as a clerk prints them: for what was found, for one dossier, and for all that a package brought.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { Caller } from './support/api.mjs';
import { openBrowser, openDesk, shot } from './support/browser.mjs';
import { searchBox, signIn } from './support/desk.mjs';
import { idNumber } from './support/handover.mjs';
import { releaseAll, takeIn } from './support/intake.mjs';
import { Program, requireProgram, temporaryFolder } from './support/program.mjs';
import { writeScans } from './support/scans.mjs';

const office = '210106';
const people = ['单国强', '李桂兰', '王秀英'].map((name, at) => ({ name, id: idNumber('19480309', at + 1) }));

describe('labels', () => {
  const scratch = temporaryFolder('labels');
  let program;
  let browser;
  let desk;
  let heads;

  before(async () => {
    requireProgram();
    const data = join(scratch.folder, 'data');
    takeIn(data, writeScans(scratch.folder, 'scans', people), office);
    [program, browser] = await Promise.all([Program.start(data), openBrowser(scratch.folder)]);
    const admin = await Caller.signedIn(program.url);
    heads = await releaseAll(admin);
    await admin.until('/search', ({ total }) => total === people.length, {});
    const clerk = { login: 'intake.one', name: '演示接收员', grants: [{ role: 'intake_clerk', division: office }] };
    const known = await admin.addUser(program.url, clerk, 'clerk-Passw0rd-1');
    desk = await openDesk(browser, program.port);
    await signIn(desk.page, known);
  });
  after(async () => {
    await browser?.close();
    await program?.stop();
    scratch.remove();
  });

  /** Makes the sheets that the dialog asks for, and gives how many there are. */
  async function sheets(page, name) {
    const dialog = page.getByRole('dialog');
    await shot(page, name);
    const saved = page.waitForEvent('download');
    await dialog.getByRole('button', { name: '生成 PDF' }).click();
    const content = (await readFile(await (await saved).path())).toString('latin1');
    assert.match(content, /^%PDF/);
    await dialog.getByRole('link', { name: /标签\.pdf/ }).waitFor();
    await shot(page, `${name}-made`);
    await dialog.getByRole('button', { name: '取消' }).click();
    await dialog.waitFor({ state: 'hidden' });
    return content.match(/\/Type \/Page\s/g).length;
  }

  test('for dossiers that were found', async () => {
    const { page } = desk;
    await page.goto('/search');
    await searchBox(page).waitFor();
    for (const { name } of people.slice(0, 2)) await page.getByLabel(`选择 ${name}`).check();
    await page.getByRole('button', { name: '打印标签（2）' }).click();
    await page.getByRole('dialog').getByText('已选 2 份档案').waitFor();
    assert.equal(await sheets(page, 'spines'), 1);
    await page.getByRole('button', { name: '清除选择' }).click();
  });

  test('for one dossier, which its code opens again', async () => {
    const { page } = desk;
    await page.goto(`/dossiers/${heads[people[1].name].id}`);
    await page.getByRole('button', { name: '打印标签' }).click();
    await page.getByText('20 毫米').click();
    assert.equal(await sheets(page, 'spine'), 1);
    await page.goto('/desk');
    await page.getByLabel('扫描或输入编号').fill(heads[people[1].name].id.toUpperCase());
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: people[1].name }).waitFor();
  });

  test('for a package, on a sheet with two stickers left', async () => {
    const { page } = desk;
    await page.goto('/ingests');
    await page.getByRole('link', { name: 'scans' }).click();
    await page.getByRole('button', { name: '打印标签' }).click();
    await page.getByText('二维码标签').click();
    await page.getByRole('radio', { name: '23' }).click();
    assert.equal(await sheets(page, 'stickers'), 2);
    assert.deepEqual(desk.faults, []);
  });
});
