import { Checkbox, Form, Input } from 'antd';
import type { IntroductionLetter } from '../../../api/client';
import { AttachmentUpload } from '../../../components/AttachmentUpload';
import { DateInput } from '../../../components/DateInput';
import { useT } from '../../../i18n/i18n';

/** Nothing is taken for granted: what the letter bears is ticked by who has it in hand. */
export const blankLetter: Omit<IntroductionLetter, 'purpose'> = { no: '', issuer: '', sealed: false, issuedOn: '', validUntil: '', namesVisitors: false, namesSubject: false };

/** The letter of introduction that visitors bring; `days`: how long one is good for. */
export function LetterFields({ days }: { days: number }) {
  const t = useT();
  return (
    <fieldset className="form-group">
      <legend>{t('consultation.letter')}</legend>
      <div className="form-grid narrow">
        <Form.Item name={['letter', 'no']} label={t('consultation.letterNo')}><Input maxLength={100} /></Form.Item>
        <Form.Item name={['letter', 'issuer']} label={t('consultation.letterIssuer')}><Input maxLength={200} /></Form.Item>
        <Form.Item name={['letter', 'issuedOn']} label={t('consultation.letterOn')} extra={t('consultation.letterHint', { days })}><DateInput /></Form.Item>
        <Form.Item name={['letter', 'validUntil']} label={t('consultation.letterUntil')} extra={t('consultation.letterUntilHint')}><DateInput /></Form.Item>
        <Form.Item name={['letter', 'attachmentId']} label={t('consultation.letterScan')}><AttachmentUpload /></Form.Item>
      </div>
      <div className="tick-row">
        <Form.Item noStyle name={['letter', 'sealed']} valuePropName="checked"><Checkbox>{t('consultation.letterSealed')}</Checkbox></Form.Item>
        <Form.Item noStyle name={['letter', 'namesVisitors']} valuePropName="checked"><Checkbox>{t('consultation.letterVisitors')}</Checkbox></Form.Item>
        <Form.Item noStyle name={['letter', 'namesSubject']} valuePropName="checked"><Checkbox>{t('consultation.letterSubject')}</Checkbox></Form.Item>
      </div>
    </fieldset>
  );
}
