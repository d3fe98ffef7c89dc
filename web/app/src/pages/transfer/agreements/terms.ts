import type { AgreementTerms } from '../../../api/client';
import type { MessageKey } from '../../../i18n/messages';

type TextTerm = { [K in keyof AgreementTerms]: AgreementTerms[K] extends string ? K : never }[keyof AgreementTerms];

/** The articles of an agreement in the order they are printed in; the plan stands after the numbers. */
export const articles: readonly { name: Exclude<TextTerm, 'ecopyLaterBy'>; title: MessageKey; max: number }[] = [
  { name: 'legalBasis', title: 'terms.legalBasis', max: 1000 },
  { name: 'scope', title: 'terms.scope', max: 2000 },
  { name: 'arrangement', title: 'terms.arrangement', max: 2000 },
  { name: 'ecopyFormat', title: 'terms.ecopyFormat', max: 1000 },
  { name: 'ecopyStandard', title: 'terms.ecopyStandard', max: 1000 },
  { name: 'gapHandling', title: 'terms.gapHandling', max: 2000 },
  { name: 'responsibility', title: 'terms.responsibility', max: 2000 },
  { name: 'confidential', title: 'terms.confidential', max: 2000 },
  { name: 'laterAdditions', title: 'terms.laterAdditions', max: 2000 },
  { name: 'queries', title: 'terms.queries', max: 2000 },
];

/** What most agreements say, to start a draft from; the parties fill in the numbers and change what they agreed otherwise. */
export const usualTerms: AgreementTerms = {
  legalBasis: '《关于国有企业退休人员社会化管理的指导意见》（厅字〔2019〕19号）；《沈阳市国有企业退休人员社会化管理服务工作实施细则》（沈人社发〔2020〕3号）第五条。',
  scope: '甲方已办理社会化管理的退休人员的人事档案，以社会保险经办机构出具的接收明细表所列人员为准。厂办大集体、劳务派遣和已死亡人员不在移交范围。',
  persons: 0,
  volumes: 0,
  arrangement: '一人一档，材料按类别和时间排列、编号、编写页码，有目录；装订整齐，封面注明姓名、身份证号和单位，封口加盖单位骑缝章。',
  plan: [],
  ecopyFormat: '每人一个文件夹，影像为300 dpi彩色JPEG或TIFF，附电子目录（xlsx），目录与纸质档案一致。',
  ecopyStandard: '影像清晰、完整、端正，页数与目录一致；经四性检测合格，抽检合格率不低于95%。',
  ecopyLaterBy: '',
  gapHandling: '缺少退休审批、招工（参军）、工资等必备材料的，由甲方补齐；确实无法补齐的，由甲方出具注明材料名称和原因的书面说明并加盖公章。',
  gapDays: 60,
  responsibility: '双方签字盖章之前，档案的保管和完整由甲方负责；签字盖章之后，由乙方负责。档案内容的真实性由甲方负责。',
  confidential: '双方对档案内容保密，未经批准不得复制、公布或向第三方提供。档案由甲方派专人或通过机要渠道送交，不得由本人或亲属自带。',
  laterAdditions: '移交之后形成或发现的散材料，由甲方核实后列清单送交乙方归档。',
  queries: '移交之后涉及历史情况的查询，由甲方协助核实。甲方注销的，由其主管单位协助。',
  copies: 2,
};

/** Volumes of the delivery plan together; they must come to what is agreed. */
export function plannedVolumes(terms: Pick<AgreementTerms, 'plan'>): number {
  return (terms.plan ?? []).reduce((sum, step) => sum + (step?.volumes ?? 0), 0);
}
