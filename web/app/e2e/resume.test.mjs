// Uploads that are interrupted: the server dies, the browser is closed.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { openBrowser, openDesk, shot } from './support/browser.mjs';
import { signIn, uploadFolder } from './support/desk.mjs';
import { Program, requireProgram, temporaryFolder, writeDemoPackages } from './support/program.mjs';

const office = '210106';
const ballast = 24 * 1024 * 1024; // bytes: three chunks, so that the end of the program finds one half sent

describe('an interrupted upload', () => {
  const scratch = temporaryFolder('resume');
  let program;
  let browser;
  let folder;

  before(async () => {
    requireProgram();
    const packages = writeDemoPackages(scratch.folder, ['--dossiers', '2', '--pages', '4']);
    folder = join(scratch.folder, 'package');
    mkdirSync(folder);
    cpSync(join(packages, 'transfer-sheet'), folder, { recursive: true });
    writeFileSync(join(folder, '说明.bin'), randomBytes(ballast));
    program = await Program.start(join(scratch.folder, 'data'));
    browser = await openBrowser(scratch.folder);
  });
  after(async () => {
    await browser?.close();
    await program?.stop();
    scratch.remove();
  });

  test('goes on by itself after the program was killed and started again', async () => {
    const { page, close } = await openDesk(browser, program.port);
    await signIn(page);
    await throttle(page, 6 * 1024 * 1024);
    await uploadFolder(page, folder, office);
    await page.getByText('上传队列').waitFor();
    await page.waitForResponse((response) => response.url().includes('/uploads/') && response.request().method() === 'PATCH');
    await program.kill();
    await page.waitForEvent('requestfailed', (request) => request.url().includes('/uploads/'));
    await program.launch();
    await page.getByText('待确认').first().waitFor({ timeout: 120_000 });
    await shot(page, 'upload-survived-kill');
    await close();
  });

  test('goes on when the same folder is chosen after the tab was closed; another folder is refused', async () => {
    const first = await openDesk(browser, program.port);
    await signIn(first.page);
    await throttle(first.page, 3 * 1024 * 1024);
    await uploadFolder(first.page, folder, office);
    const { pathname } = new URL(first.page.url());
    await first.page.waitForResponse((response) => response.url().includes('/uploads/') && response.status() === 201);
    await first.page.close();

    const page = await first.context.newPage();
    await page.goto(pathname);
    const title = page.getByText(/还差 \d+ 个文件/);
    await title.waitFor();
    await shot(page, 'upload-resume');
    await page.getByTestId('folder-input').setInputFiles(join(scratch.folder, 'packages'));
    await page.getByText('所选内容与这次接收登记的清单不一致').waitFor();
    const sent = [];
    page.on('request', (request) => { if (request.url().endsWith('/uploads/')) sent.push(request); });
    const missing = Number(/\d+/.exec((await title.textContent()) ?? '')?.[0]);
    await page.getByTestId('folder-input').setInputFiles(folder);
    await page.getByText('待确认').first().waitFor({ timeout: 120_000 });
    assert.ok(missing > 0 && sent.length <= missing, `${sent.length} uploads for ${missing} missing files`);
    await first.close();
  });
});

/** Slows uploads down to bytes a second, so that there is a middle to interrupt. */
async function throttle(page, bytesPerSecond) {
  const session = await page.context().newCDPSession(page);
  await session.send('Network.emulateNetworkConditions', { offline: false, latency: 5, downloadThroughput: -1, uploadThroughput: bytesPerSecond });
}
