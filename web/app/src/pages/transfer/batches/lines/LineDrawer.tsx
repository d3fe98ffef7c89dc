import { App, Button, Drawer, Popconfirm, Space, Spin, Timeline } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import type { BatchDetail, LineDetail } from '../../../../api/client';
import { revealLine, useLine, useRemoveLine } from '../../../../api/lines';
import { asProblem } from '../../../../api/problem';
import { Masked } from '../../../../components/Masked';
import { ProblemAlert } from '../../../../components/ProblemAlert';
import { StateTag } from '../../../../components/StateTag';
import { ViolationTable } from '../../../../components/ViolationTable';
import { formatTime } from '../../../../i18n/format';
import { useLanguage, useT } from '../../../../i18n/i18n';
import { label } from '../../../../i18n/labels';
import { ecopyStates, lineStates } from '../../../../i18n/labels.transfer';
import { useCan } from '../../../../session/session';
import { stageOf } from '../stages';
import { FormEditor } from './FormEditor';
import { FormText } from './FormText';

const revealers = ['retiree.reveal', 'transfer.declare', 'transfer.verify', 'transfer.receive'];

interface Props {
  detail: BatchDetail;
  seq: number;
  onClose: () => void;
}

/** One person of a batch: form, what was found at the counter, and corrections while they are possible. */
export function LineDrawer({ detail, seq, onClose }: Props) {
  const { batch, allowed } = detail;
  const answer = useLine(batch.id, seq);
  const [editing, setEditing] = useState(false);
  const line = answer.data;
  const editable = stageOf(batch).edits && line?.line.state === 'PENDING' && (allowed.includes('transfer.declare') || allowed.includes('transfer.verify'));
  return (
    <Drawer
      open
      size={860}
      title={line && <Space>{`${line.line.seq}. ${line.form.name}`}<StateTag state={line.line.state} labels={lineStates} /><span className="mono muted">{line.line.code}</span></Space>}
      extra={editable && !editing && <LineTools detail={detail} seq={seq} onEdit={() => setEditing(true)} onRemoved={onClose} />}
      onClose={onClose}
    >
      <ProblemAlert error={answer.error} onRetry={() => void answer.refetch()} />
      {!line && answer.isLoading && <Spin />}
      {line && (editing ? <FormEditor detail={detail} line={line} onDone={() => setEditing(false)} /> : <LineText detail={detail} line={line} />)}
    </Drawer>
  );
}

function LineTools({ detail, seq, onEdit, onRemoved }: { detail: BatchDetail; seq: number; onEdit: () => void; onRemoved: () => void }) {
  const t = useT();
  const { message } = App.useApp();
  const remove = useRemoveLine(detail.batch.id);
  const removable = detail.batch.state === 'DRAFT' && detail.allowed.includes('transfer.declare');
  return (
    <Space>
      {removable && (
        <Popconfirm
          title={t('line.removeTitle')}
          onConfirm={() => remove.mutateAsync(seq).then(onRemoved, (error: unknown) => void message.error(asProblem(error).message))}
        >
          <Button danger loading={remove.isPending}>{t('line.remove')}</Button>
        </Popconfirm>
      )}
      <Button type="primary" onClick={onEdit}>{t('common.edit')}</Button>
    </Space>
  );
}

function LineText({ detail, line }: { detail: BatchDetail; line: LineDetail }) {
  const t = useT();
  const language = useLanguage();
  const can = useCan();
  const { seq, warnings, ecopyState, dossierId, reason } = line.line;
  const mayReveal = revealers.some((permission) => detail.allowed.includes(permission));
  return (
    <>
      {reason && <p className="warning-text">{reason}</p>}
      {warnings.length > 0 && <ViolationTable violations={warnings} />}
      {ecopyState && (
        <p>
          {t('line.ecopy', { state: label(ecopyStates, ecopyState, language) })}{' '}
          {dossierId && can('dossier.read') && <Link to={`/dossiers/${dossierId}`}>{t('ingest.open')}</Link>}
        </p>
      )}
      <Checks line={line} />
      <FormText form={line.form} idNumber={<Masked masked={line.form.idNumber} mayReveal={mayReveal} onReveal={(why) => revealLine(detail.batch.id, seq, why)} />} />
    </>
  );
}

/** What was found at the counter, round by round, and the gaps that were stated. */
function Checks({ line }: { line: LineDetail }) {
  const t = useT();
  if (line.checks.length === 0) return null;
  return (
    <>
      <h4>{t('line.checks')}</h4>
      <Timeline
        items={line.checks.map((check) => ({
          key: check.round,
          content: (
            <>
              <b>{t('line.round', { round: check.round })} {check.decisionLabel}</b> {check.reason} {check.correction}
              {check.dueOn && <span> {t('batch.dueOn', { date: check.dueOn })}</span>}
              <div className="muted">{check.checkedBy} {formatTime(check.checkedAt)}</div>
              {check.warnings.map((warning) => <div key={warning.message} className="warning-text">{warning.rule} {warning.message}</div>)}
            </>
          ),
        }))}
      />
      {line.gaps.map((gap) => <p key={gap.id}>{t('line.gap', { material: gap.material, reason: gap.reason })} {gap.resolvedOn ? `${gap.resolvedOn} ${gap.resolution}` : t('gap.open')}</p>)}
    </>
  );
}
