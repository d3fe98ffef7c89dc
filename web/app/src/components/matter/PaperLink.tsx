import { PrinterOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import type { ReactNode } from 'react';

/** Opens a paper to be printed. */
export function PaperLink({ href, children }: { href: string; children: ReactNode }) {
  return <Button size="small" icon={<PrinterOutlined />} href={href} target="_blank" rel="noopener">{children}</Button>;
}
