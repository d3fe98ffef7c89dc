import { BarcodeOutlined } from '@ant-design/icons';
import { Input } from 'antd';
import type { InputRef } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { useT } from '../i18n/i18n';
import { isTextField, useWindowKeys } from '../lib/keys';

interface Props {
  label: string;
  /** What may be scanned here; by default what the counter knows. */
  placeholder?: string;
  /** Off while a dialog has the keyboard. */
  active: boolean;
  /** When this changes the focus comes back to the box: something was dealt with. */
  turn: unknown;
  onScan: (code: string) => void;
}

/** What a barcode gun or a hand typed: codes are plain, whatever the input method made of them. */
export function tidyCode(text: string): string {
  return text.normalize('NFKC').replace(/\s+/g, '');
}

/**
 * Takes what a barcode gun types, which ends with Enter. It has the focus from the start and gets it back with F2 or when a
 * gun types while a button or tick box has it; a text field in which someone writes keeps it.
 */
export function ScanBox({ label, placeholder, active, turn, onScan }: Props) {
  const t = useT();
  const box = useRef<InputRef>(null);
  const [text, setText] = useState('');
  useEffect(() => {
    if (active) box.current?.focus({ cursor: 'all' });
  }, [active, turn]);
  useWindowKeys((event) => {
    const types = event.key.length === 1 && event.key !== ' ' && !event.ctrlKey && !event.metaKey && !event.altKey;
    if (event.key === 'F2') event.preventDefault();
    if (event.key === 'F2' || (types && !isTextField(event.target))) box.current?.focus({ cursor: 'all' });
  }, active);
  const scan = () => {
    const code = tidyCode(text);
    setText('');
    if (code) onScan(code);
  };
  return (
    <Input
      ref={box}
      size="large"
      className="scan-box"
      prefix={<BarcodeOutlined />}
      aria-label={label}
      placeholder={placeholder ?? t('scan.placeholder')}
      maxLength={64}
      autoComplete="off"
      value={text}
      onChange={(event) => setText(event.target.value)}
      onPressEnter={(event) => { if (!event.nativeEvent.isComposing) scan(); }}
    />
  );
}
