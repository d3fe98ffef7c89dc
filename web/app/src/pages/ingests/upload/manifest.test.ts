import { describe, expect, it } from 'vitest';
import { buildPackage, isLitter, manifestFiles } from './manifest';

function picked(...paths: string[]) {
  return paths.map((path) => ({ path, file: new File(['x'.repeat(path.length)], path.split('/').pop() ?? '') }));
}

const paths = (...chosen: string[]) => buildPackage(picked(...chosen)).files.map((file) => file.path);

describe('buildPackage', () => {
  it('takes the chosen folder as the package', () => {
    const result = buildPackage(picked('移交/张三/1.jpg', '移交/名册.xlsx', '移交/李四/1.jpg'));
    expect(result.name).toBe('移交');
    expect(result.files.map((file) => file.path)).toEqual(['名册.xlsx', '张三/1.jpg', '李四/1.jpg']);
  });

  it('keeps the name of a single person’s folder', () => {
    expect(paths('张三 219999195103070019/1.jpg', '张三 219999195103070019/2.jpg')).toEqual([
      '张三 219999195103070019/1.jpg',
      '张三 219999195103070019/2.jpg',
    ]);
  });

  it('keeps the names of several dropped folders', () => {
    expect(paths('b/x/1.jpg', 'a/1.jpg')).toEqual(['a/1.jpg', 'b/x/1.jpg']);
  });

  it('names a package of one zip after it', () => {
    expect(buildPackage(picked('移交包.zip'))).toMatchObject({ name: '移交包.zip', files: [{ path: '移交包.zip' }] });
  });

  it('orders files the same way however they were walked', () => {
    const forwards = paths('p/a/10.jpg', 'p/a/2.jpg', 'p/B/1.jpg', 'p/a.xlsx', 'p/张/1.jpg', 'p/𬭚/1.jpg');
    const backwards = paths('p/𬭚/1.jpg', 'p/张/1.jpg', 'p/a.xlsx', 'p/B/1.jpg', 'p/a/2.jpg', 'p/a/10.jpg');
    expect(forwards).toEqual(backwards);
  });

  it('leaves out what systems leave behind and says how many', () => {
    const result = buildPackage(picked('p/a/1.jpg', 'p/a/Thumbs.db', 'p/.DS_Store', 'p/~$名册.xlsx', 'p/__MACOSX/a/._1.jpg'));
    expect(result.files.map((file) => file.path)).toEqual(['a/1.jpg']);
    expect(result.ignored).toBe(4);
  });

  it('announces sizes', () => {
    const result = buildPackage(picked('p/a/1.jpg', 'p/a/22.jpg'));
    expect(manifestFiles(result)).toEqual([{ path: 'a/1.jpg', size: 9 }, { path: 'a/22.jpg', size: 10 }]);
    expect(result.bytes).toBe(19);
  });
});

it('knows litter from scans', () => {
  expect(['a/.hidden', 'desktop.ini', 'x/THUMBS.DB'].every(isLitter)).toBe(true);
  expect(['a/1.jpg', 'Thumbs.db.jpg', '履历.表.tif'].some(isLitter)).toBe(false);
});
