// A dossier is read in the reading room as people meet it: visitors with a letter, a screen that shows what was approved, a copy to take home.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { Caller, day } from './support/api.mjs';
import { openBrowser, openDesk, shot } from './support/browser.mjs';
import { choose, chosenFile, signIn } from './support/desk.mjs';
import { idNumber } from './support/handover.mjs';
import { releaseAll, takeIn } from './support/intake.mjs';
import { Program, requireProgram, temporaryFolder } from './support/program.mjs';
import { writeScans } from './support/scans.mjs';

const office = '210106';
const subject = { name: '单国强', id: idNumber('19480309', 1) };
const visitors = [{ name: '演示查阅人甲', id: idNumber('19850717', 21) }, { name: '演示查阅人乙', id: idNumber('19900412', 22) }];
const users = {
  clerk: { login: 'reading.one', name: '演示阅档员', grants: [{ role: 'reading_room_clerk', division: office }] },
  approver: { login: 'approver.one', name: '演示审批人', grants: [{ role: 'approver', division: office }] },
};

describe('a consultation', () => {
  const scratch = temporaryFolder('consultation');
  const letter = join(scratch.folder, '介绍信.pdf');
  const desks = {};
  let program;
  let browser;
  let admin;
  let head; // of the dossier
  let dossier; // with catalogue and pages
  let visit; // address of its page
  let copies; // address of the order
  let room; // the screen of the reading room
  let proof; // number and code of a copy

  before(async () => {
    requireProgram();
    const data = join(scratch.folder, 'data');
    takeIn(data, writeScans(scratch.folder, 'scans', [subject]), office);
    writeFileSync(letter, '%PDF-1.4\n%%EOF\n');
    [program, browser] = await Promise.all([Program.start(data), openBrowser(scratch.folder)]);
    admin = await Caller.signedIn(program.url);
    head = (await releaseAll(admin))[subject.name];
    dossier = await admin.get(`/dossiers/${head.id}`);
    await Promise.all(Object.entries(users).map(async ([role, user]) => {
      const known = await admin.addUser(program.url, user, `${role}-Passw0rd-1`);
      desks[role] = await openDesk(browser, program.port);
      await signIn(desks[role].page, known);
    }));
    desks.room = await openDesk(browser, program.port);
    room = desks.room.page;
    await room.setViewportSize({ width: 1920, height: 1080 });
  });
  after(async () => {
    await browser?.close();
    await program?.stop();
    scratch.remove();
  });

  const at = (role) => desks[role].page;
  const press = (scope, name) => scope.getByRole('button', { name: new RegExp(`(^| )${name}$`) }).click(); // an icon is named before the text
  const refused = (scope, code, message) => scope.getByRole('alert').filter({ hasText: code }).filter({ hasText: message }).waitFor();
  const list = (page, title) => page.locator('.desk-lists .ant-card').filter({ hasText: title });
  const fact = (page, title, value) => page.locator('tr').filter({ hasText: title }).filter({ hasText: value }).first().waitFor();
  const tick = (scope, title) => scope.getByRole('checkbox', { name: title }).click();
  const material = (title) => dossier.materials.find((row) => row.title === title);
  const pageOf = (title) => dossier.pages.find((page) => page.materialId === material(title).id).no;

  /** Types the identity number of each visitor, as whoever has their papers in hand. */
  const typeNumbers = async (form) => {
    for (const [place, { id }] of visitors.entries()) await form.getByLabel('身份证号').nth(place).fill(id);
  };

  /** Fills in the registration of two visitors for the dossier that is open; not yet what their letter bears. */
  async function fillIn(page) {
    await page.getByRole('button', { name: /办理/ }).click();
    await page.getByRole('menuitem', { name: '查阅', exact: true }).click();
    const form = page.getByRole('dialog');
    await form.getByLabel('查阅单位').fill('沈阳演示律师事务所');
    await choose(form, '用途', '', '公证、诉讼等维护当事人合法权益');
    await form.getByLabel('查阅内容').fill('核实退休时间和工资');
    await typeNumbers(form);
    for (const [place, { name }] of visitors.entries()) {
      await form.getByLabel('姓名').nth(place).fill(name);
      await form.getByLabel('已核验有效证件').nth(place).check();
    }
    await form.getByLabel('文号').fill('演示函〔2026〕9号');
    await form.getByLabel('开具单位', { exact: true }).fill('沈阳演示律师事务所');
    await form.getByLabel('开具日期').fill(day());
    await page.keyboard.press('Enter');
    for (const borne of ['写明查阅人', '写明被查阅人']) await form.getByLabel(borne).check();
    return form;
  }

  /** The approver finds what waits at the work desk. */
  async function toApprove() {
    const page = at('approver');
    await page.goto('/desk');
    await list(page, '待我审批').getByRole('link').click();
    return page;
  }

  /** What a link to a paper leads to. */
  const printed = (scope, name) => scope.getByRole('link', { name }).evaluate(({ href }) => fetch(href).then((answer) => answer.text()));

  /** Types a code at a screen, which turns it down. */
  async function wrongCode(screen, code) {
    await screen.goto('/reading-room');
    await screen.getByText('请输入启动码').waitFor();
    await screen.keyboard.type(code);
    await screen.keyboard.press('Enter');
    await screen.getByText('启动码不正确、已使用或查阅已结束').waitFor();
  }

  /** Scans that a screen shows are pictures of pages, and come whole. */
  const shown = (title) => room.getByRole('img', { name: `${title} 第 1 页` }).evaluate((picture) => picture.decode().then(() => picture.naturalWidth));
  const asked = (no) => room.evaluate((path) => fetch(path).then(({ status }) => status), `/api/v1/reading-room/pages/${no}.jpg?width=600`);

  test('two visitors are registered with their letter, and asked what they want to see', async () => {
    const page = at('clerk');
    await page.goto(`/dossiers/${head.id}`);
    const form = await fillIn(page);
    await form.getByText(/查阅须 2 人以上/).waitFor();
    await chosenFile(form, letter);
    await press(form, '登记');
    await form.getByText('必填').waitFor();
    await tick(form, '九 工资');
    await shot(page, 'consultation-register');
    await press(form, '登记');
    await page.waitForURL(/\/consultations\/[0-9a-f-]{36}$/);
    visit = new URL(page.url()).pathname;
    await page.getByText('已登记，等待核验介绍信和证件').waitFor();
    await page.getByText('未核实：盖有开具单位印章').waitFor();
    assert.ok(!(await page.content()).includes(visitors[0].id), 'numbers are masked once they are on record');
    await shot(page, 'consultation-registered');
  });

  test('a letter without a seal is refused, and accepted once that was put right', async () => {
    const page = at('clerk');
    await press(page, '核验通过');
    await refused(page, 'LETTER_INVALID', '介绍信缺少开具单位印章，不能受理');
    await shot(page, 'consultation-refused');
    await press(page, '修改登记');
    const form = page.getByRole('dialog');
    await typeNumbers(form);
    await form.getByLabel('盖有开具单位印章').check();
    await shot(page, 'consultation-change');
    await press(form, '保存');
    await form.waitFor({ state: 'hidden' });
    await press(page, '核验通过');
    await page.getByText('等待审批人审批').waitFor();
    assert.equal(await page.getByRole('button', { name: /^同意$/ }).count(), 0, 'who verifies does not approve');
  });

  test('the approver leaves less than was asked for', async () => {
    const page = await toApprove();
    await tick(page, '招工登记表');
    await page.getByLabel('审批意见').fill('只查退休和工资材料');
    await shot(page, 'consultation-decide');
    await press(page, '同意');
    await page.getByText(`已批准，${day(5)} 前查阅`).waitFor();
    await fact(page, '批准范围', '退休审批表');
    assert.match(await printed(page, /审批表/), /^%PDF/);
    assert.equal(await page.locator('.scope-list').getByText('招工登记表').count(), 0);
    await shot(page, 'consultation-approved');
  });

  test('the screen starts with the code from the desk, once', async () => {
    const page = at('clerk');
    await page.goto('/desk');
    await list(page, '待我办理').getByRole('link').click();
    await page.getByLabel('终端名称').fill('阅档终端一');
    await press(page, '开通终端');
    const code = await page.getByRole('textbox', { name: '终端启动码' }).inputValue();
    assert.match(code, /^\d{8}$/);
    await shot(page, 'consultation-code');
    await press(page.locator('.ant-modal-footer'), '关闭');
    await wrongCode(room, '00000000');
    await shot(room, 'room-wrong-code');
    for (const digit of code) await room.getByRole('button', { name: digit, exact: true }).click();
    await shot(room, 'room-code');
    await press(room, '开始查阅');
    await room.getByRole('timer').getByText(/^2:5\d:\d\d$/).waitFor();
    const other = await openDesk(browser, program.port);
    await wrongCode(other.page, code);
    await other.close();
  });

  test('the screen shows approved pages with a watermark and no others, and leads nowhere else', async () => {
    const materials = room.getByRole('navigation', { name: '可查阅的材料' });
    assert.equal(await materials.getByRole('button').count(), 2);
    assert.equal(await materials.getByText('招工登记表').count(), 0);
    assert.ok(await shown('工资变动审批表') > 500);
    await room.keyboard.press('ArrowRight');
    assert.ok(await shown('退休审批表') > 500);
    await shot(room, 'room-page');
    for (const wide of ['whole', 'wide', 'large']) {
      await room.locator(`.room-${wide} img`).waitFor();
      await room.keyboard.press('+');
    }
    assert.ok(await shown('退休审批表') > 500);
    await shot(room, 'room-large');
    assert.equal(await room.getByRole('link').count(), 0);
    assert.deepEqual([await asked(pageOf('退休审批表')), await asked(pageOf('招工登记表')), await asked(pageOf('职工履历表'))], [200, 404, 404]);
    await room.setViewportSize({ width: 820, height: 1180 });
    await shot(room, 'room-tablet');
    const { entries } = await admin.get(`/dossiers/${head.id}/access-log?limit=100`);
    assert.ok(entries.some(({ action }) => action === 'consultation.page'), 'who the dossier is about can see that visitors read it');
  });

  test('a copy is asked for, approved and handed over', async () => {
    const page = at('clerk');
    await page.goto(visit);
    await page.getByText('阅档终端一（已启动）').waitFor();
    await shot(page, 'consultation-open');
    await press(page, '申请复制');
    const form = page.getByRole('dialog');
    await form.getByLabel('复制用途').fill('提交法庭');
    await choose(form, '材料', '', '退休审批表');
    await form.getByLabel('页', { exact: true }).fill('1-');
    await press(form, '提交申请');
    await form.getByText('请写成 1,3-5 的样子').waitFor();
    await form.getByLabel('页', { exact: true }).fill('1');
    await form.getByLabel('份数').fill('2');
    await shot(page, 'copy-request');
    await press(form, '提交申请');
    await page.waitForURL(/\/copies\/[0-9a-f-]{36}$/);
    copies = new URL(page.url()).pathname;
    await press(await toApprove(), '同意');
    await at('approver').getByText('已批准，等待制作交付').waitFor();
    await shot(at('approver'), 'copy-approved');
    await page.reload();
    await choose(page, '领取人', '', visitors[0].name);
    await press(page, '制作交付');
    await page.getByText(`已交付 ${visitors[0].name}`).waitFor();
    await shot(page, 'copy-issued');
    const piece = page.getByRole('row').filter({ hasText: /FZ-210106-\d{4}-\d{4}-01/ });
    proof = { number: await piece.locator('td').first().textContent(), code: await piece.locator('td').nth(2).textContent() };
    assert.match(await printed(piece, /打印/), /^%PDF/);
    assert.equal(await page.getByRole('link', { name: /打印/ }).count(), 2);
  });

  test('whoever holds the copy may ask whether it stands, and learns no more', async () => {
    const anyone = await openDesk(browser, program.port);
    const { page } = anyone;
    await page.goto('/verify');
    await page.getByLabel('验证码').fill('7KQ2-M0XR-4TZD-9HBW');
    await press(page, '验证');
    await page.getByRole('alert').waitFor();
    await shot(page, 'verify-wrong');
    await page.getByLabel('验证码').fill(proof.code.toLowerCase().replaceAll('-', ''));
    await press(page, '验证');
    await page.getByText('有效', { exact: true }).waitFor();
    await page.getByText(proof.number).waitFor();
    await shot(page, 'verify-valid');
    assert.ok(!(await page.content()).includes(subject.name), 'the answer names nobody');
    await at('clerk').goto(copies);
    await press(at('clerk'), '作废');
    await at('clerk').getByRole('dialog').getByLabel('原因').fill('份数有误');
    await press(at('clerk').getByRole('dialog'), '确 ?定');
    await at('clerk').getByText('已作废：份数有误').waitFor();
    await page.goto(`/verify/${proof.code}`);
    await page.getByText('已作废', { exact: true }).waitFor();
    await shot(page, 'verify-voided');
    assert.deepEqual(anyone.faults, []);
    await anyone.close();
  });

  test('a new code stops the screen until it is typed', async () => {
    const page = at('clerk');
    await page.goto(visit);
    await press(page, '更换启动码');
    await press(page.locator('.ant-modal-footer'), '更换启动码');
    const code = await page.getByRole('textbox', { name: '终端启动码' }).inputValue();
    await press(page.locator('.ant-modal-footer').last(), '关闭');
    await room.keyboard.press('ArrowLeft');
    await room.getByText('查阅已结束', { exact: true }).waitFor();
    await room.keyboard.type(code);
    await room.keyboard.press('Enter');
    assert.ok(await shown('工资变动审批表') > 500);
  });

  test('the visit ends at the desk, and with it the screen', async () => {
    const page = at('clerk');
    await press(page, '结束查阅');
    await page.getByText('查阅已结束，等待办结').waitFor();
    await room.keyboard.press('ArrowRight');
    await room.getByText('查阅已结束', { exact: true }).waitFor();
    assert.equal(await room.getByRole('img', { name: /第 1 页/ }).count(), 0, 'nothing of the dossier is left on the screen');
    await shot(room, 'room-over');
    await press(page, '办结');
    await page.locator('.action-panel').getByText('已办结').waitFor();
    await shot(page, 'consultation-closed');
  });

  test('on paper the dossier leaves its shelf, is counted back, and all work with it is listed', async () => {
    const page = at('clerk');
    await page.goto(`/dossiers/${head.id}`);
    const form = await fillIn(page);
    await form.getByText('纸质档案', { exact: true }).click();
    await form.getByLabel('盖有开具单位印章').check();
    await tick(form, '一 履历');
    await press(form, '登记');
    await page.waitForURL(/\/consultations\/[0-9a-f-]{36}$/);
    await press(page, '核验通过');
    await page.getByText('等待审批人审批').waitFor();
    await press(await toApprove(), '同意');
    await at('approver').getByText(/已批准，/).waitFor();
    await page.reload();
    await press(page, '交付查阅');
    await page.getByText(/查阅中，应于/).waitFor();
    await press(page, '数量相符');
    await page.getByLabel('封条、印章完好').check();
    await page.getByLabel('页数').fill(String(head.pageCount - 1));
    await press(page, '归还核对');
    await refused(page, 'RETURN_DEFECT', '不能销账');
    await shot(page, 'consultation-paper-return');
    await press(page, '数量相符');
    await press(page, '归还核对');
    await press(page, '办结');
    await page.locator('.action-panel').getByText('已办结').waitFor();
    await page.goto(`/dossiers/${head.id}`);
    await press(page, '去向');
    const drawer = page.getByRole('dialog');
    await drawer.getByText('在库 → 阅档中').waitFor();
    assert.equal(await drawer.locator('.matter-list').getByRole('link', { name: /^CY-/ }).count(), 2);
    await shot(page, 'consultation-custody');
    await drawer.locator('.matter-list').getByRole('link', { name: /^FZ-/ }).click();
    await page.waitForURL(`**${copies}`);
    await page.goto('/consultations?state=CLOSED');
    await page.getByRole('row').filter({ hasText: subject.name }).nth(1).waitFor();
    await shot(page, 'consultations');
    await page.goto('/copies');
    await page.getByRole('row').filter({ hasText: subject.name }).waitFor();
    await shot(page, 'copies');
    for (const { faults } of Object.values(desks)) assert.deepEqual(faults, []);
  });
});
