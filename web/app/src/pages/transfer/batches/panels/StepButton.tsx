import { Button } from 'antd';
import type { ButtonProps } from 'antd';
import { ProblemAlert } from '../../../../components/ProblemAlert';

interface Props {
  step: { error: Error | null; isPending: boolean; mutate: () => void };
  children: ButtonProps['children'];
  icon?: ButtonProps['icon'];
  disabled?: boolean;
}

/** Does one thing that needs no words, and shows in full why it was refused. */
export function StepButton({ step, ...button }: Props) {
  return (
    <>
      <ProblemAlert error={step.error} />
      <Button {...button} type="primary" loading={step.isPending} onClick={() => step.mutate()} />
    </>
  );
}
