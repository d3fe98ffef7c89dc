// Signing in at an identity provider: the security officer registers the account, the person comes back from the provider.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { openBrowser, openDesk, shot } from './support/browser.mjs';
import { signIn } from './support/desk.mjs';
import { OpenIDProvider } from './support/openid.mjs';
import { Program, requireProgram, temporaryFolder } from './support/program.mjs';

const known = { username: 'wang.dushu', password: 'outside-Passw0rd-1' };
const unknown = { username: 'zhao.moren', password: 'outside-Passw0rd-2' };

async function signInOutside(page, { username, password }) {
  await page.getByRole('button', { name: '使用市统一身份认证登录' }).click();
  await page.getByLabel('Username:').fill(username);
  await page.getByLabel('Password:').fill(password);
  await page.getByRole('button', { name: 'Login' }).click();
}

describe('identity provider', () => {
  const scratch = temporaryFolder('oidc');
  let program;
  let provider;
  let browser;

  before(async () => {
    requireProgram();
    provider = await OpenIDProvider.prepare(scratch.folder, { 'subject-1': known, 'subject-2': unknown });
    program = await Program.start(join(scratch.folder, 'data'), (port) => provider.environment(`http://archive.test:${port}`));
    browser = await openBrowser(scratch.folder);
  });
  after(async () => {
    await browser?.close();
    await program?.stop();
    await provider?.stop();
    scratch.remove();
  });

  test('while the provider is down people are told so, and the password works', async () => {
    const { page, close } = await openDesk(browser, program.port);
    await page.goto('/');
    await page.getByRole('button', { name: '使用市统一身份认证登录' }).click();
    await page.getByText('统一身份认证暂时无法连接').waitFor();
    await shot(page, 'oidc-down');
    await signIn(page);
    await close();
  });

  test('the security officer registers the account of a reader', async () => {
    const { page, close } = await openDesk(browser, program.port);
    await signIn(page);
    await page.getByRole('link', { name: '用户' }).click();
    await page.getByRole('button', { name: '新增' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('用户名').fill('reader.two');
    await dialog.getByLabel('姓名').fill('演示读者乙');
    await dialog.getByLabel('角色', { exact: true }).click();
    await page.getByTitle('阅档室', { exact: true }).click();
    await dialog.getByLabel('统一身份认证账号').fill(known.username);
    await shot(page, 'oidc-user');
    await dialog.getByRole('button', { name: '保存' }).click();
    await page.getByText('一次性密码（只显示这一次）').waitFor();
    await close();
  });

  test('the reader comes back from the provider to the page asked for, and works without ever using the password', async () => {
    await provider.start(`http://archive.test:${program.port}`);
    const { page, close, faults } = await openDesk(browser, program.port);
    await page.goto('/loans?state=OUT');
    await signInOutside(page, known);
    await page.getByRole('button', { name: '演示读者乙 的账户' }).waitFor();
    assert.equal(new URL(page.url()).pathname + new URL(page.url()).search, '/loans?state=OUT');
    await shot(page, 'oidc-arrived');
    assert.deepEqual(faults, []);
    await close();
  });

  test('somebody whom nobody registered is told whom to ask, and does not enter', async () => {
    const { page, close, faults } = await openDesk(browser, program.port);
    await page.goto('/');
    await signInOutside(page, unknown);
    await page.getByText(`统一身份认证账号“${unknown.username}”尚未与本系统用户关联`).waitFor();
    await shot(page, 'oidc-unknown');
    await page.getByRole('link', { name: '返回登录页' }).click();
    await page.getByLabel('用户名').waitFor();
    assert.deepEqual(faults, []);
    await close();
  });

  test('the trail tells who was linked', async () => {
    const { page, close } = await openDesk(browser, program.port);
    await signIn(page);
    await page.getByRole('link', { name: '审计' }).click();
    await page.getByRole('row').filter({ hasText: '关联统一身份认证' }).filter({ hasText: '演示读者乙' }).waitFor();
    await page.getByRole('row').filter({ hasText: '登录失败' }).waitFor();
    await close();
  });
});
