// Persons after the acceptance list: their community, the lists of other departments, and what is counted.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { Caller, day } from './support/api.mjs';
import { openBrowser, openDesk, shot } from './support/browser.mjs';
import { signIn } from './support/desk.mjs';
import { idNumber, listPersons, returned, usccOf, withGap } from './support/handover.mjs';
import { Program, requireProgram, temporaryFolder } from './support/program.mjs';

const factory = { name: '沈阳演示机床厂', uscc: usccOf('91210106MA0DEM001'), district: '210106', districtName: '铁西区' };
const [street, elsewhere] = ['兴华街道', '工人村街道'];
const persons = [
  { name: '单国强', id: idNumber('19480309', 1), born: '19480309', subdistrict: street, community: '卫工社区', special: '高龄' },
  { name: '仇素珍', id: idNumber('19500612', 2), born: '19500612', subdistrict: street, community: '卫工社区' },
  { name: '尉迟德胜', id: idNumber('19521101', 3), born: '19521101', subdistrict: street, retired: '2022-03' }, // retired since handovers are due at once
  { name: '欧阳淑芬', id: idNumber('19530815', 4), born: '19530815', subdistrict: street },
  { name: '刘𬭎', id: idNumber('19550120', 5), born: '19550120', subdistrict: street },
  { name: '鍾志遠', id: idNumber('19560930', 7), born: '19560930', subdistrict: elsewhere },
];

describe('persons and counts', () => {
  const scratch = temporaryFolder('persons');
  const worker = { login: 'community.one', password: 'worker-Passw0rd-1' };
  let program;
  let browser;
  let admin;
  let desk; // of the administrator
  let page;
  let token;

  before(async () => {
    requireProgram();
    [program, browser] = await Promise.all([Program.start(join(scratch.folder, 'data')), openBrowser(scratch.folder)]);
    admin = await Caller.signedIn(program.url);
    await admin.post('/divisions', { code: '210106001', name: street });
    await admin.post('/divisions', { code: '210106001001', name: '卫工社区' });
    await admin.post('/divisions', { code: '210106002', name: elsewhere });
    const batch = await listPersons(admin, factory, persons);
    await batch.deliver(persons.length);
    const missing = { decision: 'MISSING', reason: '未随车送达' };
    for (const [at, found] of [{}, withGap(day(30)), {}, {}, returned(day(20)), missing].entries()) await batch.decide(at + 1, found);
    await batch.sign();
    desk = await openDesk(browser, program.port);
    page = desk.page;
    await signIn(page);
  });
  after(async () => {
    await browser?.close();
    await program?.stop();
    scratch.remove();
  });

  const row = (text) => page.getByRole('row').filter({ hasText: text });
  const dialog = () => page.getByRole('dialog');
  /** Types into a select and takes what it offers under this name. */
  async function choose(field, text, name = text) {
    await field.click();
    await field.fill(text);
    await page.locator('.ant-select-dropdown:not(.ant-select-dropdown-hidden)').getByTitle(name, { exact: false }).last().click();
  }

  test('an enterprise whose code fails the check is kept only with an explanation', async () => {
    await page.getByRole('link', { name: '企业', exact: true }).click();
    await page.getByRole('button', { name: 'plus 新增' }).click();
    await dialog().getByLabel('企业名称').fill('东北演示电缆厂');
    await dialog().getByLabel('统一社会信用代码').fill('9121010011774');
    await dialog().getByRole('button', { name: '保存' }).click();
    await dialog().getByText('应为18位数字或大写字母').waitFor();
    await dialog().getByLabel('统一社会信用代码').fill('91210100117740000t');
    await dialog().getByText('校验码不符').waitFor();
    await dialog().getByLabel('代码有效的说明').fill('营业执照所载即为此码');
    await choose(dialog().getByLabel('参保地'), '辽宁省');
    await shot(page, 'enterprise');
    await dialog().getByRole('button', { name: '保存' }).click();
    await row('东北演示电缆厂').filter({ hasText: '91210100117740000T' }).filter({ hasText: '省级参保' }).waitFor();
    await page.getByLabel('按企业名称查找').fill('机床');
    await row('东北演示电缆厂').waitFor({ state: 'detached' });
    await row(factory.name).waitFor();
  });

  test('a community is added where it lies', async () => {
    await page.getByRole('link', { name: '行政区划' }).click();
    await page.getByLabel('按名称或代码查找').fill(street);
    await page.locator('.division-row').filter({ hasText: street }).getByRole('button', { name: '新增社区' }).click();
    await dialog().getByLabel('区划代码').fill('210106001001');
    await dialog().getByLabel('名称').fill('重工社区');
    await dialog().getByRole('button', { name: '保存' }).click();
    await dialog().getByText('这个代码已经是“卫工社区”').waitFor();
    await dialog().getByLabel('区划代码').fill('210106001002');
    await dialog().getByRole('button', { name: '保存' }).click();
    await page.locator('.division-row').filter({ hasText: '重工社区' }).waitFor();
    await shot(page, 'divisions');
  });

  test('a community worker is granted one subdistrict', async () => {
    await page.getByRole('link', { name: '用户' }).click();
    await page.getByRole('button', { name: 'plus 新增' }).click();
    await dialog().getByLabel('用户名').fill(worker.login);
    await dialog().getByLabel('姓名').fill('演示社工');
    await choose(dialog().getByLabel('角色', { exact: true }), '街道社区工作人员');
    await dialog().getByRole('button', { name: '保存' }).click();
    await dialog().getByText('请为每个角色选择范围').waitFor();
    await choose(dialog().getByLabel('范围'), street);
    await shot(page, 'user-community');
    await dialog().getByRole('button', { name: '保存' }).click();
    await page.getByText('一次性密码（只显示这一次）').waitFor();
    const oneTime = await dialog().getByLabel('密码').inputValue();
    await dialog().getByRole('button', { name: '关闭' }).last().click();
    await row(worker.login).filter({ hasText: `铁西区 · ${street}` }).waitFor();
    const first = await Caller.signedIn(program.url, { ...worker, password: oneTime });
    await first.send('PUT', '/session/password', { current: oneTime, new: worker.password });
  });

  test('a token for another department is shown once', async () => {
    await page.getByRole('tab', { name: '接口令牌' }).click();
    await page.getByRole('button', { name: 'plus 新增' }).click();
    await dialog().getByLabel('用途').fill('市民政局数据交换');
    await dialog().getByRole('button', { name: '保存' }).click();
    await page.getByText('接口令牌（只显示这一次）').waitFor();
    token = await dialog().getByLabel('令牌').inputValue();
    await shot(page, 'token-secret');
    await dialog().getByRole('button', { name: '关闭' }).last().click();
    await row('市民政局数据交换').filter({ hasText: token.slice(-4) }).filter({ hasText: '从未使用' }).waitFor();
    await page.getByLabel('令牌', { exact: true }).waitFor({ state: 'detached' });
    assert.ok(!(await page.content()).includes(token), 'the secret is nowhere on the page any more');
  });

  describe('in the community', () => {
    let community; // the desk of its worker
    before(async () => {
      community = await openDesk(browser, program.port);
      await signIn(community.page, worker);
    });

    test('those of the subdistrict are received, many at once, and nobody else is seen', async () => {
      const { page: ledger } = community;
      assert.deepEqual(await ledger.getByRole('navigation', { name: '主菜单' }).getByRole('link').allTextContents(), ['人员台账', '行政区划']);
      await ledger.getByText('共 5 条').waitFor(); // not the one who lives in the other subdistrict
      await ledger.getByRole('checkbox', { name: 'Select all' }).check();
      await ledger.getByRole('button', { name: '反馈已接收' }).click();
      await ledger.getByText('已反馈接收 5 人').waitFor();
      await ledger.getByText('待接收').first().waitFor({ state: 'detached' });
    });

    test('a person is found by category, met and registered, and the number shown for a reason', async () => {
      const { page: ledger } = community;
      await ledger.getByLabel('特殊类别').click();
      await ledger.getByTitle('高龄', { exact: true }).click();
      await ledger.getByText('共 1 条').waitFor();
      assert.match(ledger.url(), /special=ADVANCED_AGE/);
      await shot(ledger, 'ledger');
      await ledger.getByRole('link', { name: '单国强' }).click();
      await ledger.getByRole('button', { name: '见面登记' }).click();
      const form = ledger.getByRole('dialog');
      await form.getByLabel('紧急联系人').fill('演示亲属 024-00000001');
      await form.getByLabel('社区反馈').fill('身体健康');
      await form.getByRole('button', { name: '保存' }).click();
      await ledger.locator('.person-history').getByText('见面登记', { exact: true }).waitFor();
      await ledger.locator('.person-data').getByText('演示亲属 024-00000001').waitFor();
      await ledger.getByRole('button', { name: '显示' }).click();
      await ledger.getByRole('dialog').getByLabel('原因').fill('办理待遇');
      await ledger.keyboard.press('Enter');
      await ledger.getByText(persons[0].id).waitFor();
      await shot(ledger, 'person');
      await ledger.goBack();
      await ledger.getByText('共 1 条').waitFor(); // the filter is still there
    });

    test('a death is reported, and withdrawn because it was a mistake', async () => {
      const { page: ledger } = community;
      await ledger.goto('/persons?unregistered=true');
      await ledger.getByRole('link', { name: '仇素珍' }).click();
      await ledger.getByRole('button', { name: '报告死亡' }).click();
      const form = ledger.getByRole('dialog');
      await form.getByLabel('死亡日期').fill(day(-3));
      await ledger.keyboard.press('Enter');
      await form.getByLabel('信息来源').fill('子女电话告知');
      await form.getByRole('button', { name: '报告死亡' }).click();
      await ledger.getByRole('button', { name: '撤销死亡报告' }).waitFor();
      await ledger.getByRole('heading', { name: '仇素珍' }).getByText('已故').waitFor();
      assert.equal(await ledger.getByRole('button', { name: '见面登记' }).count(), 0);
      await ledger.getByRole('button', { name: '撤销死亡报告' }).click();
      await form.getByLabel('原因').fill('同名误报');
      await ledger.keyboard.press('Enter');
      await ledger.getByRole('button', { name: '见面登记' }).waitFor();
      await ledger.locator('.person-history').getByText('撤销死亡报告').waitFor();
    });

    test('there is no way to a dossier', async () => {
      const { page: ledger, faults, close } = community;
      await ledger.goto('/search');
      await ledger.getByText('没有办理此事项的权限').waitFor();
      await assert.rejects((await Caller.signedIn(program.url, worker)).post('/search', { text: '单国强' }), /403/);
      assert.deepEqual(faults, []);
      await close();
    });
  });

  test('a list from another department is reviewed with keys and applied', async () => {
    const partner = Caller.withToken(program.url, token);
    await partner.post('/matches', { department: 'CIVIL_AFFAIRS', kind: 'DEATHS', name: '10月火化名单', division: '2101', rows: [
      { name: '欧阳淑芬', idNumber: persons[3].id, on: day(-9) },
      { name: '刘宏', idNumber: persons[4].id, bornOn: '1955-01', on: day(-8) },
      { name: '查无此人', idNumber: idNumber('19400101', 9), on: day(-7) },
    ] });
    await page.getByRole('link', { name: '数据核对' }).click();
    await page.getByRole('link', { name: '10月火化名单' }).click();
    await page.getByText('身份证号和姓名一致').waitFor();
    await page.keyboard.press('y');
    await page.getByText('身份证号一致，姓名不同').waitFor();
    assert.deepEqual(await page.locator('.side-by-side mark').allTextContents(), ['宏', '𬭎']);
    await shot(page, 'match');
    await page.keyboard.press('n');
    await page.getByText('待复核 0').waitFor();
    await row('欧阳淑芬').getByText('已确认').waitFor();
    await row('刘宏').getByText('已排除').waitFor();
    await row('欧阳淑芬').click();
    await page.getByRole('link', { name: '打开台账' }).click();
    await page.getByText(/民政局《10月火化名单》/).first().waitFor();
    await page.getByRole('heading', { name: '欧阳淑芬' }).getByText('已故').waitFor();
    await assert.rejects(partner.get('/persons.xlsx'), /403/);
  });

  test('a list is uploaded as a file', async () => {
    const file = join(scratch.folder, '迁入名单.csv');
    writeFileSync(file, `姓名,身份证号码,迁入日期,现住址\n单国强,${persons[0].id},${day(-2)},铁西区重工街9号\n`);
    await page.goto('/matches');
    await page.getByRole('button', { name: '上传核对名单' }).click();
    for (const [field, name] of [['提供部门', '公安局'], ['内容', '居住地变更']]) {
      await dialog().getByLabel(field).click();
      await page.getByTitle(name, { exact: true }).click();
    }
    await dialog().locator('input[type=file]').setInputFiles(file);
    await dialog().getByRole('button', { name: '开始核对' }).click();
    await page.getByRole('heading', { name: '迁入名单.csv' }).waitFor();
    await page.getByRole('button', { name: /确认并更新台账/ }).click();
    await page.getByText('待复核 0').waitFor();
  });

  test('a revoked token is of no use', async () => {
    await page.getByRole('link', { name: '用户' }).click();
    await page.getByRole('tab', { name: '接口令牌' }).click();
    await row('市民政局数据交换').getByRole('button', { name: '吊销' }).click();
    await dialog().getByRole('button', { name: '吊销' }).click();
    await row('市民政局数据交换').getByText('已吊销').waitFor();
    await assert.rejects(Caller.withToken(program.url, token).get('/matches'), /401/);
  });

  test('the counts of article 15, at any date, each with the persons behind it', async () => {
    await page.getByRole('link', { name: '移交统计' }).click();
    const [transferred, outstanding] = [page.locator('.figures').nth(0), page.locator('.figures').nth(1)];
    const cells = (table, text) => table.getByRole('row').filter({ hasText: text }).locator('td').allTextContents();
    await transferred.getByText(factory.name).waitFor();
    assert.deepEqual(await cells(transferred, factory.name), [factory.name, '4', '4', '8', '40', '1']);
    assert.deepEqual((await cells(outstanding, factory.name)).slice(2), ['2', '1', '1', '0', '4', '0']);
    await page.getByText('月份', { exact: true }).click();
    await transferred.getByText(day().slice(0, 7)).waitFor();
    assert.deepEqual(await cells(transferred, '合计'), ['合计', '4', '4', '8', '40', '1']);
    await shot(page, 'statistics');
    const download = page.waitForEvent('download');
    await page.getByRole('link', { name: '导出 xlsx' }).click();
    assert.equal(readFileSync(await (await download).path()).subarray(0, 2).toString(), 'PK', 'the counts come as a workbook');

    await page.getByLabel('截止日期').fill(day(40));
    await page.keyboard.press('Enter');
    await page.getByText(`截至 ${day(40)} 未了事项`).waitFor();
    assert.deepEqual((await cells(outstanding, factory.name)).slice(2), ['2', '1', '1', '1', '4', '1']);
    await outstanding.getByRole('row').filter({ hasText: factory.name }).getByRole('link').nth(3).click();
    await row('仇素珍').filter({ hasText: '工资' }).filter({ hasText: '逾期' }).waitFor();
    assert.equal(await page.locator('tbody tr.ant-table-row').count(), 1);
    await page.goBack();
    await outstanding.getByRole('row').filter({ hasText: '合计' }).getByRole('link').first().click();
    await row('刘𬭎').waitFor();
    await row('鍾志遠').waitFor();
    await shot(page, 'outstanding');
  });

  test('a package may be announced for the batch', async () => {
    await page.goto('/ingests/new');
    await page.getByLabel('接收机构').fill('铁西区');
    await page.keyboard.press('Enter');
    await page.getByLabel('移交批次').click();
    await page.getByTitle(`YJ-210106-${day().slice(0, 4)}-0001 ${factory.name}`).click();
    await page.getByText('必须都在该批次名册中').waitFor();
    assert.deepEqual(desk.faults, []);
  });
});
