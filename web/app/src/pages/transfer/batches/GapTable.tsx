import { Button, Empty, Form, Input, Modal, Table, Tag } from 'antd';
import { useState } from 'react';
import type { BatchDetail, Gap } from '../../../api/client';
import { useResolveGap } from '../../../api/batches';
import { AttachmentLink } from '../../../components/AttachmentUpload';
import { DateInput, today } from '../../../components/DateInput';
import { ProblemAlert } from '../../../components/ProblemAlert';
import { useT } from '../../../i18n/i18n';
import { useRequired } from '../../../lib/required';

/** Missing materials with the statements about them, and how each was settled. */
export function GapTable({ detail }: { detail: BatchDetail }) {
  const t = useT();
  const [resolving, setResolving] = useState<Gap>();
  const may = detail.allowed.includes('transfer.receive');
  return (
    <>
      <Table<Gap>
        rowKey="id"
        size="small"
        scroll={{ x: 900 }}
        pagination={detail.gaps.length > 50 ? { pageSize: 50 } : false}
        dataSource={detail.gaps}
        locale={{ emptyText: <Empty description={t('gap.none')} /> }}
        columns={[
          { title: t('line.seq'), width: 70, dataIndex: 'seq' },
          { title: t('gap.material'), dataIndex: 'material' },
          { title: t('gap.reason'), dataIndex: 'reason' },
          { title: t('gap.statement'), width: 120, render: (_, gap) => (gap.attachmentId ? <AttachmentLink attachmentId={gap.attachmentId}>{t('attachment.open')}</AttachmentLink> : gap.sealed && t('gap.sealed')) },
          { title: t('gap.openedOn'), width: 110, dataIndex: 'openedOn' },
          { title: t('gap.dueOn'), width: 110, dataIndex: 'dueOn' },
          {
            title: t('gap.resolution'),
            render: (_, gap) => {
              if (gap.resolvedOn) return <><Tag color="green">{gap.resolvedOn}</Tag>{gap.resolution} <span className="muted">{gap.resolvedBy}</span></>;
              return may ? <Button size="small" onClick={() => setResolving(gap)}>{t('gap.resolve')}</Button> : <Tag color="orange">{t('gap.open')}</Tag>;
            },
          },
        ]}
      />
      {resolving && <ResolveDialog batchId={detail.batch.id} gap={resolving} onClose={() => setResolving(undefined)} />}
    </>
  );
}

function ResolveDialog({ batchId, gap, onClose }: { batchId: string; gap: Gap; onClose: () => void }) {
  const t = useT();
  const required = useRequired();
  const resolve = useResolveGap(batchId);
  const [form] = Form.useForm<{ on: string; resolution: string }>();
  return (
    <Modal open title={t('gap.resolveTitle', { seq: gap.seq, material: gap.material })} confirmLoading={resolve.isPending} onOk={() => form.submit()} onCancel={onClose}>
      <Form form={form} layout="vertical" requiredMark={false} initialValues={{ on: today() }} onFinish={(values) => resolve.mutate({ gapId: gap.id, ...values }, { onSuccess: onClose })}>
        <Form.Item name="on" label={t('gap.resolvedOn')} rules={required}><DateInput /></Form.Item>
        <Form.Item name="resolution" label={t('gap.resolution')} rules={[{ required: true, min: 2, whitespace: true, message: t('common.required') }]}>
          <Input autoFocus maxLength={500} placeholder={t('gap.resolutionHint')} />
        </Form.Item>
      </Form>
      <ProblemAlert error={resolve.error} />
    </Modal>
  );
}
