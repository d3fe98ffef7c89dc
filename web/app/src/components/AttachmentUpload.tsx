import { PaperClipOutlined, UploadOutlined } from '@ant-design/icons';
import { Button, Space } from 'antd';
import { useRef, useState } from 'react';
import { attachmentHref, fitsAttachment, scanTypes, useUploadAttachment } from '../api/attachments';
import { ApiProblem } from '../api/problem';
import { formatBytes } from '../i18n/format';
import { useT } from '../i18n/i18n';
import { ProblemAlert } from './ProblemAlert';

interface Props {
  id?: string;
  value?: string;
  accept?: string;
  /** What is to be chosen, for the button and for those who cannot see it. */
  label?: string;
  disabled?: boolean;
  onChange?: (attachmentId: string) => void;
}

/** A field of a form that holds one uploaded file: it is sent when chosen, and the field's value is its id. */
export function AttachmentUpload({ id, value, accept = scanTypes, label, disabled = false, onChange }: Props) {
  const t = useT();
  const input = useRef<HTMLInputElement>(null);
  const [tooBig, setTooBig] = useState<ApiProblem>();
  const upload = useUploadAttachment();
  const what = label ?? t('attachment.choose');
  const send = (file: File) => {
    upload.reset();
    setTooBig(fitsAttachment(file) ? undefined : refusal(t('attachment.size', { name: file.name })));
    if (fitsAttachment(file)) upload.mutate(file, { onSuccess: (attachment) => onChange?.(attachment.id) });
  };
  return (
    <div>
      <input
        ref={input}
        id={id}
        type="file"
        className="visually-hidden"
        accept={accept}
        disabled={disabled}
        tabIndex={-1}
        aria-label={what}
        onChange={(event) => {
          const file = event.target.files?.[0];
          event.target.value = ''; // so that the same file can be chosen again after it was corrected
          if (file) send(file);
        }}
      />
      <Space wrap>
        {!disabled && <Button icon={<UploadOutlined />} loading={upload.isPending} onClick={() => input.current?.click()}>{value ? t('attachment.replace') : what}</Button>}
        {value && (
          <AttachmentLink attachmentId={value}>
            {upload.data?.id === value ? `${upload.data.name}（${formatBytes(upload.data.size)}）` : t('attachment.open')}
          </AttachmentLink>
        )}
        {!value && disabled && <span className="muted">{t('common.none')}</span>}
      </Space>
      <ProblemAlert error={tooBig ?? upload.error} />
    </div>
  );
}

function refusal(title: string): ApiProblem {
  return new ApiProblem({ type: 'about:blank', title, status: 0, code: 'client.attachment' });
}

export function AttachmentLink({ attachmentId, children }: { attachmentId: string; children: React.ReactNode }) {
  return <a href={attachmentHref(attachmentId)} target="_blank" rel="noreferrer"><PaperClipOutlined /> {children}</a>;
}
