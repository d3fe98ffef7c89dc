import { useT } from '../i18n/i18n';

const columns = 3;
const rows = 8;

interface Props {
  /** The first free sticker, from 1 on; given by the form, as is what follows. */
  value?: number;
  id?: string;
  onChange?: (start: number) => void;
}

/** A sheet of stickers on which the first free one is picked. */
export function StickerSheet({ value = 1, id, onChange }: Props) {
  const t = useT();
  return (
    <div id={id} className="sticker-sheet" role="radiogroup" aria-label={t('labels.start')} style={{ gridTemplateColumns: `repeat(${columns}, 1fr)` }}>
      {Array.from({ length: columns * rows }, (_, at) => at + 1).map((start) => (
        <button
          key={start}
          type="button"
          role="radio"
          aria-checked={start === value}
          className={start < value ? 'used' : start === value ? 'first' : ''}
          onClick={() => onChange?.(start)}
        >
          {start}
        </button>
      ))}
    </div>
  );
}
