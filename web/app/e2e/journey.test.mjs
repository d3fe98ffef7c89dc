// The main job as a person meets it: take a folder of scans in, find people, read, correct.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { openBrowser, openDesk, shot } from './support/browser.mjs';
import { names, search, searchBox, signIn, uploadFolder } from './support/desk.mjs';
import { administrator, Program, requireProgram, temporaryFolder, writeDemoPackages } from './support/program.mjs';

const office = '210106';
const people = 14; // of twenty invented people those whose dossiers come with a transfer sheet

describe('the main job', () => {
  const scratch = temporaryFolder('journey');
  let program;
  let browser;
  let desk;
  let page;
  let packages;

  before(async () => {
    requireProgram();
    packages = writeDemoPackages(scratch.folder, ['--dossiers', '20', '--pages', '5', '--defects']);
    program = await Program.start(join(scratch.folder, 'data'));
    browser = await openBrowser(scratch.folder);
    desk = await openDesk(browser, program.port);
    page = desk.page;
  });
  after(async () => {
    await browser?.close();
    await program?.stop();
    scratch.remove();
  });

  test('sign in, refused first, and land where one wanted to go', async () => {
    await page.goto('/ingests');
    await page.getByLabel('用户名').fill(administrator.login);
    await page.getByLabel('密码').fill('wrong-Passw0rd-1');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').waitFor();
    await shot(page, 'login-refused');
    await page.getByLabel('密码').fill(administrator.password);
    await page.keyboard.press('Enter');
    await page.getByText('还没有接收记录').waitFor();
    assert.match(page.url(), /\/ingests$/);
  });

  test('a folder with defects: the dry run says what, where and why, and can be given up', async () => {
    await uploadFolder(page, join(packages, 'defects'), office);
    await page.getByText('待确认').first().waitFor({ timeout: 120_000 });
    await page.getByText('不能入库', { exact: true }).first().waitFor();
    await shot(page, 'dry-run-defects');
    const refused = page.getByRole('row').filter({ hasText: '项必须改正' });
    assert.ok((await refused.count()) > 0);
    await refused.first().click();
    await page.getByText('必须改正', { exact: true }).first().waitFor();
    assert.match((await page.locator('.ant-table-expanded-row').first().textContent()) ?? '', /R\d\d/);
    await shot(page, 'dry-run-violations');
    const download = page.waitForEvent('download');
    await page.getByRole('link', { name: '下载检查报告' }).click();
    const head = readFileSync(await (await download).path()).subarray(0, 2).toString();
    assert.equal(head, 'PK', 'the report is a workbook');
    await page.getByRole('button', { name: '放弃接收' }).click();
    await page.getByRole('dialog').getByRole('button', { name: '放弃接收' }).click();
    await page.getByText('已放弃').first().waitFor();
  });

  test('upload a folder, dry run, confirm, watch it being stored', async () => {
    await uploadFolder(page, join(packages, 'transfer-sheet'), office);
    await shot(page, 'uploading');
    await page.getByText('待确认').first().waitFor({ timeout: 120_000 });
    await shot(page, 'dry-run-clean');
    await page.getByRole('button', { name: `确认入库 ${people} 份` }).click();
    await page.getByRole('dialog').getByRole('button', { name: `确认入库 ${people} 份` }).click();
    await page.getByText(`${people} 份档案已入库`).waitFor({ timeout: 180_000 });
    await shot(page, 'stored');
    assert.equal(await page.getByRole('link', { name: '打开档案' }).count(), people);
  });

  test('the same folder again adds nothing', async () => {
    await uploadFolder(page, join(packages, 'transfer-sheet'), office);
    await page.getByText('待确认').first().waitFor({ timeout: 120_000 });
    await page.getByText('没有可入库的档案').waitFor();
    await page.getByText(`已存在 ${people}`).waitFor();
  });

  test('everyone is listed, with facets, before anything is typed', async () => {
    await page.getByRole('link', { name: '查档' }).click();
    await page.getByText(`共 ${people} 条`).waitFor({ timeout: 30_000 });
    assert.ok(await searchBox(page).evaluate((box) => box === document.activeElement), 'the box has the focus');
    await shot(page, 'search-start');
  });

  const queries = [
    ['name', '尉迟德胜', '尉迟德胜', '姓名'],
    ['part of a name', '阳淑', '欧阳淑芬', '姓名片段'],
    ['one wrong character', '欧阳淑芳', '欧阳淑芬', '姓名近似'],
    ['an unknown character', '仇?珍', '仇素珍', '姓名近似'],
    ['full pinyin with the reading of the surname', 'shanguoqiang', '单国强', '拼音'],
    ['pinyin initials', 'ycds', '尉迟德胜', '拼音首字母'],
    ['archival code', 'YS2101-001-000002', '仇素珍', '档号'],
    ['full-width archival code', 'ＹＳ２１０１－００１－０００００３', '尉迟德胜', '档号'],
    ['traditional form of a simplified name', '單國強', '单国强', '姓名'],
    ['simplified form of a traditional name', '钟志远', '鍾志遠', '姓名'],
    ['a character outside the basic plane', '刘𬭎', '刘𬭎', '姓名'],
  ];
  for (const [kind, text, expected, reason] of queries) {
    test(`search by ${kind}`, async () => {
      const found = await search(page, text);
      assert.equal(found[0], expected);
      const first = page.locator('.result-table tbody tr').filter({ hasText: expected }).first();
      assert.ok((await first.locator('.match-tags').textContent())?.includes(reason), `says that ${reason} matched`);
      assert.ok(!page.url().includes('?'), 'the text stays out of the address');
    });
  }

  test('search by part of the employer and by the title of a material, with the match marked', async () => {
    await search(page, '单国强');
    const employer = (await page.locator('.result-table tbody tr.ant-table-row').first().locator('td').nth(4).textContent()) ?? '';
    const part = employer.slice(2, 6);
    assert.ok((await search(page, part)).includes('单国强'));
    assert.equal(await page.locator('.result-table mark').first().textContent(), part);
    await search(page, '退休');
    await page.locator('.findings mark').first().waitFor();
    assert.match((await page.locator('.findings').first().textContent()) ?? '', /退休/);
    await shot(page, 'search-catalogue-title');
  });

  test('filters narrow, stand in the address and survive a reload together with the text', async () => {
    await search(page, '退休');
    const box = page.getByRole('group', { name: '档案状态' }).getByRole('checkbox').first();
    await box.click();
    await page.waitForURL(/\?status=/);
    await page.reload();
    await page.locator('.total').waitFor();
    assert.equal(await searchBox(page).inputValue(), '退休');
    assert.ok(await page.getByRole('group', { name: '档案状态' }).getByRole('checkbox').first().isChecked());
    await page.getByRole('button', { name: '清除筛选' }).click();
  });

  test('suggestions complete a name, a scanner gun does not wait for them', async () => {
    await page.keyboard.press('F2');
    await searchBox(page).fill('');
    await page.keyboard.type('尉迟');
    await page.locator('.suggestion').filter({ hasText: '尉迟德胜' }).first().waitFor();
    await shot(page, 'suggestions');
    await page.keyboard.press('F2');
    await page.keyboard.type('YS2101-001-000004', { delay: 2 });
    await page.keyboard.press('Enter');
    await page.getByText('共 1 条').waitFor();
    assert.deepEqual(await names(page), ['欧阳淑芬']);
  });

  test('nothing found says what may help', async () => {
    assert.deepEqual(await search(page, '查无此人某某'), []);
    await page.getByText('没有找到符合条件的档案').waitFor();
    await shot(page, 'nothing-found');
  });

  test('open a dossier and turn its pages by keyboard', async () => {
    await search(page, '尉迟德胜');
    await page.getByRole('link', { name: '尉迟德胜' }).first().click();
    await page.getByRole('heading', { name: '尉迟德胜' }).waitFor();
    const image = page.locator('.viewer-image');
    await image.locator('canvas').first().waitFor();
    const before = Number(await image.getAttribute('data-page'));
    const info = page.waitForResponse((response) => /\/iiif\/.*info\.json$/.test(response.url()) && response.ok());
    await page.keyboard.press('ArrowRight');
    await info;
    assert.notEqual(Number(await image.getAttribute('data-page')), before);
    await page.keyboard.press('+');
    await page.keyboard.press('r');
    await shot(page, 'dossier-rotated');
    await page.keyboard.press('f');
    await page.keyboard.press('Home');
    assert.equal(Number(await image.getAttribute('data-page')), before);
    await page.keyboard.press('t');
    await page.locator('.thumb-strip').waitFor({ state: 'detached' });
    await page.keyboard.press('t');
    await page.keyboard.press('g');
    await page.keyboard.type('3');
    await page.keyboard.press('Enter');
    assert.equal(await page.getByRole('button', { name: '第 3 页缩略图' }).getAttribute('aria-current'), 'page');
    await page.keyboard.press('?');
    await page.getByText('键盘快捷键').waitFor();
    await page.keyboard.press('Escape');
  });

  test('show the identity number for a reason, then search by it and by a part of it', async () => {
    const masked = page.locator('.cover .mono').first();
    assert.match((await masked.textContent()) ?? '', /\*{10}/);
    await page.getByRole('button', { name: '显示' }).click();
    await page.getByLabel('原因').fill('本人查档');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: '隐藏' }).waitFor();
    const number = /\d{17}[\dX]/.exec((await masked.textContent()) ?? '')?.[0] ?? '';
    assert.equal(number.length, 18);
    await page.getByRole('link', { name: '查档结果' }).click();
    await searchBox(page).waitFor();
    assert.deepEqual(await search(page, number), ['尉迟德胜']);
    assert.ok((await search(page, number.slice(6, 14))).includes('尉迟德胜'));
    const wide = [...number].map((digit) => String.fromCodePoint((digit.codePointAt(0) ?? 0) + 0xfee0)).join('');
    assert.deepEqual(await search(page, wide), ['尉迟德胜']);
    assert.ok(!program.log.includes(number), 'the number is in no log');
  });

  test('inspection report and catalogue rows marked by the search', async () => {
    await search(page, '退休');
    await page.locator('.findings a').first().click();
    await page.locator('.catalog-tree mark').first().waitFor();
    await page.getByRole('button', { name: '四性检测' }).click();
    await page.getByText('检测合格').waitFor();
    await shot(page, 'inspection');
    await page.keyboard.press('Escape');
  });

  describe('editing', () => {
    let reading;

    test('change a row and see it in the history', async () => {
      await page.getByRole('link', { name: '查档', exact: true }).first().click();
      await search(page, '单国强');
      await page.getByRole('link', { name: '单国强' }).first().click();
      await page.getByRole('heading', { name: '单国强' }).waitFor();
      reading = new URL(page.url()).pathname;
      await page.getByRole('link', { name: '编辑' }).click();
      const title = page.getByLabel(/: 材料名称$/).first();
      await title.fill('职工登记表（核对）');
      await page.getByLabel('职工登记表（核对）: 形成时间').fill('1975年13月');
      await title.focus();
      assert.ok(await page.getByRole('button', { name: /保存（/ }).isDisabled(), 'an impossible date cannot be saved');
      await page.getByLabel('职工登记表（核对）: 形成时间').fill('1975年3月');
      await shot(page, 'edit');
      await save(page, '核对原件');
      await page.getByRole('button', { name: '返回阅览' }).click();
      await page.locator('.catalog-tree').getByText('职工登记表（核对）').waitFor();
      await page.getByRole('button', { name: '历史版本' }).click();
      await page.getByText('核对原件').waitFor();
      await shot(page, 'history');
      await page.getByRole('button', { name: '查看' }).last().click();
      await page.getByText('您在看第 1 版（只读），不是当前版本。').waitFor();
      assert.equal(await page.getByRole('link', { name: '编辑' }).count(), 0, 'an earlier version cannot be edited');
      assert.equal(await page.locator('.catalog-tree').getByText('职工登记表（核对）').count(), 0);
      await page.getByRole('button', { name: '回到当前版本' }).click();
      await page.locator('.catalog-tree').getByText('职工登记表（核对）').waitFor();
    });

    test('turn a page for good and put pages into another order', async () => {
      await page.goto(`${reading}/edit`);
      await page.getByRole('button', { name: '顺时针旋转 90°' }).first().click();
      await page.getByRole('button', { name: '移到其他材料…' }).first().click();
      await page.getByRole('menuitem').last().click();
      await save(page, '整理影像');
      await page.getByRole('button', { name: /没有修改/ }).waitFor();
    });

    test('replace a scan; the earlier one stays in the earlier version', async () => {
      await page.goto(`${reading}/edit`);
      await page.getByLabel(/: 材料名称$/).last().click();
      await page.getByRole('button', { name: '替换影像' }).first().click();
      const other = readdirSync(packages, { recursive: true, encoding: 'utf8' }).find((name) => name.includes('尉迟德胜') && name.endsWith('.jpg'));
      await page.getByLabel('选择影像文件').setInputFiles(join(packages, other ?? ''));
      await page.getByLabel('原因').fill('重新扫描');
      await page.keyboard.press('Enter');
      await page.getByText('影像已替换').waitFor();
      await page.getByRole('button', { name: '返回阅览' }).click();
      await page.getByRole('button', { name: '历史版本' }).click();
      await page.getByText('重新扫描').waitFor();
      await page.keyboard.press('Escape');
    });

    test('someone else saved first: nothing is lost and the choice is mine', async () => {
      const colleague = await openDesk(browser, program.port);
      await signIn(colleague.page);
      await page.goto(`${reading}/edit`);
      await colleague.page.goto(`${reading}/edit`);
      await page.getByLabel(/: 备注$/).first().fill('我的备注');
      await colleague.page.getByLabel(/: 材料名称$/).last().fill('同事改的题名');
      await save(colleague.page, '同事先保存');
      await openSave(page, '我后保存');
      await page.getByText('这份档案已被他人修改').waitFor();
      const dialog = page.getByRole('dialog').filter({ hasText: '这份档案已被他人修改' });
      await dialog.getByText('同事先保存').waitFor();
      await shot(page, 'stale');
      await dialog.getByRole('button', { name: '载入新版本并保留我的修改' }).click();
      assert.equal(await page.getByLabel(/: 材料名称$/).last().inputValue(), '同事改的题名');
      assert.equal(await page.getByLabel(/: 备注$/).first().inputValue(), '我的备注');
      await save(page, '合并保存');
      await page.getByRole('button', { name: /没有修改/ }).waitFor();
      await colleague.close();
    });
  });

  test('no script failed and the content policy refused nothing', () => {
    assert.deepEqual(desk.faults, []);
  });
});

async function openSave(page, reason) {
  await page.getByRole('button', { name: /保存（/ }).click();
  await page.getByLabel('原因').fill(reason);
  await page.keyboard.press('Enter');
}

async function save(page, reason) {
  await openSave(page, reason);
  await page.getByText('已保存').waitFor();
}
