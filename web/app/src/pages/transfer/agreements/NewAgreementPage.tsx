import { Button, Card, Form, Select, Space } from 'antd';
import { useNavigate, useSearchParams } from 'react-router';
import type { AgreementTerms } from '../../../api/client';
import { useCreateAgreement } from '../../../api/agreements';
import { useOffices } from '../../../api/places';
import { EnterprisePicker } from '../../../components/EnterprisePicker';
import { ProblemAlert } from '../../../components/ProblemAlert';
import { useT } from '../../../i18n/i18n';
import { useTrail } from '../../../layout/Breadcrumbs';
import { useRequired } from '../../../lib/required';
import { usualTerms } from './terms';
import { TermsFields } from './TermsFields';

interface Values extends AgreementTerms {
  enterpriseId: string;
  office: string;
}

export function Component() {
  const t = useT();
  const navigate = useNavigate();
  const [search] = useSearchParams();
  const required = useRequired();
  const offices = useOffices();
  const create = useCreateAgreement();
  useTrail({ title: t('agreement.new') });
  const draft = ({ enterpriseId, office, ...terms }: Values) =>
    create.mutate({ enterpriseId, office, terms: { ...usualTerms, ...terms } }, { onSuccess: ({ id }) => void navigate(`/transfer/agreements/${id}`, { replace: true }) });
  const parties = { enterpriseId: search.get('enterprise') ?? undefined, office: search.get('office') ?? undefined };
  return (
    <Card title={t('agreement.new')} className="form-page">
      <Form<Values> layout="vertical" requiredMark={false} initialValues={{ ...usualTerms, ...parties }} onFinish={draft}>
        <Space wrap size="large" align="start">
          <Form.Item name="enterpriseId" label={t('agreement.enterprise')} rules={required}><EnterprisePicker /></Form.Item>
          <Form.Item name="office" label={t('agreement.office')} rules={required}>
            <Select showSearch={{ optionFilterProp: 'label' }} className="wide-select" loading={offices.isLoading} options={offices.data?.map(({ code, name }) => ({ value: code, label: `${name}（${code}）` }))} />
          </Form.Item>
        </Space>
        <TermsFields />
        <ProblemAlert error={create.error ?? offices.error} />
        <Button type="primary" htmlType="submit" loading={create.isPending}>{t('agreement.saveDraft')}</Button>
      </Form>
    </Card>
  );
}
