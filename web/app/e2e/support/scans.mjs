// Electronic copies of dossiers of people a test knows, made of the pages of demonstration dossiers.
import { copyFileSync, existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { writeDemoPackages } from './program.mjs';

/** Materials with their class folders: those that every dossier must have, each of one page. */
const materials = [
  ['一、履历类材料', '1 职工履历表 1979.06.24'],
  ['九-1、工资材料', '1 工资变动审批表 1999.07.09'],
  ['九-2、任免材料', '1 招工登记表 1975.01'],
  ['九-2、任免材料', '2 退休审批表 2012.06.10'],
];

/** Writes a package with a folder for each person and gives its path. */
export function writeScans(folder, name, persons) {
  const drawn = join(folder, 'packages');
  const demo = existsSync(drawn) ? drawn : writeDemoPackages(folder, ['--dossiers', '4', '--pages', '3']);
  const pages = readdirSync(demo, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.jpg')).sort();
  const target = join(folder, name);
  for (const person of persons) {
    for (const [at, parts] of materials.entries()) {
      const page = join(target, `${person.name}${person.id}`, ...parts);
      mkdirSync(page, { recursive: true });
      copyFileSync(join(demo, pages[at]), join(page, '01.jpg'));
    }
  }
  return target;
}
