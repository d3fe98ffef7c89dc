import { TreeSelect } from 'antd';
import { useMemo } from 'react';
import { useDivisions } from '../api/places';
import { useT } from '../i18n/i18n';
import { divisionTree } from '../lib/divisions';
import type { DivisionNode, Level } from '../lib/divisions';

const districtDigits = 6; // what lies above is open from the start

interface Props {
  id?: string;
  value?: string;
  'aria-label'?: string;
  levels?: readonly Level[]; // that may be chosen; the others only lead there
  allowClear?: boolean;
  disabled?: boolean;
  placeholder?: string;
  onChange?: (code: string | undefined) => void;
}

interface Option {
  value: string;
  title: string;
  disabled: boolean;
  children: Option[];
}

/** Chooses a division by walking down or by typing part of its name or code. */
export function DivisionPicker({ value, levels, onChange, placeholder, ...rest }: Props) {
  const t = useT();
  const divisions = useDivisions();
  const options = useMemo(() => {
    const offered = (length: number) => !levels || levels.some((level) => level === length);
    const option = ({ code, name, children }: DivisionNode): Option => ({
      value: code,
      title: `${name} ${code}`,
      disabled: !offered(code.length),
      children: options(children),
    });
    // A branch that leads to nothing to choose is left out.
    const options = (nodes: DivisionNode[]): Option[] => nodes.map(option).filter((one) => !one.disabled || one.children.length > 0);
    return options(divisionTree(divisions.data ?? []));
  }, [divisions.data, levels]);
  return (
    <TreeSelect<string>
      {...rest}
      key={String(divisions.isSuccess)} // what is open at first is decided when it is made
      className="wide-select"
      showSearch={{ treeNodeFilterProp: 'title' }}
      value={value || undefined}
      placeholder={placeholder ?? t('division.pick')}
      loading={divisions.isLoading}
      treeData={options}
      treeExpandAction="click"
      treeDefaultExpandedKeys={(divisions.data ?? []).map(({ code }) => code).filter((code) => code.length < districtDigits)}
      popupMatchSelectWidth={false}
      onChange={(code: string | undefined) => onChange?.(code)}
    />
  );
}
