import { Button, Card, Space } from 'antd';
import { useState } from 'react';
import type { ComponentType, ReactNode } from 'react';
import type { MatterHead } from '../../api/matters';

/** One thing that can be done with a matter. */
export interface Work<M> {
  code: string; // as the server names it in `allowed`
  title: string;
  form: ComponentType<{ matter: M; onClose: () => void }>;
  /** Its form fills the panel; others are buttons that open a dialog. */
  main?: boolean;
  danger?: boolean;
}

/** How things stand with a matter, and the means to go on for those whom the server lets. The first main work fills the panel. */
export function ActionPanel<M extends MatterHead>({ matter, now, works, extra }: { matter: M; now: ReactNode; works: readonly Work<M>[]; extra?: ReactNode }) {
  const [open, setOpen] = useState<string>();
  const known = works.filter(({ code }) => matter.allowed.includes(code));
  const main = known.find((work) => work.main);
  const Main = main?.form;
  const Dialog = known.find(({ code }) => code === open)?.form;
  const close = () => setOpen(undefined);
  return (
    <Card
      size="small"
      className={Main ? 'action-panel' : 'action-panel action-none'}
      title={now}
      extra={
        <Space wrap>
          {extra}
          {known.filter((work) => work !== main).map(({ code, title, danger }) => (
            <Button key={code} danger={danger ?? false} onClick={() => setOpen(code)}>{title}</Button>
          ))}
        </Space>
      }
    >
      {Main && <Main key={`${matter.state}-${matter.version}`} matter={matter} onClose={close} />}
      {Dialog && <Dialog matter={matter} onClose={close} />}
    </Card>
  );
}
