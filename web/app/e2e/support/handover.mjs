// An enterprise's handover by requests, for tests that begin where persons are listed or dossiers handed over.
import { day } from './api.mjs';

const usccAlphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

/** An identity number of nobody: region 219999 does not exist. An odd order is a man's. */
export function idNumber(born, order) {
  const body = `219999${born}${String(order).padStart(3, '0')}`;
  const sum = weights.reduce((total, weight, at) => total + weight * Number(body[at]), 0);
  return body + '10X98765432'[sum % 11];
}

export function usccOf(body) {
  let weight = 1;
  let sum = 0;
  for (const character of body) {
    sum += usccAlphabet.indexOf(character) * weight;
    weight = (weight * 3) % 31;
  }
  return body + usccAlphabet[(31 - (sum % 31)) % 31];
}

const headings = ['姓名', '身份证号码', '性别', '出生日期', '原工作单位', '单位统一社会信用代码', '企业层级', '退休年月', '参保地', '常住地区县', '常住地街道', '常住地社区', '常住地详细地址', '常住地电话',
  '是否居住在外埠', '特殊人员', '人员类别', '单位是否盖章', '本人是否签字', '有无纸质表', '有无电子表', '正本卷数', '材料份数', '档案页数', '有无电子档案'];

const asked = ['退休审批', '招工（入伍、录用）', '工资'];

/** A filled roster as CSV, one row for each person. */
export function rosterOf(enterprise, persons) {
  const rows = persons.map((p) => [p.name, p.id, Number(p.id[16]) % 2 ? '男' : '女', p.born, enterprise.name, p.employerUscc ?? '', '市企', p.retired ?? '2012-06', enterprise.districtName, enterprise.districtName, p.subdistrict ?? '',
    p.community ?? '', p.address ?? '演示路1号', '024-00000000', '否', p.special ?? '', p.employment ?? '正式职工', '是',
    p.signed ?? '是', '是', '是', '1', '2', '10', '是']);
  return [headings, ...rows].map((row) => row.join(',')).join('\n');
}

const scanOf = (admin) => admin.attach('scan.pdf', '%PDF-1.4\n%%EOF\n');

/** Registers an enterprise with name, uscc, district (code) and districtName, and gives its id. */
export async function registerEnterprise(admin, { name, uscc, district }) {
  return (await admin.post('/enterprises', { name, uscc, noUsccReason: '', usccOverride: '', level: 'CITY', registrationDivision: district, insuranceDivision: district })).id;
}

/** Files the nature form of an enterprise and has it confirmed. */
export async function confirmNature(admin, { district }, enterpriseId) {
  const form = await admin.post('/nature-forms', { enterpriseId, level: 'CITY', owner: '市国资委', registrationDivision: district,
    insuranceDivision: district, attachmentId: await scanOf(admin) });
  await admin.post(`/nature-forms/${form.id}/submission`, undefined, 1);
  await admin.post(`/nature-forms/${form.id}/decision`, { confirm: true,
    confirmation: { no: '沈国资〔2026〕1号', by: '市领导小组办公室', on: day(-30), attachmentId: '' } }, 2);
}

/** Puts persons into a draft batch of their enterprise, from a roster that must be in order. */
export async function importPersons(admin, enterprise, enterpriseId, persons) {
  const roster = await admin.post('/rosters', { attachmentId: await admin.attach('名册.csv', rosterOf(enterprise, persons)) });
  const checked = await admin.until(`/rosters/${roster.id}`, ({ state }) => state !== 'INSPECTING');
  if (checked.accepted !== persons.length) throw new Error(`the roster is refused: ${JSON.stringify(checked.violations)}`);
  await admin.post(`/rosters/${roster.id}/confirmation`);
  const { batches } = await admin.until(`/rosters/${roster.id}`, ({ state }) => state === 'IMPORTED');
  return new Batch(admin, batches[0], enterprise, enterpriseId);
}

/** Takes persons from the nature form to the acceptance list, in the name of an administrator. Gives the batch. */
export async function listPersons(admin, enterprise, persons) {
  const id = await registerEnterprise(admin, enterprise);
  await confirmNature(admin, enterprise, id);
  const batch = await importPersons(admin, enterprise, id, persons);
  await batch.startVerifying();
  const { lines } = await admin.get(`/batches/${batch.id}/lines?limit=100`);
  await admin.post(`/batches/${batch.id}/verdicts`, { verdicts: lines.map(({ seq, version }) => ({ seq, version, verified: true, reason: '' })) });
  await batch.step('/acceptance-list');
  return batch;
}

export class Batch {
  constructor(admin, id, enterprise, enterpriseId) {
    Object.assign(this, { admin, id, enterprise, enterpriseId });
  }

  async step(path, body) {
    const { batch } = await this.admin.get(`/batches/${this.id}`);
    return this.admin.post(`/batches/${this.id}${path}`, body, batch.version);
  }

  async startVerifying() {
    await this.step('/submission');
    await this.step('/verification', { unitRecordNo: '' });
  }

  /** Drafts an agreement about so many persons, each of one volume, and gives its id. */
  async draftAgreement(persons) {
    const { admin } = this;
    const agreement = await admin.post('/agreements', { enterpriseId: this.enterpriseId, office: this.enterprise.district, terms: { legalBasis: '', scope: '全部退休人员档案',
      persons, volumes: persons, arrangement: '按十大类整理', plan: [{ on: day(10), persons, volumes: persons }], ecopyFormat: 'JPEG', ecopyStandard: '', ecopyLaterBy: '',
      gapHandling: '出具缺件说明', gapDays: 90, responsibility: '签收前由企业负责', confidential: '', laterAdditions: '', queries: '', copies: 4 } });
    return agreement.id;
  }

  /** Has both sides sign it and puts the batch under it. */
  async agree(agreementId) {
    const { admin } = this;
    const path = `/agreements/${agreementId}`;
    await admin.post(`${path}/state`, { to: 'UNDER_REVIEW' }, 1);
    await admin.post(`${path}/signature`, { side: 'ENTERPRISE', by: '演示签署人', on: day(-1), attachmentId: await scanOf(admin) }, 2);
    await admin.post(`${path}/signature`, { side: 'ARCHIVE', by: '演示签署人', on: day(-1), attachmentId: await scanOf(admin) }, 3);
    await this.step('/agreement', { agreementId });
  }

  /** Signs an agreement about so many persons and brings their dossiers to the counter. */
  async deliver(persons) {
    await this.agree(await this.draftAgreement(persons));
    await this.step('/delivery', { by: '孙经办', idNumber: idNumber('19800506', 7), phone: '024-00000009', relation: '', channel: 'UNIT_COURIER', on: day() });
    await this.step('/counter-check');
  }

  /** Decides about a dossier at the counter; `found` is what differs from a faultless one. */
  async decide(seq, found = {}) {
    const path = `/batches/${this.id}/lines/${seq}`;
    const { line } = await this.admin.get(path);
    await this.admin.post(`${path}/decision`, { sealIntact: true, coverMatches: true, hasCatalogue: true, numberingWhole: true, ecopy: 'DELIVERED', materials: asked,
      decision: 'ACCEPT', counted: { archivalCode: `YS-${seq}`, originals: 1, duplicates: 0, materials: 2, pages: 10, electronic: true, remark: '' }, ...found }, line.version);
  }

  sign = () => this.step('/signature', { handoverBy: '孙经办', receivedBy: '演示接收员', handoverSealed: true, receivedSealed: true, on: day() });
}

/** A dossier accepted although a material is missing, and one that goes back. */
export const withGap = (due) => ({ decision: 'ACCEPT_WITH_GAPS', materials: asked.slice(0, 2), gaps: [{ material: asked[2], reason: '企业改制时遗失', sealed: true, dueOn: due }] });
export const returned = (due) => ({ decision: 'RETURN', reason: '目录未签字', dueOn: due });
