import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Form, Input, Select, Spin } from 'antd';
import type { Certificate, CertificateDraft, CertificateProposals } from '../../../api/client';
import { useDraftCertificate, useProposals } from '../../../api/certificates';
import { ProblemAlert } from '../../../components/ProblemAlert';
import { useT } from '../../../i18n/i18n';
import { parsePages } from '../../../lib/pageRanges';
import { useRequired, useRequiredText } from '../../../lib/required';

/** A statement as it is typed: pages as text, "1,3-4"; empty: the whole material. */
interface Typed {
  statements: { text: string; citations: { materialId: string; pages: string }[] }[];
  conflicts: string;
}

const blankCitation = { materialId: undefined, pages: '' };
const blankStatement = { text: '', citations: [blankCitation] };

/** The text is written from the catalogue: what has no place in the dossier cannot be certified. */
export function DraftForm({ matter, onClose }: { matter: Certificate; onClose: () => void }) {
  const t = useT();
  const proposals = useProposals(matter.id);
  const draft = useDraftCertificate(matter);
  if (!proposals.data) return proposals.error ? <ProblemAlert error={proposals.error} onRetry={() => void proposals.refetch()} /> : <Spin />;
  return (
    <Form<Typed> layout="vertical" requiredMark={false} initialValues={typed(matter, proposals.data)} onFinish={(values) => draft.mutate(drafted(values), { onSuccess: onClose })}>
      <p>{proposals.data.opening}</p>
      <Statements proposals={proposals.data} />
      <Form.Item name="conflicts" label={t('certificate.conflicts')} extra={t('certificate.conflictsHint')}><Input.TextArea maxLength={2000} autoSize={{ minRows: 1 }} /></Form.Item>
      <p>{proposals.data.closing}</p>
      <ProblemAlert error={draft.error} />
      <Button type="primary" htmlType="submit" loading={draft.isPending}>{t('certificate.draft')}</Button>
    </Form>
  );
}

/** What was drafted before, or a statement for each material in which the facts usually stand. */
function typed({ statements, conflicts }: Certificate, { citations }: CertificateProposals) {
  if (statements.length > 0) {
    return { conflicts, statements: statements.map(({ text, citations: cited }) => ({ text, citations: cited.map(({ materialId, pages }) => ({ materialId, pages: pages.join(',') })) })) };
  }
  const proposed = citations.slice(0, 5).map(({ materialId }) => ({ text: '', citations: [{ materialId, pages: '' }] }));
  return { conflicts: '', statements: proposed.length > 0 ? proposed : [blankStatement] };
}

function drafted({ statements, conflicts }: Typed): CertificateDraft {
  return {
    conflicts: conflicts.trim(),
    statements: statements.map(({ text, citations }) => ({
      text: text.trim(),
      citations: citations.map(({ materialId, pages }) => ({ materialId, pages: parsePages(pages) ?? [] })),
    })),
  };
}

function Statements({ proposals }: { proposals: CertificateProposals }) {
  const t = useT();
  const required = useRequiredText();
  return (
    <Form.List name="statements">
      {(fields, { add, remove }) => (
        <>
          {fields.map(({ key, name }, at) => (
            <fieldset key={key} className="form-group">
              <legend>
                {t('certificate.statement', { place: at + 1 })}
                {fields.length > 1 && <Button type="text" size="small" icon={<DeleteOutlined />} aria-label={t('certificate.dropStatement', { place: at + 1 })} onClick={() => remove(name)} />}
              </legend>
              <Form.Item className="statement-text" name={[name, 'text']} rules={required}>
                <Input.TextArea aria-label={t('certificate.statement', { place: at + 1 })} maxLength={2000} autoSize={{ minRows: 1 }} />
              </Form.Item>
              <Citations statement={name} proposals={proposals} />
            </fieldset>
          ))}
          <Button size="small" className="spaced" icon={<PlusOutlined />} onClick={() => add(blankStatement)}>{t('certificate.addStatement')}</Button>
        </>
      )}
    </Form.List>
  );
}

function Citations({ statement, proposals: { citations, materials } }: { statement: number; proposals: CertificateProposals }) {
  const t = useT();
  const required = useRequired();
  const readable = { validator: (_: unknown, text: string) => (parsePages(text) ? Promise.resolve() : Promise.reject(new Error(t('certificate.pagesBad')))) };
  const proposed = new Set(citations.map(({ materialId }) => materialId));
  const option = ({ materialId, words, formedOn }: CertificateProposals['materials'][number]) => ({ value: materialId, label: `${words}${formedOn ? ` ${formedOn}` : ''}` });
  const options = [
    { label: t('certificate.proposed'), options: materials.filter(({ materialId }) => proposed.has(materialId)).map(option) },
    { label: t('certificate.others'), options: materials.filter(({ materialId }) => !proposed.has(materialId)).map(option) },
  ];
  return (
    <Form.List name={[statement, 'citations']}>
      {(fields, { add, remove }) => (
        <>
          {fields.map(({ key, name }, at) => (
            <div key={key} className="citation-row">
              <Form.Item className="citation-material" name={[name, 'materialId']} rules={required}>
                <Select showSearch={{ optionFilterProp: 'label' }} aria-label={t('certificate.citation', { place: at + 1 })} placeholder={t('certificate.chooseMaterial')} options={options} />
              </Form.Item>
              <Form.Item className="citation-pages" name={[name, 'pages']} rules={[readable]}><Input aria-label={t('certificate.pages')} placeholder={t('certificate.pagesHint')} maxLength={100} /></Form.Item>
              {fields.length > 1 && <Button type="text" icon={<DeleteOutlined />} aria-label={t('certificate.dropCitation', { place: at + 1 })} onClick={() => remove(name)} />}
              {at === fields.length - 1 && <Button type="text" icon={<PlusOutlined />} aria-label={t('certificate.addCitation')} onClick={() => add(blankCitation)} />}
            </div>
          ))}
        </>
      )}
    </Form.List>
  );
}
