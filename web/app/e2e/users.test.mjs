// People and what they see: a one-time password, a role of one office, the audit trail.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { openBrowser, openDesk, shot } from './support/browser.mjs';
import { signIn } from './support/desk.mjs';
import { Program, requireProgram, temporaryFolder } from './support/program.mjs';

describe('people', () => {
  const scratch = temporaryFolder('users');
  const reader = { login: 'reader.one', password: 'reader-Passw0rd-1' };
  let program;
  let browser;
  let oneTime;

  before(async () => {
    requireProgram();
    program = await Program.start(join(scratch.folder, 'data'));
    browser = await openBrowser(scratch.folder);
  });
  after(async () => {
    await browser?.close();
    await program?.stop();
    scratch.remove();
  });

  test('the security officer adds a reader of one office and is shown the password once', async () => {
    const { page, close } = await openDesk(browser, program.port);
    await signIn(page);
    await page.getByRole('link', { name: '用户' }).click();
    await page.getByRole('button', { name: '新增' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('用户名').fill(reader.login);
    await dialog.getByLabel('姓名').fill('演示读者');
    await dialog.getByLabel('角色', { exact: true }).click();
    await page.getByTitle('阅档室', { exact: true }).click();
    await dialog.getByLabel('范围').click();
    await dialog.getByLabel('范围').fill('铁西区人事档案'); // the list is long; people type
    await page.keyboard.press('Enter');
    await shot(page, 'user-new');
    await dialog.getByRole('button', { name: '保存' }).click();
    await page.getByText('一次性密码（只显示这一次）').waitFor();
    oneTime = await page.getByRole('dialog').getByLabel('密码').inputValue();
    assert.ok(oneTime.length >= 10);
    await page.getByRole('button', { name: '复制' }).click();
    await page.getByText('已复制').waitFor();
    await page.getByRole('dialog').getByRole('button', { name: '关闭' }).last().click();
    await page.getByRole('row').filter({ hasText: reader.login }).filter({ hasText: '铁西区人事档案管理中心' }).waitFor();
    await close();
  });

  test('the reader must choose a password first, and then sees only the reading desk', async () => {
    const { page, close, faults } = await openDesk(browser, program.port);
    await page.goto('/users');
    await page.getByLabel('用户名').fill(reader.login);
    await page.getByLabel('密码').fill(oneTime);
    await page.keyboard.press('Enter');
    await page.getByText('您正在使用一次性密码').waitFor();
    await page.getByLabel('当前密码').fill(oneTime);
    await page.getByLabel('新密码（至少 10 位）').fill(reader.password);
    await page.getByLabel('再输一次新密码').fill(`${reader.password}x`);
    await page.getByRole('button', { name: '保存' }).click();
    await page.getByText('两次输入不一致').waitFor();
    await page.getByLabel('再输一次新密码').fill(reader.password);
    await page.getByRole('button', { name: '保存' }).click();
    const menu = page.getByRole('navigation', { name: '主菜单' });
    await menu.waitFor();
    assert.deepEqual(await menu.getByRole('link').allTextContents(), ['工作台', '查档', '借阅', '查阅', '复制', '出具证明', '转递', '死亡留存']);
    await page.getByText('没有办理此事项的权限').waitFor(); // the page asked for is not theirs, and the server says so
    await shot(page, 'user-refused');
    await page.getByRole('button', { name: '演示读者 的账户' }).click();
    await page.getByRole('menuitem', { name: '退出登录' }).click();
    await page.getByLabel('用户名').waitFor();
    assert.deepEqual(faults, []);
    await close();
  });

  test('the audit officer sees what happened, and an unknown address says so in both languages', async () => {
    const { page, close } = await openDesk(browser, program.port);
    await signIn(page);
    await page.getByRole('link', { name: '审计' }).click();
    await page.getByRole('row').filter({ hasText: '新增用户' }).filter({ hasText: '管理员' }).waitFor();
    await page.getByRole('row').filter({ hasText: '演示读者' }).filter({ hasText: '修改密码' }).waitFor();
    await shot(page, 'audit');
    await page.goto('/no/such/page');
    await page.getByText('没有这个页面').waitFor();
    await page.getByRole('button', { name: 'English' }).click();
    await page.getByText('No such page').waitFor();
    await close();
  });
});
