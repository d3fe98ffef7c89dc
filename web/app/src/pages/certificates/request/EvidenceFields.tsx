import { Checkbox, Form, Input } from 'antd';
import type { CodeLabel } from '../../../api/client';
import { AttachmentUpload } from '../../../components/AttachmentUpload';
import { useT } from '../../../i18n/i18n';

/** The papers that are needed, in the field `evidence` of a form; at verifying each is ticked when it was seen and is right. */
export function EvidenceFields({ needed, verifying = false }: { needed: CodeLabel[]; verifying?: boolean }) {
  const t = useT();
  if (needed.length === 0) return null;
  return (
    <table className="count-table evidence-table spaced">
      <thead><tr><th scope="col">{t('certificate.evidence')}</th><th scope="col">{t('certificate.evidenceNo')}</th><th scope="col">{t('certificate.scan')}</th><th scope="col">{t('certificate.verified')}</th></tr></thead>
      <tbody>
        {needed.map(({ code, label }, at) => (
          <tr key={code}>
            <th scope="row">{label}<Form.Item hidden name={['evidence', at, 'kind']} initialValue={code}><Input /></Form.Item></th>
            <td><Form.Item noStyle name={['evidence', at, 'no']} initialValue=""><Input aria-label={t('certificate.evidenceNoOf', { label })} maxLength={100} /></Form.Item></td>
            <td><Form.Item noStyle name={['evidence', at, 'attachmentId']}><AttachmentUpload label={t('certificate.scanOf', { label })} /></Form.Item></td>
            <td>
              <Form.Item noStyle name={['evidence', at, 'verified']} valuePropName="checked" initialValue={false}>
                <Checkbox disabled={!verifying} aria-label={t('certificate.verifiedOf', { label })} />
              </Form.Item>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
