import { Button } from 'antd';
import { useT } from '../../i18n/i18n';
import { useLanguage } from '../../i18n/i18n';

/** One example of each kind of question, written so that it can be pressed. The people and numbers do not exist. */
const examples: readonly (readonly [string, string, string])[] = [
  ['张建国', '姓名', 'name'],
  ['张?国', '有一个字不认识', 'one character unknown'],
  ['zhangjianguo', '拼音', 'pinyin'],
  ['zjg', '拼音首字母', 'initials'],
  ['19510307', '身份证号片段', 'part of an ID number'],
  ['機床', '单位（繁体也可以）', 'employer, traditional too'],
  ['退休审批表', '材料名称', 'title of a material'],
];

export function Understands({ onTry }: { onTry: (text: string) => void }) {
  const t = useT();
  const chinese = useLanguage() === 'zh-CN';
  return (
    <div className="understands">
      <span>{t('search.understands')}</span>
      {examples.map(([text, zh, en]) => (
        <Button key={text} size="small" onClick={() => onTry(text)}>
          <b>{text}</b>&ensp;<span className="muted">{chinese ? zh : en}</span>
        </Button>
      ))}
    </div>
  );
}
