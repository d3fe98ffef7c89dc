// A dossier leaves the archive for good as people meet it: the letter, review, packing by two, dispatch, the receipt that has to be chased, its filing.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { Caller, day } from './support/api.mjs';
import { openBrowser, openDesk, shot } from './support/browser.mjs';
import { ahead, buildAhead } from './support/clock.mjs';
import { begin, choose, chosenFile, fact, offers, opensAsPDF, press, refused, signIn } from './support/desk.mjs';
import { idNumber } from './support/handover.mjs';
import { releaseAll, takeIn } from './support/intake.mjs';
import { Program, requireProgram, temporaryFolder } from './support/program.mjs';
import { writeScans } from './support/scans.mjs';

const office = '210106';
const subject = { name: '单国强', id: idNumber('19480309', 1) };
const deceased = { name: '单国富', id: idNumber('19460309', 1) };
const users = {
  archivist: { login: 'archivist.one', name: '演示档案员', grants: [{ role: 'archivist', division: office }] },
  approver: { login: 'approver.one', name: '演示审批人', grants: [{ role: 'approver', division: office }] },
};
const receiver = '大连演示人力资源服务中心';
const later = 40; // days until the receipt is late
const years = 5 * 366 + later;

describe('dossiers that leave', () => {
  const scratch = temporaryFolder('outbounds');
  const scan = join(scratch.folder, '回执.pdf');
  const desks = {};
  const heads = {};
  let program;
  let browser;
  let outbound; // address of its page
  let hold;

  before(async () => {
    requireProgram();
    const data = join(scratch.folder, 'data');
    writeFileSync(scan, '%PDF-1.4\n%%EOF\n');
    takeIn(data, writeScans(scratch.folder, 'scans', [subject, deceased]), office);
    const file = buildAhead(scratch.folder);
    [program, browser] = await Promise.all([Program.start(data, () => ahead(0), file), openBrowser(scratch.folder)]);
    const admin = await Caller.signedIn(program.url);
    Object.assign(heads, await releaseAll(admin));
    await Promise.all(Object.entries(users).map(async ([role, user]) => {
      desks[role] = { ...(await openDesk(browser, program.port)), user: await admin.addUser(program.url, user, `${role}-Passw0rd-1`) };
      await signIn(at(role), desks[role].user);
    }));
  });
  after(async () => {
    await browser?.close();
    await program?.stop();
    scratch.remove();
  });

  const at = (role) => desks[role].page;
  const status = (page) => page.locator('.action-panel .ant-card-head-title');
  const list = (page, title) => page.locator('.desk-lists .ant-card').filter({ hasText: title });

  /** Lets days pass; whoever was signed in has to do so again. */
  async function pass(days) {
    await program.restart(ahead(days));
    for (const { page, user } of Object.values(desks)) {
      await page.context().clearCookies();
      await signIn(page, user);
    }
  }

  test('the letter is recorded, on the terms of the office', async () => {
    const page = at('archivist');
    await page.goto(`/dossiers/${heads[subject.name].id}`);
    const form = await begin(page, '转递');
    await form.getByText(/15 个工作日内发出，发出后 1 个月内收回回执/).waitFor();
    await form.getByLabel('调档单位').fill(receiver);
    await form.getByLabel('调档函文号').fill('演调〔2026〕3号');
    await form.getByLabel('收件地址').fill('大连市演示路3号');
    await form.getByLabel('单位具备人事档案管理资格').check();
    await choose(form, '转递原因', '', '异地定居');
    await choose(form, '人员类别', '', '国有企业事业单位管理人员');
    await shot(page, 'outbound-receive');
    await press(form, '登记');
    await page.waitForURL(/\/outbounds\/[0-9a-f-]{36}$/);
    outbound = new URL(page.url()).pathname;
    await status(page).getByText('等待审批人审核').waitFor();
    await page.getByText('未加盖公章').waitFor();
    await fact(page, '限定渠道', '国有企业事业单位管理人员：只能通过机要通信或专人送取');
  });

  test('a letter without seal is not approved, but refused; the next one is', async () => {
    const page = at('approver');
    await page.goto('/desk');
    await list(page, '待我审批').getByRole('link').click();
    await press(page, '同意');
    await refused(page, 'OUTBOUND_INVALID', '不能转递：调档函未加盖公章');
    await page.getByLabel('审批意见').fill('调档函未盖章');
    await press(page, '不予批准');
    await status(page).getByText('不予转递：调档函未盖章').waitFor();
    const clerk = at('archivist');
    await clerk.goto(`/dossiers/${heads[subject.name].id}`);
    const form = await begin(clerk, '转递');
    await form.getByLabel('调档单位').fill(receiver);
    await form.getByLabel('调档函文号').fill('演调〔2026〕4号');
    await form.getByLabel('已加盖公章').check();
    await form.getByLabel('单位具备人事档案管理资格').check();
    await choose(form, '转递原因', '', '异地定居');
    await choose(form, '人员类别', '', '国有企业事业单位管理人员');
    await chosenFile(form, scan);
    await press(form, '登记');
    await clerk.waitForURL((address) => /\/outbounds\/[0-9a-f-]{36}$/.test(address.pathname) && address.pathname !== outbound);
    outbound = new URL(clerk.url()).pathname;
    await page.goto(outbound);
    await press(page, '同意');
    await status(page).getByText(/审核通过，\d{4}-\d\d-\d\d 前封装发出/).waitFor();
    await shot(page, 'outbound-reviewed');
  });

  test('two people pack the whole dossier', async () => {
    const page = at('archivist');
    const { volumeCount, materialCount, pageCount } = heads[subject.name];
    await page.goto(outbound);
    await page.getByLabel('卷数').fill(String(volumeCount));
    await page.getByLabel('材料份数').fill(String(materialCount));
    await page.getByLabel('页数').fill(String(pageCount - 1));
    await page.getByLabel('封条号').fill('演封0001');
    await page.getByLabel('核对人').fill(users.archivist.name);
    await page.getByLabel('已密封，骑缝处加盖公章').check();
    await press(page, '封装');
    await refused(page, 'OUTBOUND_INVALID', `实装${volumeCount}卷${materialCount}份${pageCount - 1}页`);
    await page.getByLabel('页数').fill(String(pageCount));
    await press(page, '封装');
    await refused(page, 'OUTBOUND_INVALID', '封装须由第二人核对');
    await shot(page, 'outbound-pack-refused');
    await page.getByLabel('核对人').fill('演示核对人');
    await press(page, '封装');
    await status(page).getByText(/^已封装，/).waitFor();
    await fact(page, '通知单编号', /TZ-210106-\d{4}-\d{4}/);
    await opensAsPDF(page, /转递通知单$/);
    await opensAsPDF(page, /审批表$/);
  });

  test('it leaves by a channel that is open to it', async () => {
    const page = at('archivist');
    assert.deepEqual(await offers(page, '转递方式'), ['机要通信', '单位专人送交']);
    await page.keyboard.press('Escape');
    await choose(page, '转递方式', '', '专人');
    await page.getByLabel('送取人').fill(subject.name);
    await page.keyboard.press('Enter');
    await press(page, '发出');
    await refused(page, 'SELF_CARRY_FORBIDDEN', '严禁本人或亲属自带档案');
    await shot(page, 'outbound-self-carry');
    await choose(page, '转递方式', '', '机要');
    await page.getByLabel('机要号或挂号单号').fill('机要0042');
    await press(page, '发出');
    await status(page).getByText(/^已发出，\d{4}-\d\d-\d\d 前收回回执$/).waitFor();
    assert.equal(await page.getByRole('button', { name: /催 ?问$/ }).count(), 0, 'nothing is chased before it is late');
    await shot(page, 'outbound-dispatched');
  });

  test('a late receipt is chased by a numbered letter', async () => {
    await pass(later);
    const page = at('archivist');
    await page.goto('/desk');
    await list(page, '已逾期').getByRole('link').click();
    await page.waitForURL(`**${outbound}`);
    await status(page).getByText(/请催问$/).waitFor();
    await press(page, '催问');
    await page.getByRole('dialog').getByLabel('催问说明').fill('请于十日内寄回回执');
    await press(page.getByRole('dialog'), '催问');
    await status(page).getByText('已催问 1 次').waitFor();
    await opensAsPDF(page, /CB-210106-\d{4}-0001$/);
    await shot(page, 'outbound-chased');
  });

  test('the receipt comes back, and its scan is filed', async () => {
    const page = at('archivist');
    await page.getByLabel('收件人').fill('演示收件人');
    await press(page, '登记回执');
    await refused(page, 'OUTBOUND_INVALID', '回执须由收件单位经办人签字并盖章');
    await page.getByLabel('已签字盖章').check();
    await press(page, '登记回执');
    await status(page).getByText('回执已返回，请上传扫描件归档').waitFor();
    await chosenFile(page.locator('.action-panel'), scan);
    await page.locator('.action-panel').getByText('回执.pdf').waitFor();
    await press(page, '归档');
    await status(page).getByText('已转出，回执已归档').waitFor();
    await shot(page, 'outbound-filed');
    await page.goto('/outbounds');
    await page.getByRole('row').filter({ hasText: '已归档' }).waitFor();
    await shot(page, 'outbounds');
    await press(page, '登记簿');
    await page.getByRole('link', { name: /打开 PDF$/ }).waitFor();
    await opensAsPDF(page, /打开 PDF$/);
    await shot(page, 'register');
  });

  test('who looks for it sees which way it went, and nothing can be begun with it', async () => {
    const page = at('archivist');
    await page.goto(`/dossiers/${heads[subject.name].id}`);
    await press(page, '去向');
    const drawer = page.getByRole('dialog');
    for (const move of ['在库 → 待转出', '待转出 → 转递途中', '转递途中 → 已转出']) await drawer.getByText(move).waitFor();
    await drawer.getByText('机要通信 机要0042').first().waitFor();
    await drawer.getByText(receiver).first().waitFor();
    await shot(page, 'outbound-custody');
    assert.equal(await page.locator('.dossier-header').getByRole('button', { name: /办 ?理/ }).count(), 0);
  });

  test('the dossier of a deceased person is held for five years, then handed to the archive of the enterprise', async () => {
    const page = at('archivist');
    await page.goto(`/dossiers/${heads[deceased.name].id}`);
    const form = await begin(page, '死亡留存');
    await form.getByLabel('死亡日期').fill(day(-3));
    await page.keyboard.press('Enter');
    await form.getByLabel('死亡证明材料').fill('居民死亡医学证明 演示0001');
    await form.getByLabel('报告人').fill('演示家属');
    await shot(page, 'hold-begin');
    await press(form, '登记留存');
    await page.waitForURL(/\/holds\/[0-9a-f-]{36}$/);
    hold = new URL(page.url()).pathname;
    await status(page).getByText(/^留存至 \d{4}-/).waitFor();
    await shot(page, 'hold-kept');
    await pass(years);
    await page.goto(hold);
    await status(page).getByText(/^留存期满/).waitFor();
    await press(page, '申请移交');
    await status(page).getByText('等待审批人审批移交').waitFor();
    const approver = at('approver');
    await approver.goto(hold);
    await press(approver, '同意');
    await status(approver).getByText('已批准移交，请办理交接').waitFor();
    await page.goto(hold);
    await page.getByText('接收方：原企业档案部门').waitFor();
    await page.getByLabel('接收单位').fill('沈阳演示机床厂档案室');
    await page.getByLabel('移交清单编号').fill('演移1号');
    await page.getByLabel('移交日期').fill(day(years));
    await page.keyboard.press('Enter');
    await page.getByLabel('移交人').fill('演示档案员');
    await page.getByLabel('接收人').fill('演示接收员');
    await shot(page, 'hold-transfer');
    await press(page, '移交');
    await status(page).getByText('已移交 沈阳演示机床厂档案室').waitFor();
    await shot(page, 'hold-transferred');
    await page.goto('/holds');
    await page.getByRole('row').filter({ hasText: '已移交档案馆' }).waitFor();
    await shot(page, 'holds');
    for (const { faults } of Object.values(desks)) assert.deepEqual(faults, []);
  });
});
