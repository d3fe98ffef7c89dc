// A dossier is lent as people meet it: asked for in the reading room, approved by someone else, handed out, overdue, counted back.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { Caller, day } from './support/api.mjs';
import { openBrowser, openDesk, shot } from './support/browser.mjs';
import { ahead, buildAhead } from './support/clock.mjs';
import { begin, choose, fact, press, refused, searchBox, signIn } from './support/desk.mjs';
import { idNumber } from './support/handover.mjs';
import { releaseAll, takeIn } from './support/intake.mjs';
import { Program, requireProgram, temporaryFolder } from './support/program.mjs';
import { writeScans } from './support/scans.mjs';

const office = '210106';
const subject = { name: '单国强', id: idNumber('19480309', 1) };
const borrower = { name: '演示取档人', id: idNumber('19850717', 21) };
const users = {
  clerk: { login: 'reading.one', name: '演示阅档员', grants: [{ role: 'reading_room_clerk', division: office }] },
  approver: { login: 'approver.one', name: '演示审批人', grants: [{ role: 'approver', division: office }] },
};

describe('a loan', () => {
  const scratch = temporaryFolder('loans');
  const desks = {};
  let program;
  let browser;
  let admin;
  let head; // of the dossier
  let loan; // address of its page

  before(async () => {
    requireProgram();
    const data = join(scratch.folder, 'data');
    takeIn(data, writeScans(scratch.folder, 'scans', [subject]), office);
    const file = buildAhead(scratch.folder);
    [program, browser] = await Promise.all([Program.start(data, () => ahead(0), file), openBrowser(scratch.folder)]);
    admin = await Caller.signedIn(program.url);
    head = (await releaseAll(admin))[subject.name];
    await indexed('IN_STORAGE');
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

  /** Searches follow what was done a moment later. */
  const indexed = (custody) => admin.until('/search', ({ total }) => total === 1, { text: subject.id, filters: { status: [custody] } });
  const at = (role) => desks[role].page;
  const list = (page, title) => page.locator('.desk-lists .ant-card').filter({ hasText: title });

  /** Fills in the request of a unit for the dossier that is open. */
  async function fillIn(page, unit, relation = '') {
    const form = await begin(page, '借阅');
    await form.getByLabel('借阅单位').fill(unit);
    await choose(form, '用途', '', '诉讼、仲裁举证');
    await form.getByLabel('介绍信文号').fill('演示函〔2026〕7号');
    await form.getByLabel('姓名').fill(borrower.name);
    await form.getByLabel('身份证号').fill(borrower.id);
    await form.getByLabel('联系电话').fill('024-00000007');
    await form.getByLabel('与档案本人关系').fill(relation);
    await form.getByLabel('借阅内容').fill('招工登记表、退休审批表');
    await form.getByLabel('不能在阅档室查阅的原因').fill('庭审须出示原件');
    return form;
  }

  test('the reading room begins at the work desk, where a scanned number leads to the dossier', async () => {
    const page = at('clerk');
    assert.deepEqual(await page.getByRole('navigation', { name: '主菜单' }).getByRole('link').allTextContents(), ['工作台', '查档', '借阅', '查阅', '复制', '出具证明', '转递', '死亡留存']);
    await list(page, '已逾期').getByText('没有待办').waitFor();
    await page.getByLabel('扫描或输入编号').fill(subject.id);
    await page.keyboard.press('Enter');
    await page.getByText('共 1 条').waitFor();
    assert.equal(await searchBox(page).inputValue(), subject.id);
    assert.ok(!page.url().includes(subject.id), 'no identity number stands in the address');
    await page.getByRole('link', { name: subject.name }).click();
    await page.locator('.dossier-header').getByText('在库').waitFor();
  });

  test('a request says what the office demands; a relative is refused, and the rest is as it was typed', async () => {
    const page = at('clerk');
    const form = await fillIn(page, '沈阳演示律师事务所', '子女');
    await form.getByText(/一般 7 日，最长 15 日（沈人社发〔2020〕3号/).waitFor();
    await form.getByText('审批环节：审批人').waitFor();
    await press(form, '提交申请');
    await refused(form, 'OWN_OR_RELATIVE', '任何人不得查阅、借阅本人及亲属档案：经办人演示取档人是本人或亲属');
    await shot(page, 'loan-refused');
    await form.getByLabel('与档案本人关系').fill('');
    await press(form, '提交申请');
    await page.waitForURL(/\/loans\/[0-9a-f-]{36}$/);
    loan = new URL(page.url()).pathname;
    await page.getByText('等待审批人审批').waitFor();
    await fact(page, borrower.name, `**${borrower.id.slice(-4)}`);
    assert.ok(!(await page.content()).includes(borrower.id), 'numbers are masked once they are on record');
    assert.equal(await page.getByRole('button', { name: /^同 ?意$/ }).count(), 0, 'who asks does not approve');
    await shot(page, 'loan-requested');
  });

  test('nobody else may ask for the same dossier meanwhile', async () => {
    const page = at('clerk');
    await page.goto(`/dossiers/${head.id}`);
    const form = await fillIn(page, '沈阳演示公证处');
    await press(form, '提交申请');
    await refused(form, 'unique.matters_exclusive', /该档案有未办结的借阅（JY-210106-\d{4}-0001），原件一时只能用于一个事项/);
    await press(form, '取消');
  });

  test('the approver finds it at the work desk, must give a reason to refuse, and approves', async () => {
    const page = at('approver');
    await page.goto('/desk');
    await list(page, '待我审批').getByRole('link').click();
    await press(page, '不予批准');
    await refused(page, 'matter.missing', '请填写不予批准的理由');
    await page.getByLabel('审批意见').fill('情况属实，同意借出原件');
    await press(page, '同意');
    await page.getByText(`已批准，${day(5)} 前取档`).waitFor();
    await page.locator('.person-history').getByText('情况属实，同意借出原件').waitFor();
    await shot(page, 'loan-approved');
    await page.goto('/desk');
    await list(page, '待我审批').getByText('没有待办').waitFor();
  });

  test('the dossier is handed out to who was named, once the number of the loan is scanned', async () => {
    const page = at('clerk');
    await page.goto('/desk');
    const no = await list(page, '待我办理').getByRole('link').textContent();
    await shot(page, 'desk');
    await page.getByLabel('扫描或输入编号').fill(no.toLowerCase());
    await page.keyboard.press('Enter');
    await page.waitForURL(`**${loan}`);
    await press(page, '借出');
    await page.getByText(`已借出，${day(7)} 前归还`).waitFor();
    await fact(page, '取档', borrower.name);
    await shot(page, 'loan-out');
  });

  test('who looks for the dossier sees who has it, and searches can be narrowed to what is lent', async () => {
    const page = at('clerk');
    await page.goto(`/dossiers/${head.id}`);
    await page.locator('.whereabouts').getByText(`沈阳演示律师事务所 ${borrower.name}`).waitFor();
    await press(page, '办理');
    await page.getByRole('menuitem', { name: '出具证明', exact: true }).waitFor();
    assert.equal(await page.getByRole('menuitem', { name: '借阅', exact: true }).count(), 0, 'what is lent cannot be borrowed');
    await page.keyboard.press('Escape');
    await press(page, '去向');
    await page.getByRole('dialog').getByText('在库 → 借出').waitFor();
    await shot(page, 'custody');
    await page.getByRole('dialog').getByRole('link', { name: /^JY-/ }).first().click();
    await page.waitForURL(`**${loan}`);
    await indexed('ON_LOAN');
    await page.goto('/search');
    await page.locator('.facet').getByRole('checkbox', { name: /借出/ }).click();
    await page.waitForURL(/status=ON_LOAN/);
    await page.locator('.result-table').getByText('借出').first().waitFor();
  });

  test('a loan is renewed once and no more', async () => {
    const page = at('clerk');
    await page.goto(loan);
    const dialog = page.getByRole('dialog');
    for (const outcome of ['renewed', 'refused']) {
      await press(page, '续借');
      await dialog.getByLabel('续借理由').fill('庭审延期');
      await press(dialog, '续借');
      if (outcome === 'renewed') await page.getByText(`已借出，${day(14)} 前归还`).waitFor();
    }
    await refused(dialog, 'LOAN_NOT_ALLOWED', '按规定最多续借1次');
    await press(dialog, '取消');
    await page.getByText('续借 7 日：庭审延期').waitFor();
  });

  test('when the day is past it is late on the page and at the work desk', async () => {
    await program.restart(ahead(17));
    const page = at('clerk');
    await page.context().clearCookies();
    await signIn(page, desks.clerk.user);
    await page.goto('/desk');
    await list(page, '已逾期').getByText('逾期 3 日').waitFor();
    await shot(page, 'desk-overdue');
    await list(page, '已逾期').getByRole('link').click();
    await page.getByText(`应于 ${day(14)} 归还，已逾期 3 日`).waitFor();
    await fact(page, '催还', day(17));
    await shot(page, 'loan-overdue');
  });

  test('what comes back is counted: a difference is refused until the defect is on record', async () => {
    const page = at('clerk');
    await press(page, '数量相符');
    await page.getByLabel('封条、印章完好').check();
    await page.getByLabel('页数').fill(String(head.pageCount - 1));
    await page.getByText('与出库时不符，须登记缺损情况才能销账').waitFor();
    await press(page, '归还');
    await refused(page, 'RETURN_DEFECT', `页数借出${head.pageCount}，归还${head.pageCount - 1}，不能销账`);
    await shot(page, 'loan-return-refused');
    await page.getByLabel('缺损情况').fill('退休审批表缺第1页');
    await press(page, '归还');
    await page.getByText('已归还，有缺损：退休审批表缺第1页').waitFor();
    await shot(page, 'loan-returned');
    await page.goto('/loans?state=RETURNED_WITH_DEFECT');
    await page.getByRole('row').filter({ hasText: subject.name }).getByText('归还有缺损').waitFor();
    await shot(page, 'loans');
    await page.goto(`/dossiers/${head.id}`);
    await page.locator('.dossier-header').getByText('在库').waitFor();
    await press(page, '去向');
    await page.getByRole('dialog').getByText('归还，有缺损：退休审批表缺第1页').waitFor();
    for (const { faults } of Object.values(desks)) assert.deepEqual(faults, []);
  });
});
