import type { Outbound } from '../../../api/client';
import { useDecideOutbound } from '../../../api/outbounds';
import type { Work } from '../../../components/matter/ActionPanel';
import { DecideForm } from '../../../components/matter/DecideForm';
import { useT } from '../../../i18n/i18n';
import { ChaseDialog, LoseDialog, SendBackDialog, WithdrawDialog } from './dialogs';
import { DispatchForm } from './DispatchForm';
import { PackForm } from './PackForm';
import { FileForm, ReceiptForm } from './ReceiptForms';

/** What can be done with a forwarding. */
export function useOutboundWorks(): Work<Outbound>[] {
  const t = useT();
  return [
    { code: 'approve', title: t('matter.approve'), form: Review, main: true },
    { code: 'pack', title: t('outbound.pack'), form: PackForm, main: true },
    { code: 'dispatch', title: t('outbound.dispatch'), form: DispatchForm, main: true },
    { code: 'receipt', title: t('outbound.recordReceipt'), form: ReceiptForm, main: true },
    { code: 'archive', title: t('outbound.file'), form: FileForm, main: true },
    { code: 'chase', title: t('outbound.chase'), form: ChaseDialog },
    { code: 'sentBack', title: t('outbound.sendBack'), form: SendBackDialog },
    { code: 'lose', title: t('outbound.lose'), form: LoseDialog, danger: true },
    { code: 'withdraw', title: t('outbound.withdraw'), form: WithdrawDialog, danger: true },
  ];
}

function Review({ matter }: { matter: Outbound }) {
  return <DecideForm decide={useDecideOutbound(matter)} />;
}
