import type { MessageKey } from '../../../../i18n/messages';
import type { Labels } from '../../../../i18n/labels';
import { sexes } from '../../../../i18n/labels';
import { enterpriseLevels, specialCategories } from '../../../../i18n/labels.people';
import { employments } from '../../../../i18n/labels.transfer';

/** How a field of the basic information form is written and shown. */
export type FieldKind =
  | { kind: 'text'; max: number }
  | { kind: 'date' } // year, month or day
  | { kind: 'number'; max: number }
  | { kind: 'flag' }
  | { kind: 'choice'; labels: Labels; optional?: boolean }
  | { kind: 'choices'; labels: Labels }
  | { kind: 'division' };

export type FormField = FieldKind & { path: readonly (string | number)[]; title: MessageKey };

export interface FormGroup {
  title: MessageKey;
  fields: readonly FormField[];
}

const text = (path: string, title: MessageKey, max = 200): FormField => ({ kind: 'text', path: path.split('.'), title, max });
const date = (path: string, title: MessageKey): FormField => ({ kind: 'date', path: path.split('.'), title });
const flag = (path: string, title: MessageKey): FormField => ({ kind: 'flag', path: path.split('.'), title });
const number = (path: string, title: MessageKey, max: number): FormField => ({ kind: 'number', path: path.split('.'), title, max });

const address = (path: string): FormField[] => [
  text(`${path}.division`, 'form.division', 100),
  text(`${path}.subdistrict`, 'form.subdistrict', 100),
  text(`${path}.community`, 'form.community', 100),
  text(`${path}.place`, 'form.place'),
  text(`${path}.phone`, 'form.phone', 40),
];

const relative = (...path: (string | number)[]): FormField[] =>
  (
    [
      ['name', 'common.name', 100], ['relation', 'form.relation', 40], ['employer', 'form.relativeEmployer', 200],
      ['health', 'form.health', 100], ['phone', 'form.phone', 40], ['address', 'form.place', 200], ['postcode', 'form.postcode', 10],
    ] as const
  ).map(([field, title, max]) => ({ kind: 'text', path: [...path, field], title, max }));

/** The form as it is grouped on paper, then what belongs to the handover. */
export const formGroups: readonly FormGroup[] = [
  {
    title: 'form.group.person',
    fields: [
      text('name', 'common.name', 100),
      { kind: 'choice', path: ['sex'], title: 'dossier.sex', labels: sexes },
      text('idNumber', 'dossier.idNumber', 18),
      date('bornOn', 'dossier.bornOn'),
      text('ethnicity', 'form.ethnicity', 40),
      text('political', 'form.political', 40),
      text('education', 'form.education', 40),
      text('health', 'form.health', 100),
      text('skills', 'form.skills'),
      text('hobbies', 'form.hobbies'),
      { kind: 'choices', path: ['special'], title: 'form.special', labels: specialCategories },
      text('runningNo', 'form.runningNo', 40),
    ],
  },
  {
    title: 'form.group.work',
    fields: [
      text('employer', 'form.employer'),
      text('employerUscc', 'form.employerUscc', 18),
      { kind: 'choice', path: ['level'], title: 'nature.level', labels: enterpriseLevels, optional: true },
      text('post', 'form.post', 100),
      { kind: 'choice', path: ['employment'], title: 'line.employment', labels: employments },
      date('workedFrom', 'form.workedFrom'),
      date('retiredOn', 'line.retiredOn'),
      text('retirementType', 'form.retirementType', 40),
      text('dossierKeptAt', 'form.dossierKeptAt'),
      date('diedOn', 'dossier.diedOn'),
    ],
  },
  {
    title: 'form.group.insurance',
    fields: [
      { kind: 'division', path: ['insurancePlace'], title: 'nature.insurance' },
      text('insuranceNo', 'form.insuranceNo', 40),
      text('pensionPlace', 'form.pensionPlace', 100),
      text('medicalPlace', 'form.medicalPlace', 100),
      text('injuryGrade', 'form.injuryGrade', 40),
    ],
  },
  { title: 'form.group.hukou', fields: address('hukou') },
  { title: 'form.group.residence', fields: address('residence') },
  { title: 'form.group.away', fields: [flag('outOfCity', 'line.outOfCity'), ...address('away')] },
  { title: 'form.group.spouse', fields: [...relative('spouse'), date('spouse.bornOn', 'dossier.bornOn')] },
  { title: 'form.group.contact1', fields: relative('contacts', 0) },
  { title: 'form.group.contact2', fields: relative('contacts', 1) },
  {
    title: 'form.group.signature',
    fields: [
      flag('companySeal', 'form.companySeal'),
      flag('signed', 'form.signed'),
      text('proxy', 'form.proxy', 100),
      flag('proxyVerified', 'form.proxyVerified'),
      flag('paper', 'form.paper'),
      flag('electronic', 'form.electronic'),
    ],
  },
  {
    title: 'form.group.roster',
    fields: [
      text('roster.archivalCode', 'dossier.archivalCode', 64),
      number('roster.originals', 'form.originals', 999),
      number('roster.duplicates', 'form.duplicates', 999),
      number('roster.materials', 'form.materials', 99999),
      number('roster.pages', 'form.pages', 99999),
      flag('roster.electronic', 'form.ecopy'),
      text('roster.remark', 'dossier.remark', 500),
    ],
  },
];

/** The value at a path of a form; undefined where a part is missing, such as a second contact. */
export function valueAt(form: object, path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>((at, part) => (at as Record<string | number, unknown> | undefined)?.[part], form);
}
