import { Button, Popconfirm, Space } from 'antd';
import { useState } from 'react';
import type { Agreement } from '../../../api/client';
import { useAmendAgreement, useMoveAgreement } from '../../../api/agreements';
import { ProblemAlert } from '../../../components/ProblemAlert';
import { ReasonDialog } from '../../../components/ReasonDialog';
import { useT } from '../../../i18n/i18n';
import { SignatureDialog } from './SignatureDialog';
import { agreementActions } from './steps';
import type { AgreementAction } from './steps';

/** What may be done with the newest version in its state, for those who may. */
export function AgreementActions({ agreement, unsaved }: { agreement: Agreement; unsaved: boolean }) {
  const t = useT();
  const [open, setOpen] = useState<AgreementAction>();
  const move = useMoveAgreement(agreement);
  const amend = useAmendAgreement(agreement);
  const actions = agreementActions[agreement.state].filter(({ needs }) => needs.some((permission) => agreement.allowed.includes(permission)));
  const close = () => {
    setOpen(undefined);
    move.reset();
    amend.reset();
  };
  const withReason = (reason: string) => {
    if (open?.do === 'amend') amend.mutate(reason, { onSuccess: close });
    if (open?.do === 'move') move.mutate({ to: open.to, reason }, { onSuccess: close });
  };
  return (
    <>
      <Space wrap>
        {unsaved && <span className="muted">{t('agreement.saveFirst')}</span>}
        {actions.map((action) =>
          action.do === 'move' && !action.reason ? (
            <Popconfirm key={action.title} disabled={unsaved} title={t('agreement.sure', { action: t(action.title) })} onConfirm={() => move.mutate({ to: action.to })}>
              <Button type={action.primary ? 'primary' : 'default'} disabled={unsaved} loading={move.isPending}>{t(action.title)}</Button>
            </Popconfirm>
          ) : (
            <Button key={action.title} type={action.primary ? 'primary' : 'default'} onClick={() => setOpen(action)}>{t(action.title)}</Button>
          ),
        )}
      </Space>
      {!open && move.error && <ProblemAlert error={move.error} />}
      <ReasonDialog
        open={open !== undefined && open.do !== 'sign'}
        title={open && t(open.title)}
        busy={move.isPending || amend.isPending}
        error={move.error ?? amend.error}
        onConfirm={withReason}
        onCancel={close}
      />
      {open?.do === 'sign' && <SignatureDialog agreement={agreement} side={open.side} onClose={close} />}
    </>
  );
}
