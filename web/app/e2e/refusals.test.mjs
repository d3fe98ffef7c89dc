// Every rule of the handover refuses on the screen, in Chinese, saying who and what. What leads there is done by requests.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { Caller } from './support/api.mjs';
import { openBrowser, openDesk, shot } from './support/browser.mjs';
import { choose, chosenFile, signIn } from './support/desk.mjs';
import { confirmNature, idNumber, importPersons, listPersons, registerEnterprise, rosterOf, usccOf } from './support/handover.mjs';
import { Program, requireProgram, temporaryFolder } from './support/program.mjs';
import { writeScans } from './support/scans.mjs';

const place = { district: '210106', districtName: '铁西区' };
const factories = {
  listed: { name: '沈阳演示水泵厂', uscc: usccOf('91210106MA0DEM201'), ...place },
  unknown: { name: '沈阳演示锅炉厂', uscc: usccOf('91210106MA0DEM202'), ...place },
  verifying: { name: '沈阳演示阀门厂', uscc: usccOf('91210106MA0DEM203'), ...place },
};
const person = (name, born, order, more = {}) => ({ name, born, id: idNumber(born, order), ...more });
const listed = [person('单国强', '19480309', 1), person('仇素珍', '19500612', 2), person('刘𬭎', '19521101', 3)];
const unverified = [person('曾广义', '19490214', 5, { employment: '厂办大集体' }), person('解玉兰', '19500529', 4, { signed: '否' }), person('查文斌', '19410201', 3)];
const stranger = person('朴顺姬', '19540417', 6);

describe('refusals', () => {
  const scratch = temporaryFolder('refusals');
  const batches = {};
  let program;
  let browser;
  let desk;
  let page;

  before(async () => {
    requireProgram();
    [program, browser] = await Promise.all([Program.start(join(scratch.folder, 'data')), openBrowser(scratch.folder)]);
    const admin = await Caller.signedIn(program.url);
    batches.listed = await listPersons(admin, factories.listed, listed);
    const unknown = await registerEnterprise(admin, factories.unknown);
    batches.unknown = await importPersons(admin, factories.unknown, unknown, [person('盖世清', '19551212', 7)]);
    const verifying = await registerEnterprise(admin, factories.verifying);
    await confirmNature(admin, factories.verifying, verifying);
    batches.verifying = await importPersons(admin, factories.verifying, verifying, unverified);
    await batches.verifying.startVerifying();
    desk = await openDesk(browser, program.port);
    page = desk.page;
    await signIn(page);
  });
  after(async () => {
    await browser?.close();
    await program?.stop();
    scratch.remove();
  });

  const open = (name, rest = '') => page.goto(`/transfer/batches/${batches[name].id}${rest}`);
  const press = (name, scope = page) => scope.getByRole('button', { name: new RegExp(`(^| )${name}$`) }).click();
  const line = (name) => page.locator('.line-table .ant-table-row').filter({ hasText: name });

  /** The newest refusal on the screen says this under this code. */
  async function refused(code, message) {
    const alert = page.getByRole('alert').filter({ hasText: code }).filter({ hasText: message }).last();
    await alert.waitFor();
    await shot(page, code);
  }

  test('R01 a batch without a confirmed nature form is not submitted', async () => {
    await open('unknown');
    await press('提交批次');
    await refused('NATURE_FORM_MISSING', '缺少经市领导小组办公室确认的《企业性质界定表》，不能提交');
  });

  test('R02 and R03 excluded and unsigned persons are not verified; each row says why', async () => {
    await open('verifying');
    await line('曾广义').getByText('厂办大集体').first().waitFor();
    await line('解玉兰').getByText('未经本人签字').waitFor();
    await line('曾广义').click({ position: { x: 300, y: 12 } });
    await page.keyboard.press('v');
    await refused('PERSON_EXCLUDED', '曾广义属于厂办大集体，不在社会化管理移交范围');
    await line('解玉兰').click({ position: { x: 300, y: 12 } });
    await page.keyboard.press('v');
    await refused('INFO_FORM_UNSIGNED', '解玉兰的基本信息表未经本人签字；异地居住人员代签须经企业核准并登记代签人');
    await page.keyboard.press('Control+a');
    await page.keyboard.press('v');
    const both = page.getByRole('alert').filter({ hasText: '共2行不能办理' });
    await both.getByText('1. 曾广义').waitFor();
    await both.getByText('2. 解玉兰').waitFor();
    await press('从所选中去掉不能核实的 2 人');
    await page.keyboard.press('v');
    await page.getByText('待核实 2 · 已核实 1').waitFor();
  });

  test('R08 a corrected identity number must check', async () => {
    await open('verifying');
    await line('解玉兰').getByRole('button', { name: '解玉兰' }).click();
    const drawer = page.getByRole('dialog');
    await press('编辑', drawer);
    const right = unverified[1].id;
    await drawer.getByLabel('身份证号').fill(right.slice(0, 17) + (right.endsWith('5') ? '6' : '5'));
    await press('保存', drawer);
    await refused('ID_INVALID', '身份证号校验不通过（第18位');
  });

  test('R08 to R11 stand beside their rows in the dry run of a roster', async () => {
    const wrong = { ...stranger, id: stranger.id.slice(0, 17) + (stranger.id.endsWith('1') ? '2' : '1') };
    const misborn = { ...person('单淑贤', '19530303', 8), born: '19540303' };
    const miscoded = person('曾宪梓', '19560612', 9, { employerUscc: '91210106MA0DEM2020' });
    writeFileSync(join(scratch.folder, '名册.csv'), rosterOf(factories.unknown, [wrong, misborn, listed[0], miscoded]));
    await page.goto('/transfer/rosters');
    await chosenFile(page, join(scratch.folder, '名册.csv'));
    await press('开始预检');
    const findings = {
      R08: /必须改正.*身份证号校验不通过/,
      R09: /提醒.*出生日期1954-03-03与身份证号（1953-03-03）不一致，请核对并注明依据材料/,
      R10: /必须改正.*铁西区人事档案管理中心|必须改正.*YJ-210106/,
      R11: /必须改正.*统一社会信用代码“91210106MA0DEM2020”校验码不符/,
    };
    for (const [rule, message] of Object.entries(findings)) await page.locator('.ant-table-row').filter({ hasText: rule }).filter({ hasText: message }).first().waitFor();
    await shot(page, 'roster-findings');
  });

  test('R11 an enterprise is not registered under a code that does not check, unless that is explained', async () => {
    await page.goto('/enterprises');
    await press('新增');
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('企业名称').fill('沈阳演示轴承厂');
    await dialog.getByLabel('统一社会信用代码').fill('91210106MA0DEM2020');
    await press('保存', dialog);
    await dialog.getByText('校验码不符，请与证照核对').waitFor();
    await dialog.getByText('必填').first().waitFor();
    await shot(page, 'USCC_INVALID');
    await press('取消', dialog);
  });

  test('R06 nothing is handed over under an agreement that is not signed, nor more than agreed', async () => {
    const { admin } = batches.listed;
    const agreement = await batches.listed.draftAgreement(2); // of three dossiers
    await open('listed');
    await choose(page, '移交协议', '', /草稿/);
    await press('按此协议移交');
    await refused('AGREEMENT_NOT_EFFECTIVE', '移交协议尚未双方签署，不能办理移交');
    await batches.listed.agree(agreement);
    const { no } = await admin.get(`/agreements/${agreement}`);
    await open('listed');
    await fillDelivery({});
    await refused('AGREEMENT_NOT_EFFECTIVE', `移交协议${no}约定2卷，本次送交后累计3卷，超出约定；请先变更协议`);
  });

  async function fillDelivery({ channel = '单位专人送交', id = idNumber('19800506', 9), places = '' }) {
    await choose(page, '送交方式', '', channel);
    await page.getByLabel('送交人', { exact: true }).fill('演示送交人');
    await page.getByLabel('送交人身份证号').fill(id);
    await page.getByLabel('送来的序号').fill(places);
    await press('登记送达');
  }

  test('R07 nobody brings their own dossier', async () => {
    await fillDelivery({ channel: '本人或亲属自带' });
    await refused('SELF_CARRY_FORBIDDEN', '严禁本人或亲属自带档案（送交方式为“本人或亲属自带”），请由单位专人或机要渠道送交');
    await fillDelivery({ id: listed[0].id });
    await refused('SELF_CARRY_FORBIDDEN', '送交人即第1行的单国强');
    await fillDelivery({ places: '1-2' });
    await press('开始清点');
    await page.getByRole('link', { name: '去清点' }).click();
  });

  async function scan(code, name) {
    await page.getByLabel('扫描条码').fill(code);
    await page.keyboard.press('Enter');
    await page.locator('.check-main').getByText(name).waitFor();
    await page.keyboard.press('F4');
  }

  test('R12 a dossier that differs from the roster is not accepted, unless both sides correct the roster', async () => {
    await scan('1', '1. 单国强');
    await page.getByLabel('实收 页数').fill('9');
    await page.keyboard.press('F6');
    await refused('COUNT_MISMATCH', '单国强的档案与名册不符（页数名册10，实收9）');
    await page.getByLabel('更正名册的原因（双方确认）').fill('名册误将封面计入页数');
    await page.keyboard.press('F6');
    await page.getByText('1/2', { exact: true }).waitFor();
  });

  test('R13 and R17 no acceptance without electronic copy, nor without a required material that no sealed statement explains', async () => {
    await scan('2', '2. 仇素珍');
    await page.getByRole('radio', { name: '缺少' }).check();
    await page.keyboard.press('F6');
    await refused('E_COPY_MISSING', '仇素珍缺少电子档案，须同时移交纸质和电子档案');
    await page.getByRole('radio', { name: '按协议后补' }).check();
    await page.keyboard.press('F6');
    await refused('E_COPY_MISSING', '移交协议未约定电子档案可以后补，仇素珍须同时移交纸质和电子档案');
    await page.getByRole('radio', { name: '随纸质送达' }).check();
    await page.getByRole('checkbox', { name: '退休审批' }).uncheck();
    await page.keyboard.press('F6');
    await refused('GAP_STATEMENT_REQUIRED', '仇素珍缺少退休审批材料，请补齐或提交注明材料名称和原因并盖章的书面说明');
    await page.getByRole('group', { name: '缺少 退休审批' }).getByLabel('书面说明的原因').fill('遗失');
    await page.keyboard.press('F7');
    await refused('GAP_STATEMENT_REQUIRED', '并盖章的书面说明');
  });

  test('R12 nothing is signed while a dossier is undecided, or unsealed', async () => {
    const signing = page.getByRole('dialog');
    await press('双方签收');
    await press('签收', signing);
    await refused('COUNT_MISMATCH', '还有1卷没有清点结论，不能签收');
    await press('取消', signing);
    await batches.listed.decide(2);
    await press('双方签收');
    await signing.getByLabel('移交人').fill('演示送交人');
    await press('签收', signing);
    await refused('COUNT_MISMATCH', '名册2卷，实收2卷，退回0卷，未到0卷；须双方签字并盖章后才能签收');
  });

  test('R04 and R05 electronic copies of strangers, or at another office, are not taken in', async () => {
    const { batch } = await batches.listed.admin.get(`/batches/${batches.listed.id}`);
    const finding = (rule) => page.locator('.ant-table-expanded-row').filter({ hasText: rule });
    await takeIn(writeScans(scratch.folder, '名册外', [stranger]), `?office=210106&batch=${batch.no}`);
    await finding('R04').getByText('朴顺姬不在社保机构出具的接收明细表中，不能接收档案').waitFor();
    await shot(page, 'NOT_ON_ACCEPTANCE_LIST');
    await takeIn(writeScans(scratch.folder, '送错单位', [listed[1]]), '?office=210102');
    await finding('R05').getByText('应移交至铁西区人事档案管理中心').waitFor();
    await shot(page, 'WRONG_ARCHIVE_OFFICE');
  });

  /** Uploads a package and opens what the dry run says about its only dossier. */
  async function takeIn(folder, query) {
    await page.goto(`/ingests/new${query}`);
    await page.getByTestId('folder-input').setInputFiles(folder);
    await page.getByText(/个文件，/).waitFor();
    await press('开始上传');
    await page.getByText('待确认').first().waitFor({ timeout: 60_000 });
    await page.getByRole('row').filter({ hasText: '项必须改正' }).first().click();
  }

  test('no script failed and the content policy refused nothing', () => {
    assert.deepEqual(desk.faults, []);
  });
});
