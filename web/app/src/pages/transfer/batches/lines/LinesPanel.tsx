import { QuestionCircleOutlined } from '@ant-design/icons';
import { Button, Input, Space } from 'antd';
import { useState } from 'react';
import type { BatchDetail, LineState } from '../../../../api/client';
import { KeyHelp } from '../../../../components/KeyHelp';
import { ProblemAlert } from '../../../../components/ProblemAlert';
import { ReasonDialog } from '../../../../components/ReasonDialog';
import { useT } from '../../../../i18n/i18n';
import { lineStates } from '../../../../i18n/labels.transfer';
import { useWindowKeys } from '../../../../lib/keys';
import { StateSelect } from '../../../../components/StateSelect';
import { LineDrawer } from './LineDrawer';
import { lineAction, lineKeyHelp } from './lineKeys';
import type { LineAction } from './lineKeys';
import { LineTable } from './LineTable';
import { moveBy, moveTo, select, toggle } from './selection';
import { useLineList } from './useLineList';
import { useVerify } from './useVerify';

const screenful = 10; // rows

/** The persons of a batch: found, looked at, and verified by the hundred with the keyboard. */
export function LinesPanel({ detail }: { detail: BatchDetail }) {
  const t = useT();
  const { batch, allowed } = detail;
  const list = useLineList(batch.id);
  const verify = useVerify(batch.id, list);
  const [open, setOpen] = useState<number>();
  const [dialog, setDialog] = useState<'reject' | 'help'>();
  const { rows, selection, setSelection, query } = list;
  const verifying = batch.state === 'SSA_VERIFYING' && allowed.includes('transfer.verify');

  const actions: Record<LineAction, (extend: boolean) => void> = {
    next: (extend) => setSelection(moveBy(selection, rows, 1, extend)),
    previous: (extend) => setSelection(moveBy(selection, rows, -1, extend)),
    nextPage: (extend) => setSelection(moveBy(selection, rows, screenful, extend)),
    previousPage: (extend) => setSelection(moveBy(selection, rows, -screenful, extend)),
    first: (extend) => setSelection(moveTo(selection, rows, 0, extend)),
    last: (extend) => setSelection(moveTo(selection, rows, rows.length - 1, extend)),
    toggle: () => verifying && setSelection(toggle(selection)),
    all: () => verifying && setSelection(select(selection, rows)),
    clear: () => setSelection(select(selection, [])),
    verify: () => verifying && verify.decide(true),
    reject: () => verifying && verify.rejectable.length > 0 && setDialog('reject'),
    open: () => setOpen(selection.cursor),
    help: () => setDialog('help'),
  };
  useWindowKeys((event) => {
    const key = lineAction(event);
    if (!key) return;
    event.preventDefault();
    actions[key.action](key.extend);
  }, open === undefined && dialog === undefined);

  const current = list.lines.find((line) => line.seq === selection.cursor);
  const categories = new Set(verify.rejectable.map((line) => (line.employment === 'REGULAR' ? '' : line.employmentLabel)));
  const [category = ''] = categories.size === 1 ? categories : [];
  return (
    <section aria-label={t('line.list')} className="lines-panel">
      <div className="search-bar">
        <Space wrap>
          <Input.Search allowClear className="list-search" aria-label={t('line.search')} placeholder={t('line.search')} maxLength={100} onSearch={(text) => list.filterText(text.trim())} />
          <StateSelect<LineState> labels={lineStates} value={list.state} onChange={list.filterState} />
        </Space>
        <Space wrap>
          {verifying && <span className="muted">{t('line.selected', { count: selection.selected.size })}</span>}
          {verifying && <Button type="primary" disabled={verify.verifiable.length === 0} loading={verify.busy} onClick={() => verify.decide(true)}>{t('line.verify', { count: verify.verifiable.length })}</Button>}
          {verifying && <Button danger disabled={verify.rejectable.length === 0} onClick={() => setDialog('reject')}>{t('line.reject')}</Button>}
          <Button icon={<QuestionCircleOutlined />} onClick={() => setDialog('help')}>{t('line.keys')}</Button>
        </Space>
      </div>
      <ProblemAlert error={query.error} onRetry={() => void query.refetch()} />
      {dialog !== 'reject' && <ProblemAlert error={verify.error} />}
      {verify.refused.size > 0 && selection.selected.size > verify.refused.size && (
        <Button className="spaced" onClick={verify.dropRefused}>{t('line.dropRefused', { count: verify.refused.size })}</Button>
      )}
      <LineTable list={list} refused={verify.refused} selectable={verifying} onOpen={setOpen} />
      <output className="visually-hidden">{current && t('line.spoken', { seq: current.seq, name: current.name, state: current.stateLabel })}</output>
      {(list.previous ?? list.next) && (
        <div className="pager">
          <Button disabled={!list.previous} onClick={list.previous}>{t('common.previous')}</Button>
          <span>{t('common.range', { from: rows[0] ?? 0, to: rows.at(-1) ?? 0 })}</span>
          <Button disabled={!list.next} onClick={list.next}>{t('common.next')}</Button>
        </div>
      )}
      {open !== undefined && <LineDrawer key={open} detail={detail} seq={open} onClose={() => setOpen(undefined)} />}
      <ReasonDialog
        key={category}
        open={dialog === 'reject'}
        title={t('line.rejectTitle', { count: verify.rejectable.length })}
        initial={category}
        busy={verify.busy}
        error={dialog === 'reject' ? verify.error : null}
        onConfirm={(reason) => verify.decide(false, reason, () => setDialog(undefined))}
        onCancel={() => { setDialog(undefined); verify.reset(); }}
      />
      <KeyHelp entries={lineKeyHelp} open={dialog === 'help'} onClose={() => setDialog(undefined)} />
    </section>
  );
}
