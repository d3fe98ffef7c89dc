import { DatePicker } from 'antd';
import dayjs from 'dayjs';

interface Props {
  id?: string;
  value?: string;
  'aria-label'?: string;
  disabled?: boolean;
  onChange?: (value: string) => void;
}

const format = 'YYYY-MM-DD';

export const today = () => dayjs().format(format);

/** A full day as YYYY-MM-DD; a field of a form. Dates of which parts may be unknown are PartialDateInput's. */
export function DateInput({ value, onChange, ...rest }: Props) {
  return (
    <DatePicker
      {...rest}
      format={format}
      preserveInvalidOnBlur={false}
      value={value ? dayjs(value, format) : null}
      onChange={(day) => onChange?.(day ? day.format(format) : '')}
    />
  );
}
