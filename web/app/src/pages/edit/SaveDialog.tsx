import type { Dossier, EditOperation } from '../../api/client';
import { useEditDossier } from '../../api/dossiers';
import { asProblem } from '../../api/problem';
import { ReasonDialog } from '../../components/ReasonDialog';
import { useT } from '../../i18n/i18n';
import { draftOf } from './draft';
import type { Draft } from './draft';
import { OperationList } from './OperationList';

interface Props {
  open: boolean;
  dossier: Dossier;
  draft: Draft;
  operations: EditOperation[];
  onSaved: (dossier: Dossier) => void;
  onStale: () => void;
  onClose: () => void;
}

export function SaveDialog({ open, dossier, draft, operations, onSaved, onStale, onClose }: Props) {
  const t = useT();
  const save = useEditDossier(dossier.head.id);
  const close = () => {
    save.reset();
    onClose();
  };
  const confirm = (reason: string) =>
    save.mutate(
      { version: dossier.head.version, reason, operations },
      {
        onSuccess: onSaved,
        onError: (error) => {
          if (!asProblem(error).isStale) return;
          save.reset();
          onStale();
        },
      },
    );
  return (
    <ReasonDialog open={open} title={t('edit.saveTitle')} busy={save.isPending} error={save.error} onConfirm={confirm} onCancel={close}>
      <OperationList operations={operations} drafts={[draftOf(dossier), draft]} />
    </ReasonDialog>
  );
}
