import { App, Button, Descriptions, Space } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import type { BatchDetail } from '../../../api/client';
import { useCancelBatch, useSendBackBatch } from '../../../api/batches';
import { usePlaceNames } from '../../../api/places';
import { ReasonDialog } from '../../../components/ReasonDialog';
import { StateSteps } from '../../../components/StateSteps';
import { StateTag } from '../../../components/StateTag';
import { useLanguage, useT } from '../../../i18n/i18n';
import { label } from '../../../i18n/labels';
import { batchStates, channels } from '../../../i18n/labels.transfer';
import { ConfirmationText } from '../ConfirmationFields';
import { currentStep, stageOf, stepsOf } from './stages';

export function BatchHeader({ detail }: { detail: BatchDetail }) {
  const { batch } = detail;
  return (
    <header className="work-header">
      <div className="dossier-header">
        <Space wrap>
          <h1 className="mono">{batch.no}</h1>
          <b>{batch.enterpriseName}</b>
          <StateTag state={batch.state} labels={batchStates} />
        </Space>
        <Withdrawals detail={detail} />
      </div>
      <StateSteps steps={stepsOf(batch).map((step) => `batch.step.${step}` as const)} current={currentStep(batch)} failed={stageOf(batch).failed} />
      <BatchFacts detail={detail} />
    </header>
  );
}

function BatchFacts({ detail }: { detail: BatchDetail }) {
  const t = useT();
  const language = useLanguage();
  const { divisionName } = usePlaceNames();
  const { batch, province, delivery, agreement, unitRecordNo } = detail;
  const facts = [
    { key: 'office', label: t('batch.office'), children: batch.officeName },
    { key: 'insurance', label: t('nature.insurance'), children: divisionName(batch.insuranceDivision) },
    { key: 'registration', label: t('nature.registration'), children: divisionName(batch.registrationDivision) },
    { key: 'persons', label: t('batch.persons'), children: t('batch.personCount', { count: batch.tally.total }) },
    unitRecordNo && { key: 'unit', label: t('batch.unitRecordNo'), children: unitRecordNo },
    batch.listNo && { key: 'list', label: t('batch.listNo'), children: `${batch.listNo}（${batch.listedOn}）` },
    agreement && { key: 'agreement', label: t('agreement.title'), children: <Link to={`/transfer/agreements/${agreement.id}`} className="mono">{agreement.no}</Link> },
    province && { key: 'province', label: t('batch.step.province'), children: <ConfirmationText confirmation={province} /> },
    delivery && { key: 'delivery', label: t('delivery.last'), children: `${delivery.on} ${delivery.by}（${label(channels, delivery.channel, language)}）` },
  ];
  return <Descriptions size="small" column={{ xs: 1, md: 2, xl: 4 }} items={facts.filter((fact) => fact !== undefined && fact !== '')} />;
}

/** Sending back and cancelling, where the state allows it. */
function Withdrawals({ detail: { batch, allowed } }: { detail: BatchDetail }) {
  const t = useT();
  const { message } = App.useApp();
  const [open, setOpen] = useState<'sendBack' | 'cancel'>();
  const sendBack = useSendBackBatch(batch);
  const cancel = useCancelBatch(batch);
  const stage = stageOf(batch);
  const chosen = open === 'cancel' ? cancel : sendBack;
  const done = () => {
    setOpen(undefined);
    void message.success(t('common.saved'));
  };
  return (
    <Space>
      {stage.maySendBack && allowed.includes('transfer.verify') && <Button onClick={() => setOpen('sendBack')}>{t('batch.sendBack')}</Button>}
      {stage.mayCancel && (allowed.includes('transfer.declare') || allowed.includes('transfer.verify')) && <Button danger onClick={() => setOpen('cancel')}>{t('batch.cancel')}</Button>}
      <ReasonDialog
        open={open !== undefined}
        title={open && t(`batch.${open}`)}
        busy={chosen.isPending}
        error={chosen.error}
        onConfirm={(reason) => chosen.mutate(reason, { onSuccess: done })}
        onCancel={() => setOpen(undefined)}
      />
    </Space>
  );
}
