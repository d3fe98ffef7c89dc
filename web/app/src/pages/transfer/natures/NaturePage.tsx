import { Alert, App, Button, Card, Descriptions, Form, Space, Spin } from 'antd';
import { useState } from 'react';
import { useParams } from 'react-router';
import type { NatureForm, NatureFormFields, NatureState } from '../../../api/client';
import { useChangeNature, useNature, useSubmitNature } from '../../../api/natures';
import { usePlaceNames } from '../../../api/places';
import { AttachmentLink } from '../../../components/AttachmentUpload';
import { ProblemAlert } from '../../../components/ProblemAlert';
import { StateSteps } from '../../../components/StateSteps';
import { StateTag } from '../../../components/StateTag';
import { useLanguage, useT } from '../../../i18n/i18n';
import { label } from '../../../i18n/labels';
import { enterpriseLevels } from '../../../i18n/labels.people';
import { natureStates } from '../../../i18n/labels.transfer';
import { useTrail } from '../../../layout/Breadcrumbs';
import { reloadAfter } from '../../../lib/staleForm';
import { useCan } from '../../../session/session';
import { ConfirmationText } from '../ConfirmationFields';
import { completeNature, NatureFields } from './NatureFields';
import { NatureDecision } from './NatureDecision';

const stepOf: Record<NatureState, number> = { DRAFT: 0, REFUSED: 0, SUBMITTED: 1, CONFIRMED: 2 };

export function Component() {
  const t = useT();
  const can = useCan();
  const { natureFormId = '' } = useParams();
  const nature = useNature(natureFormId);
  useTrail({ title: nature.data?.enterpriseName ?? '' });
  if (!nature.data) return nature.error ? <ProblemAlert error={nature.error} onRetry={() => void nature.refetch()} /> : <Spin className="page-spin" delay={200} />;
  const form = nature.data;
  const { state } = form;
  const mine = can('transfer.declare') && (state === 'DRAFT' || state === 'REFUSED');
  return (
    <div className="work-page">
      <header className="work-header">
        <Space wrap><h1>{t('nature.of', { enterprise: form.enterpriseName })}</h1><StateTag state={state} labels={natureStates} /></Space>
        <StateSteps steps={['nature.step.fill', 'nature.step.confirm']} current={stepOf[state]} failed={state === 'REFUSED'} />
      </header>
      {state === 'REFUSED' && <Alert type="error" showIcon title={t('nature.refused')} description={form.reason} />}
      {state === 'CONFIRMED' && form.confirmation && <Alert type="success" showIcon title={<ConfirmationText confirmation={form.confirmation} />} />}
      {mine ? <NatureEditor form={form} /> : <NatureText form={form} />}
      {state === 'SUBMITTED' && (can('nature.confirm') ? <NatureDecision form={form} /> : <Alert type="info" showIcon title={t('nature.waiting')} />)}
    </div>
  );
}

function NatureText({ form }: { form: NatureForm }) {
  const t = useT();
  const language = useLanguage();
  const { divisionName } = usePlaceNames();
  const { fields } = form;
  return (
    <Card size="small">
      <Descriptions
        size="small"
        column={{ xs: 1, md: 2 }}
        items={[
          { key: 'enterprise', label: t('transfer.enterprise'), children: form.enterpriseName },
          { key: 'uscc', label: 'USCC', children: <span className="mono">{form.uscc}</span> },
          { key: 'level', label: t('nature.level'), children: label(enterpriseLevels, fields.level, language) },
          { key: 'owner', label: t('nature.owner'), children: fields.owner },
          { key: 'insurance', label: t('nature.insurance'), children: divisionName(fields.insuranceDivision) },
          { key: 'registration', label: t('nature.registration'), children: divisionName(fields.registrationDivision) },
          { key: 'scan', label: t('nature.scan'), children: fields.attachmentId ? <AttachmentLink attachmentId={fields.attachmentId}>{t('attachment.open')}</AttachmentLink> : t('common.none') },
        ]}
      />
    </Card>
  );
}

function NatureEditor({ form }: { form: NatureForm }) {
  const t = useT();
  const { message } = App.useApp();
  const [fields] = Form.useForm<NatureFormFields>();
  const [base, setBase] = useState(form);
  const change = useChangeNature(base);
  const submit = useSubmitNature(base);
  const dirty = Form.useWatch((values) => JSON.stringify(completeNature(values)) !== JSON.stringify(completeNature(base.fields)), fields);
  const saved = (answer: NatureForm) => {
    setBase(answer);
    submit.reset();
    void message.success(t('common.saved'));
  };
  const start = (newest: NatureForm) => {
    setBase(newest);
    fields.setFieldsValue(newest.fields);
  };
  return (
    <Card size="small" title={t('nature.fill')}>
      <Form<NatureFormFields>
        form={fields}
        layout="vertical"
        requiredMark={false}
        initialValues={form.fields}
        onFinish={(values) => change.mutate(completeNature(values), { onSuccess: saved })}
      >
        <NatureFields begun />
        <ProblemAlert error={change.error ?? submit.error} onReload={reloadAfter(change, form, start) ?? reloadAfter(submit, form, start)} />
        <Space wrap>
          <Button htmlType="submit" loading={change.isPending}>{t('common.save')}</Button>
          <Button type="primary" disabled={dirty} loading={submit.isPending} onClick={() => submit.mutate()}>{t('nature.submit')}</Button>
          <span className="muted">{t('nature.submitHint')}</span>
        </Space>
      </Form>
    </Card>
  );
}
