import { Checkbox, Form, Input } from 'antd';
import type { ReturnCheck, VolumeCount } from '../../api/client';
import { useT } from '../../i18n/i18n';
import { CountFields } from './CountFields';

/** Nothing is counted beforehand: whoever takes a dossier back counts it, or says that all is there. */
export const blankCheck: Partial<ReturnCheck> = { sealIntact: false, defect: '' };

/** The dossier is counted in front of who brings it, and held against what left. Part of a form with the fields of a ReturnCheck. */
export function ReturnCheckFields({ expected }: { expected: VolumeCount }) {
  const t = useT();
  return (
    <>
      <CountFields expected={expected} title={t('matter.counted')} differs={t('matter.differs')}>
        <Form.Item noStyle name="sealIntact" valuePropName="checked"><Checkbox>{t('matter.sealIntact')}</Checkbox></Form.Item>
      </CountFields>
      <Form.Item name="defect" label={t('matter.defect')}><Input.TextArea maxLength={500} autoSize={{ minRows: 1 }} /></Form.Item>
    </>
  );
}
