import { Space, Tag } from 'antd';
import type { Person } from '../../api/client';
import { useLanguage, useT } from '../../i18n/i18n';
import { label } from '../../i18n/labels';
import { specialCategories } from '../../i18n/labels.people';

/** What is to be known of a person at once: deceased, living elsewhere, to be helped. */
export function PersonTags({ person }: { person: Person }) {
  const t = useT();
  const language = useLanguage();
  return (
    <Space size={4} wrap>
      {person.survival === 'DECEASED' && <Tag color="default" variant="solid">{t('dossier.survival.DECEASED')}</Tag>}
      {person.outOfCity && <Tag color="purple">{t('person.outOfCity')}</Tag>}
      {person.special.map((category) => <Tag key={category} color="volcano">{label(specialCategories, category, language)}</Tag>)}
    </Space>
  );
}
