// Certificates of all six kinds as people meet them: asked for, proved, drafted from the catalogue, reviewed, issued, collected.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { Caller, day } from './support/api.mjs';
import { openBrowser, openDesk, shot } from './support/browser.mjs';
import { begin, choose, fact, offers, opensAsPDF, press, refused, signIn } from './support/desk.mjs';
import { idNumber } from './support/handover.mjs';
import { releaseAll, takeIn } from './support/intake.mjs';
import { Program, requireProgram, temporaryFolder } from './support/program.mjs';
import { writeScans } from './support/scans.mjs';

const office = '210106';
const subject = { name: '单国强', id: idNumber('19480309', 1) };
const users = {
  clerk: { login: 'reading.one', name: '演示阅档员', grants: [{ role: 'reading_room_clerk', division: office }] },
  approver: { login: 'approver.one', name: '演示审批人', grants: [{ role: 'approver', division: office }] },
};
/** Every kind, asked for by somebody who is entitled; `papers` is how many they have to show, `days` how long it is good for. */
const kinds = [
  { title: '退休人员劳资人事证明', capacity: '本人', papers: 1, days: 0, requester: subject },
  { title: '购买住房证明', capacity: '受托人', papers: 3, days: 90, requester: { name: '演示受托人', id: idNumber('19850717', 21) } },
  { title: '子女入党证明', capacity: '党组织', papers: 3, days: 90, requester: { name: '演示组织员', id: idNumber('19860717', 21), unit: '中共演示街道工作委员会' } },
  { title: '异地定居迁入户口证明', capacity: '有关机关', papers: 2, days: 90, requester: { name: '演示民警', id: idNumber('19870717', 21), unit: '演示公安分局' } },
  { title: '房屋过户或继承证明', capacity: '近亲属', papers: 3, days: 90, requester: { name: '演示子女', id: idNumber('19760717', 21), relation: '子女' } },
  { title: '遗产公证证明', capacity: '公证机构', papers: 2, days: 90, requester: { name: '演示公证员', id: idNumber('19880717', 21), unit: '沈阳演示公证处' } },
];

describe('certificates', () => {
  const scratch = temporaryFolder('certificates');
  const desks = {};
  const issued = {}; // by kind: address of the page, number and code
  let program;
  let browser;
  let admin;
  let head; // of the dossier

  before(async () => {
    requireProgram();
    const data = join(scratch.folder, 'data');
    takeIn(data, writeScans(scratch.folder, 'scans', [subject]), office);
    [program, browser] = await Promise.all([Program.start(data), openBrowser(scratch.folder)]);
    admin = await Caller.signedIn(program.url);
    head = (await releaseAll(admin))[subject.name];
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
  const standing = async (code) => (await fetch(`${program.url}/api/v1/verification/${code}`)).json();
  const valueOf = (page, title) => page.locator('.ant-descriptions-row').locator('th', { hasText: title }).locator('xpath=following-sibling::td[1]').first().textContent();

  /** Takes in the request of somebody at the counter and gives the address of its page. */
  async function request({ title, capacity, requester }) {
    const page = at('clerk');
    await page.goto(`/dossiers/${head.id}`);
    const form = await begin(page, '出具证明');
    await choose(form, '证明种类', '', title);
    return submit(form, capacity, requester);
  }

  async function submit(form, capacity, requester) {
    const page = at('clerk');
    const before = page.url();
    await choose(form, '申请人身份', '', capacity);
    await form.getByLabel('申请人', { exact: true }).fill(requester.name);
    await form.getByLabel('身份证号').fill(requester.id);
    await form.getByLabel('与档案本人关系').fill(requester.relation ?? '');
    await form.getByLabel('单位', { exact: true }).fill(requester.unit ?? '');
    await form.getByLabel('用途').fill('办理演示事项');
    await press(form, '受理');
    await page.waitForURL(({ href }) => href !== before && /\/certificates\/[0-9a-f-]{36}$/.test(href));
    await page.getByText('已受理，请核验申请人和证明材料').waitFor();
    return new URL(page.url()).pathname;
  }

  /** Looks at the papers that were shown and finds them right. */
  async function verify({ papers }) {
    const page = at('clerk');
    const seen = page.getByRole('checkbox', { name: /^已核验/ });
    await seen.first().waitFor();
    assert.equal(await seen.count(), papers);
    for (let place = 0; place < papers; place += 1) await seen.nth(place).check();
    await page.getByRole('textbox', { name: /的证件号或文号$/ }).first().fill('演示证件1号');
    await press(page, '核验通过');
    await page.getByText('已核验，请依据档案拟稿').waitFor();
  }

  /** Writes a sentence for each material that is proposed. */
  async function draft(words) {
    const page = at('clerk');
    const statements = page.getByRole('textbox', { name: /^第 \d+ 条$/ });
    await statements.first().waitFor();
    const count = await statements.count();
    for (let place = 0; place < count; place += 1) await statements.nth(place).fill(`${words}${place + 1}`);
    await press(page, '提交审核');
    await page.getByText('等待审批人审核').waitFor();
    assert.equal(await page.getByRole('button', { name: /^同 ?意$/ }).count(), 0, 'who drafted does not review');
    return count;
  }

  async function review(path) {
    const page = at('approver');
    await page.goto(path);
    await press(page, '同意');
    await page.getByText('审核通过，请出具').waitFor();
    assert.equal(await page.getByRole('button', { name: /^出 ?具$/ }).count(), 0, 'who reviewed does not issue');
  }

  /** Issues what was reviewed and gives its number and code. */
  async function issue(path) {
    const page = at('clerk');
    await page.goto(path);
    await press(page, '出具');
    await page.getByText(/^已出具 ZM-210106-\d{4}-\d{4}，等待领取$/).waitFor();
    return { path, number: await valueOf(page, '证明编号'), code: await valueOf(page, '验证码') };
  }

  async function collect(requester) {
    const page = at('clerk');
    assert.equal(await page.getByLabel('领取人').inputValue(), requester.name);
    await press(page, '领取');
    await page.locator('.action-panel').getByText('已领取').waitFor();
  }

  test('the kinds are those that the rule names', async () => {
    const { kinds: known } = await admin.get('/certificate-kinds');
    assert.deepEqual(known.map(({ title }) => title), kinds.map(({ title }) => title));
  });

  for (const kind of kinds) {
    test(`${kind.title}: from the request to its collection`, async () => {
      const path = await request(kind);
      if (kind === kinds[0]) await shot(at('clerk'), 'certificate-verify');
      await verify(kind);
      if (kind === kinds[0]) await shot(at('clerk'), 'certificate-draft');
      const count = await draft('档案记载之');
      const page = at('clerk');
      await page.locator('.certificate-text').getByText(`档案记载之${count}`).waitFor();
      assert.equal(await page.locator('.certificate-text').getByText(/^依据：\d\S*《.+》/).count(), count, 'each sentence names where it stands');
      await opensAsPDF(page, /证明$/);
      await review(path);
      if (kind === kinds[0]) await shot(at('approver'), 'certificate-reviewed');
      const paper = await issue(path);
      issued[kind.title] = paper;
      const answer = await standing(paper.code);
      assert.deepEqual([answer.number, answer.state, answer.validUntil], [paper.number, 'VALID', kind.days ? day(kind.days) : '']);
      assert.ok(!JSON.stringify(answer).includes(subject.name), 'the answer names nobody');
      await opensAsPDF(page, /证明$/);
      if (kind === kinds[0]) await shot(page, 'certificate-issued');
      await collect(kind.requester);
    });
  }

  test('numbers and codes are given once', () => {
    for (const part of ['number', 'code']) assert.equal(new Set(Object.values(issued).map((paper) => paper[part])).size, kinds.length);
  });

  test('a child is not offered to ask for the certificate of its own admission; who lacks the papers is refused', async () => {
    const page = at('clerk');
    await page.goto(`/dossiers/${head.id}`);
    const form = await begin(page, '出具证明');
    await choose(form, '证明种类', '', '子女入党证明');
    assert.deepEqual(await offers(form, '申请人身份'), ['党组织']);
    await shot(page, 'certificate-request');
    const path = await request(kinds[2]);
    await press(page, '核验通过');
    await refused(page, 'CERT_REFUSED', '不能出具证明：缺少居民身份证、单位公函、第二名经办人的有效证件或未经核验');
    await shot(page, 'certificate-unproved');
    await press(page, '不予出具');
    await page.getByRole('dialog').getByLabel('原因').fill('未出示党组织公函');
    await press(page.getByRole('dialog'), '确定');
    await page.getByText('不予出具：未出示党组织公函').waitFor();
    await page.goto('/certificates?state=REFUSED');
    await page.getByRole('row').filter({ hasText: '子女入党证明' }).getByRole('link').click();
    await page.waitForURL(`**${path}`);
  });

  test('a draft that is sent back is written anew, and reviewed from the start', async () => {
    const path = await request(kinds[5]);
    await verify(kinds[5]);
    await draft('初稿第');
    const approver = at('approver');
    await approver.goto('/desk');
    await approver.locator('.desk-lists .ant-card').filter({ hasText: '待我审批' }).getByRole('link').click();
    await approver.waitForURL(`**${path}`);
    await approver.getByLabel('审批意见').fill('请补充子女情况');
    await press(approver, '退回修改');
    await approver.getByText('审核退回：请补充子女情况').waitFor();
    const page = at('clerk');
    await page.goto(path);
    await page.getByText('审核退回：请补充子女情况').waitFor();
    assert.equal(await page.getByRole('textbox', { name: '第 1 条' }).inputValue(), '初稿第1');
    await draft('改稿第');
    await page.locator('.certificate-text').getByText('改稿第1').waitFor();
    await review(path);
  });

  test('a voided certificate says so, and names the one that stands instead', async () => {
    const [kind] = kinds;
    const old = issued[kind.title];
    const approver = at('approver');
    await approver.goto(old.path);
    await press(approver, '作废');
    await approver.getByRole('dialog').getByText('作废后编号不再使用').waitFor();
    await approver.getByRole('dialog').getByLabel('原因').fill('姓名用字有误');
    await press(approver.getByRole('dialog'), '确定');
    await approver.getByText(`${old.number} 已作废：姓名用字有误`).waitFor();
    assert.equal((await standing(old.code)).state, 'VOIDED');
    const page = at('clerk');
    await page.goto(old.path);
    await press(page, '补发');
    const path = await submit(page.getByRole('dialog'), kind.capacity, kind.requester);
    await verify(kind);
    await draft('补发之');
    await review(path);
    const paper = await issue(path);
    await fact(page, '替代已作废的证明', old.number);
    const answer = await standing(old.code);
    assert.deepEqual([answer.state, answer.replacedBy], ['VOIDED', paper.number]);
    assert.equal((await standing(paper.code)).state, 'VALID');
    await page.goto('/certificates');
    await page.getByText(paper.number).waitFor();
    await shot(page, 'certificates');
    for (const { faults } of Object.values(desks)) assert.deepEqual(faults, []);
  });
});
