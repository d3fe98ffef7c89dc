import { Alert, Button, Checkbox, Form, Input, InputNumber } from 'antd';
import type { Loan, LoanReturn } from '../../../api/client';
import { useReturnLoan } from '../../../api/loans';
import { ProblemAlert } from '../../../components/ProblemAlert';
import { useT } from '../../../i18n/i18n';
import { useRequired, useRequiredText } from '../../../lib/required';
import { blankReturn, counts, differing } from '../returnCheck';

/** The dossier is counted in front of who brings it, and held against what left. */
export function ReturnForm({ loan }: { loan: Loan }) {
  const t = useT();
  const takeBack = useReturnLoan(loan);
  const [form] = Form.useForm<LoanReturn>();
  const required = useRequired();
  const wrong = differing(loan.expected, Form.useWatch('counted', form));
  return (
    <Form<LoanReturn> form={form} layout="vertical" requiredMark={false} initialValues={blankReturn(loan)} onFinish={(values) => takeBack.mutate(values)}>
      <div className="return-check">
        <table className="count-table">
          <thead><tr><th />{counts.map(({ field, title }) => <th key={field} scope="col">{t(title)}</th>)}</tr></thead>
          <tbody>
            <tr><th scope="row">{t('loan.expected')}</th>{counts.map(({ field }) => <td key={field}>{loan.expected[field]}</td>)}</tr>
            <tr>
              <th scope="row">{t('loan.counted')}</th>
              {counts.map(({ field, title, most }) => (
                <td key={field}>
                  <Form.Item noStyle name={['counted', field]} rules={required}>
                    <InputNumber aria-label={t(title)} min={0} max={most} precision={0} controls={false} {...(wrong.includes(field) ? { status: 'warning' as const } : {})} />
                  </Form.Item>
                </td>
              ))}
            </tr>
          </tbody>
        </table>
        <Button onClick={() => form.setFieldsValue({ counted: { ...loan.expected } })}>{t('loan.asLent')}</Button>
        <Form.Item noStyle name="sealIntact" valuePropName="checked"><Checkbox>{t('loan.sealIntact')}</Checkbox></Form.Item>
      </div>
      {wrong.length > 0 && <Alert type="warning" showIcon className="spaced" title={t('loan.differs')} />}
      <Form.Item name="defect" label={t('loan.defect')}><Input.TextArea maxLength={500} autoSize={{ minRows: 1 }} /></Form.Item>
      <Form.Item name="returnedBy" label={t('loan.returnedBy')} rules={useRequiredText()}><Input className="narrow-input" maxLength={100} /></Form.Item>
      <ProblemAlert error={takeBack.error} />
      <Button type="primary" htmlType="submit" loading={takeBack.isPending}>{t('loan.return')}</Button>
    </Form>
  );
}
