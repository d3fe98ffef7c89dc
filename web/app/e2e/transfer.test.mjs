// The handover of one enterprise as its people meet it: from the nature form to the closed batch, each at their own desk.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { Caller } from './support/api.mjs';
import { openBrowser, openDesk, shot } from './support/browser.mjs';
import { choose, chosenFile, signIn } from './support/desk.mjs';
import { idNumber, rosterOf, usccOf } from './support/handover.mjs';
import { Program, requireProgram, temporaryFolder } from './support/program.mjs';
import { writeScans } from './support/scans.mjs';

const factory = { name: '沈阳演示水泵厂', uscc: usccOf('91210106MA0DEM101'), district: '210106', districtName: '铁西区' };
const persons = [
  { name: '单国强', id: idNumber('19480309', 1), born: '19480309' },
  { name: '仇素珍', id: idNumber('19500612', 2), born: '19500612' },
  { name: '刘𬭎', id: idNumber('19521101', 3), born: '19521101' },
];
const users = {
  handler: { login: 'handler.one', name: '演示经办人' },
  office: { login: 'office.one', name: '演示办公室', grants: [{ role: 'leading_group_office', division: '2101' }] },
  agency: { login: 'agency.one', name: '演示社保员', grants: [{ role: 'agency_officer', division: '210106' }] },
  archivist: { login: 'archive.one', name: '演示档案员', grants: [{ role: 'archivist', division: '210106' }] },
};

describe('a handover', () => {
  const scratch = temporaryFolder('transfer');
  const file = (name) => join(scratch.folder, name);
  const desks = {};
  let program;
  let browser;
  let batch; // address of its page
  let agreement;

  before(async () => {
    requireProgram();
    [program, browser] = await Promise.all([Program.start(join(scratch.folder, 'data')), openBrowser(scratch.folder)]);
    const admin = await Caller.signedIn(program.url);
    const { id } = await admin.post('/enterprises', { name: factory.name, uscc: factory.uscc, noUsccReason: '', usccOverride: '', level: 'CITY',
      registrationDivision: '210102', insuranceDivision: factory.district });
    users.handler.grants = [{ role: 'enterprise_handler', enterprise: id }];
    writeFileSync(file('盖章件.pdf'), '%PDF-1.4\n%%EOF\n');
    await Promise.all(Object.entries(users).map(async ([role, user]) => {
      const known = await admin.addUser(program.url, user, `${role}-Passw0rd-1`);
      desks[role] = await openDesk(browser, program.port);
      await signIn(desks[role].page, known);
    }));
  });
  after(async () => {
    await browser?.close();
    await program?.stop();
    scratch.remove();
  });

  const at = (role) => desks[role].page;
  const press = (page, name) => page.getByRole('button', { name: new RegExp(`(^| )${name}$`) }).click(); // an icon is named before the text
  const state = (page, label) => page.locator('.work-header .ant-tag').getByText(label, { exact: true }).waitFor();
  const row = (page, text) => page.locator('.ant-table-row').filter({ hasText: text });
  const attach = (scope) => chosenFile(scope, file('盖章件.pdf'));

  test('the enterprise fills in the nature form; without the sealed scan it is refused, naming what is missing', async () => {
    const page = at('handler');
    assert.deepEqual(await page.getByRole('navigation', { name: '主菜单' }).getByRole('link').allTextContents(), ['移交批次', '名册导入', '移交协议', '性质界定']);
    await page.goto('/transfer/natures');
    await page.getByRole('link', { name: '填报界定表' }).click();
    await choose(page, '企业', '水泵', factory.name);
    await choose(page, '企业层级', '市属');
    await choose(page, '参保地', factory.district);
    await choose(page, '工商注册地', '210102');
    await press(page, '保存');
    await page.waitForURL(/natures\/[0-9a-f-]{36}$/);
    await press(page, '提交确认');
    const refusal = page.getByRole('alert');
    await refusal.getByText('企业性质界定表不完整').waitFor();
    assert.match((await refusal.textContent()) ?? '', /请填写主管单位或出资人.*请填写盖章扫描件/s);
    await shot(page, 'nature-incomplete');
    await page.getByLabel('主管单位或出资人').fill('演示市国资委');
    await attach(page);
    await press(page, '保存');
    await page.getByText('已保存').waitFor();
    await press(page, '提交确认');
    await page.getByText('等待市领导小组办公室确认').waitFor();
  });

  test('the leading-group office confirms it with a paper', async () => {
    const page = at('office');
    await page.goto('/transfer/natures');
    await page.getByRole('link', { name: factory.name }).click();
    await page.getByLabel('文号').fill('沈国资〔2026〕1号');
    await shot(page, 'nature-decide');
    await press(page, '确认');
    await state(page, '已确认');
    await page.getByText('沈国资〔2026〕1号').waitFor();
  });

  test('a roster is checked row by row before anything is stored; the faulty one is given up, the right one imported', async () => {
    const page = at('handler');
    await page.goto('/transfer/rosters');
    const template = page.waitForEvent('download');
    await page.getByRole('link', { name: '下载模板' }).click();
    assert.equal(readFileSync(await (await template).path()).subarray(0, 2).toString(), 'PK', 'the template is a workbook');
    const wrong = persons.map((person, index) => (index === 1 ? { ...person, id: `${person.id.slice(0, 17)}${person.id.endsWith('1') ? '2' : '1'}` } : person));
    await upload(page, '名册有误.csv', wrong);
    await page.getByText('第18位校验码', { exact: false }).first().waitFor();
    assert.match((await page.locator('.ant-table-row').first().textContent()) ?? '', /必须改正R083/);
    await shot(page, 'roster-faults');
    await press(page, '放弃');
    await state(page, '已放弃');
    await upload(page, '名册.csv', persons);
    await press(page, '导入 3 人');
    await page.getByRole('dialog').getByRole('button', { name: '导入 3 人' }).click();
    await page.getByText('3 人已导入 1 个批次').waitFor();
    await page.getByRole('link', { name: /YJ-210106-\d{4}-0001/ }).click();
    await state(page, '草稿');
    batch = new URL(page.url()).pathname;
  });

  async function upload(page, name, people) {
    await page.goto('/transfer/rosters');
    writeFileSync(file(name), rosterOf(factory, people));
    await chosenFile(page, file(name));
    await press(page, '开始预检');
    await page.waitForURL(/rosters\/[0-9a-f-]{36}$/);
    await state(page, '待确认');
  }

  test('the batch goes to the office of the insurance place; submitted, it is the agency’s turn', async () => {
    const page = at('handler');
    await page.getByText('铁西区人事档案管理中心').first().waitFor();
    await press(page, '提交批次');
    await state(page, '已提交');
    await page.getByText('等待社保经办机构办理。').waitFor();
    await shot(page, 'batch-waiting');
  });

  test('the agency verifies with the keyboard and issues the acceptance list', async () => {
    const page = at('agency');
    await page.goto(batch);
    await press(page, '开始逐人核实');
    await row(page, persons[2].name).waitFor();
    await press2(page, 'j', 'x', 'Shift+J');
    await page.getByText('已选 2 人').waitFor();
    await shot(page, 'verify-keys');
    await press2(page, 'v');
    await page.getByText('待核实 1 · 已核实 2').waitFor();
    await row(page, '待核实').and(page.locator('.line-current')).waitFor(); // the cursor went on to the next one
    await press2(page, 'Enter');
    await page.getByRole('dialog').getByText('个人信息').waitFor();
    await page.getByRole('dialog').getByRole('button', { name: '显示' }).click();
    await page.getByLabel('原因').fill('核对证件');
    await press2(page, 'Enter');
    await page.getByRole('dialog', { name: '显示完整身份证号' }).waitFor({ state: 'hidden' }); // else Escape may be its own
    const drawer = page.getByRole('dialog', { name: persons[2].name });
    await drawer.getByText(persons[2].id).waitFor();
    await shot(page, 'line-drawer');
    await press2(page, 'Escape');
    await drawer.waitFor({ state: 'hidden' });
    await press2(page, 'v');
    await page.getByText('待核实 0 · 已核实 3').waitFor();
    await press(page, '出具接收明细表');
    await state(page, '明细表已出具');
    await openPapers(page, [/^JS-/]);
  });

  const press2 = async (page, ...keys) => {
    for (const key of keys) await page.keyboard.press(key);
  };

  /** Opens every paper of the batch: each is a PDF. Gives their numbers, which must be of these kinds. */
  async function openPapers(page, kinds) {
    await page.goto(`${batch}?tab=papers`);
    await page.locator('a[href*="/papers/"]').nth(kinds.length - 1).waitFor();
    const links = page.locator('a[href*="/papers/"]');
    const numbers = (await links.allTextContents()).map((text) => text.trim());
    assert.equal(numbers.length, kinds.length, numbers.join());
    for (const kind of kinds) assert.ok(numbers.some((number) => kind.test(number)), `${kind} among ${numbers}`);
    for (const link of await links.all()) await isPdf(page, await link.getAttribute('href'));
  }

  async function isPdf(page, href) {
    const head = await page.evaluate(async (address) => (await (await fetch(address)).text()).slice(0, 5), href);
    assert.equal(head, '%PDF-', href);
  }

  test('an agreement is drafted, reviewed and signed by each side for itself', async () => {
    const archive = at('archivist');
    await archive.goto(batch);
    await archive.getByRole('link', { name: '起草协议' }).click();
    await archive.getByText(factory.name).first().waitFor();
    await archive.getByLabel('人数').fill('3');
    await archive.getByLabel('卷数').fill('3');
    await press(archive, '增加一次移交');
    await archive.getByLabel('时间').fill('2026-12');
    await archive.getByLabel('人数').nth(1).fill('3');
    await archive.getByLabel('卷数').nth(1).fill('3');
    await archive.getByText('合计 3 卷').waitFor();
    await press(archive, '保存草稿');
    await archive.waitForURL(/agreements\/[0-9a-f-]{36}$/);
    agreement = new URL(archive.url()).pathname;
    await press(archive, '送审');
    await archive.getByRole('tooltip').getByRole('button', { name: '确定' }).click();
    await state(archive, '审核中');
    await sign(at('handler'), '登记企业签署', '演示厂长', '企业已签');
    assert.equal(await at('handler').getByRole('button', { name: '登记档案部门签署' }).count(), 0, 'the enterprise cannot sign for the archive');
    await sign(archive, '登记档案部门签署', '演示主任', '双方已签（生效）');
    await shot(archive, 'agreement');
    await isPdf(archive, await archive.getByRole('link', { name: 'PDF' }).getAttribute('href'));
    await archive.goto(batch);
    await choose(archive, '移交协议', '', /^XY-210106/);
    await press(archive, '按此协议移交');
    await state(archive, '协议已签');
  });

  async function sign(page, step, signer, label) {
    await page.goto(agreement);
    await press(page, step);
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('签署人').fill(signer);
    await attach(dialog);
    await dialog.getByRole('button', { name: '登记签署' }).click();
    await state(page, label);
  }

  async function deliver(places) {
    const page = at('handler');
    await page.goto(batch);
    await page.getByLabel('送交人', { exact: true }).fill('演示送交人');
    await page.getByLabel('送交人身份证号').fill(idNumber('19800506', 9));
    if (places) await page.getByLabel('送来的序号').fill(places);
    await press(page, '登记送达');
    await state(page, '已送达');
    const archive = at('archivist');
    await archive.goto(batch);
    await press(archive, '开始清点');
    await archive.getByRole('link', { name: '去清点' }).click();
    await scanBox(archive).waitFor();
    return archive;
  }

  const scanBox = (page) => page.getByLabel('扫描条码');

  /** Types as a barcode gun does, into whatever has the focus. */
  async function scan(page, code, name) {
    await page.keyboard.type(code, { delay: 1 });
    await page.keyboard.press('Enter');
    await page.locator('.check-main').getByText(name).waitFor();
  }

  async function decided(page, done, total) {
    await page.getByText(`${done}/${total}`, { exact: true }).waitFor();
    await page.getByText('请扫描一卷档案的条码').waitFor();
    assert.ok(await scanBox(page).evaluate((box) => box === document.activeElement), 'the scan box has the focus again');
  }

  test('at the counter one dossier is accepted, one with a stated gap, one goes back', async () => {
    const page = await deliver();
    const no = (await page.locator('.check-main .mono').first().textContent()) ?? '';
    await page.goto('/desk'); // where the archive sees what waits for it, and scans whatever is on the counter
    await page.getByRole('link', { name: no }).waitFor();
    await shot(page, 'desk');
    await scan(page, `${no}-1`, `1. ${persons[0].name}`);
    await press2(page, 'F4');
    await shot(page, 'counter');
    await press2(page, 'F6');
    await decided(page, 1, 3);
    await scan(page, persons[1].id, `2. ${persons[1].name}`);
    await press2(page, 'F4');
    await page.getByRole('checkbox', { name: '工资' }).uncheck();
    const gap = page.getByRole('group', { name: '缺少 工资' });
    await gap.getByLabel('书面说明的原因').fill('企业改制时遗失');
    await gap.getByLabel('说明已盖章').check();
    await attach(gap);
    await shot(page, 'counter-gap');
    await press2(page, 'F7');
    await decided(page, 2, 3);
    await scan(page, '3', `3. ${persons[2].name}`);
    await press2(page, 'F8');
    const dialog = page.getByRole('dialog');
    await choose(dialog, '原因', '封条或骑缝章破损');
    await dialog.getByRole('button', { name: '确定' }).click();
    await decided(page, 3, 3);
    await signCheck(page);
    await state(page, '部分接收');
    await openPapers(page, [/^JS-/, /^HZ-/, /^MC-/, /^TH-/]);
    await shot(page, 'papers');
    const receipt = (await page.locator('a[href*="/papers/HZ-"]').first().getAttribute('href')) ?? '';
    await page.goto('/desk');
    const opened = page.context().waitForEvent('request', (request) => request.url().endsWith(receipt));
    const tab = page.context().waitForEvent('page');
    await page.getByLabel('扫描或输入编号').fill(receipt.split('/').pop() ?? '');
    await page.keyboard.press('Enter');
    await opened;
    await (await tab).close(); // left open it would keep this page in the background
  });

  async function signCheck(page) {
    await press(page, '双方签收');
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('移交人').fill('演示送交人');
    await dialog.getByLabel('移交单位已盖章').check();
    await dialog.getByLabel('接收单位已盖章').check();
    await dialog.getByRole('button', { name: '签收', exact: true }).click();
    await page.waitForURL(/tab=papers/);
  }

  test('the missing material comes in, and the gap is settled', async () => {
    const page = at('archivist');
    await page.goto(`${batch}?tab=gaps`);
    await press(page, '登记补齐');
    await page.getByLabel('补齐情况').fill('已补交原件');
    await page.getByRole('dialog').getByRole('button', { name: '确定' }).click();
    await page.getByText('未补齐缺件（0）').waitFor();
    await page.getByText('已补交原件').waitFor();
    await shot(page, 'gaps');
  });

  test('what went back is brought again, checked and accepted in a second round', async () => {
    await at('handler').goto(batch);
    await at('handler').getByText('封条或骑缝章破损').first().waitFor();
    await shot(at('handler'), 'returned');
    const page = await deliver('3');
    await scan(page, '3', `3. ${persons[2].name}`);
    await press2(page, 'F4', 'F6');
    await decided(page, 3, 3);
    await signCheck(page);
    await state(page, '已接收');
    await openPapers(page, [/^JS-/, /^HZ-.*1$/, /^HZ-.*2$/, /^MC-.*1$/, /^MC-.*2$/, /^TH-/]);
    await page.getByRole('tab', { name: '签收记录（2）' }).click();
    await page.getByText('第 2 轮签收').waitFor();
  });

  test('the electronic copies come in by the ordinary upload and close the batch together with the signed roster', async () => {
    const page = at('archivist');
    const scans = writeScans(scratch.folder, '水泵厂电子档案', persons);
    await page.goto(batch);
    await chosenFile(page.locator('.action-panel'), file('盖章件.pdf'));
    await page.getByRole('button', { name: '更换文件' }).waitFor();
    await shot(page, 'accepted');
    await page.getByRole('link', { name: '上传电子档案' }).click();
    await page.getByTestId('folder-input').setInputFiles(scans);
    await page.getByText(/个文件，/).waitFor();
    await shot(page, 'ecopy-upload');
    await press(page, '开始上传');
    await page.getByText('待确认').first().waitFor({ timeout: 60_000 });
    await page.getByRole('button', { name: '确认入库 3 份' }).click();
    await page.getByRole('dialog').getByRole('button', { name: '确认入库 3 份' }).click();
    await page.getByText('3 份档案已入库').waitFor({ timeout: 60_000 });
    const archive = await Caller.signedIn(program.url);
    await archive.until(`/batches/${batch.split('/').at(-1)}`, (detail) => detail.batch.state === 'CLOSED');
    await page.goto(batch);
    await state(page, '已办结');
    await page.getByText('电子档案已入库 3 人').waitFor();
    await shot(page, 'closed');
    await row(page, persons[1].name).getByRole('button', { name: persons[1].name }).click();
    await page.getByRole('dialog').getByText('电子档案：已入库').waitFor();
    await page.getByRole('dialog').getByRole('link', { name: '打开档案' }).click();
    await page.getByRole('heading', { name: persons[1].name }).waitFor();
  });

  test('no script failed and the content policy refused nothing', () => {
    assert.deepEqual(Object.values(desks).flatMap((desk) => desk.faults), []);
  });
});
