import { App, ConfigProvider } from 'antd';
import enUS from 'antd/locale/en_US';
import zhCN from 'antd/locale/zh_CN';
import dayjs from 'dayjs';
import 'dayjs/locale/zh-cn';
import { useEffect } from 'react';
import type { ReactNode } from 'react';
import { translate, useLanguage } from '../i18n/i18n';

/**
 * Fonts of the workstation only: nothing is fetched. The families after the usual ones are those that carry the rare
 * characters of names (CJK extensions), so that a name is not shown as boxes where the machine can draw it.
 */
const fontFamily =
  'system-ui, -apple-system, "Segoe UI", "PingFang SC", "Microsoft YaHei", "Noto Sans SC", "Noto Sans CJK SC", ' +
  '"Source Han Sans SC", "Plangothic P1", "SimSun-ExtB", "SimSun-ExtG", sans-serif';

const theme = {
  token: { colorPrimary: '#1d4f91', colorLink: '#1d4f91', controlItemBgActive: '#e6eefb', controlItemBgActiveHover: '#d9e5f8', borderRadius: 6, fontFamily },
  components: { Layout: { headerBg: '#ffffff', headerHeight: 52, siderBg: '#ffffff', bodyBg: '#f4f6f9' }, Menu: { itemSelectedBg: '#e6eefb', itemHeight: 34, groupTitleLineHeight: 1.2 }, Tree: { nodeSelectedBg: '#dfe9fa' } },
};

export function Appearance({ children }: { children: ReactNode }) {
  const language = useLanguage();
  useEffect(() => {
    dayjs.locale(language === 'zh-CN' ? 'zh-cn' : 'en');
    document.documentElement.lang = language;
    document.title = translate(language, 'app.name');
  }, [language]);
  return (
    <ConfigProvider locale={language === 'zh-CN' ? zhCN : enUS} theme={theme} button={{ autoInsertSpace: false }}>
      <App className="fill">{children}</App>
    </ConfigProvider>
  );
}
