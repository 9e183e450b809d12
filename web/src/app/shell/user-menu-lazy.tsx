import { type MantineColorScheme, Menu, UnstyledButton, useMantineColorScheme } from '@mantine/core';
import { IconKeyboard, IconLogout, IconUserCircle } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { signOut, useSession } from '@/features/identity/public';
import { useChoose } from '@/features/personal/public';
import { singleKeysOn } from '@/lib/hotkeys';
import { chosenLanguage, isLanguage, LANGUAGES } from '@/lib/i18n/languages';
import { toastFailure } from '@/ui/toast';
import classes from './sidebar.module.css';
import { UserFace } from './user-face';

const SCHEMES = ['light', 'dark', 'auto'] as const;

/** The person signed in: theme, shortcuts, sign out. */
export default function UserMenu({ onHelp }: { onHelp: () => void }) {
  const { t } = useTranslation();
  const { user } = useSession();
  const { colorScheme } = useMantineColorScheme();
  const [language, setLanguage] = useState<string>(chosenLanguage);
  const choose = useChoose();
  const speak = (choice: string) => {
    setLanguage(choice);
    choose({ language: isLanguage(choice) ? choice : 'auto' });
  };
  const [single, setSingle] = useState(singleKeysOn);
  return (
    <Menu position="top-start" width={228}>
      <Menu.Target>
        <UnstyledButton className={classes.foot}>
          <UserFace />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{user.email}</Menu.Label>
        <Menu.Item
          leftSection={<IconUserCircle size={15} />}
          renderRoot={(props) => <Link {...props} to="/settings/profile" />}
        >
          {t('user.profile')}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Label>{t('theme.label')}</Menu.Label>
        <Menu.RadioGroup value={colorScheme} onChange={(theme) => choose({ theme: theme as MantineColorScheme })}>
          {SCHEMES.map((scheme) => (
            <Menu.RadioItem key={scheme} value={scheme}>
              {t(`theme.${scheme}`)}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
        <Menu.Divider />
        <Menu.Label>{t('user.language')}</Menu.Label>
        <Menu.RadioGroup value={language} onChange={speak}>
          <Menu.RadioItem value="auto">{t('user.languageAuto')}</Menu.RadioItem>
          {Object.entries(LANGUAGES).map(([code, name]) => (
            <Menu.RadioItem key={code} value={code} lang={code}>
              {name}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
        <Menu.Divider />
        <Menu.Item leftSection={<IconKeyboard size={15} />} onClick={onHelp}>
          {t('user.shortcuts')}
        </Menu.Item>
        <Menu.CheckboxItem
          checked={single}
          onChange={(on) => {
            choose({ singleKeys: on });
            setSingle(on);
          }}
        >
          {t('user.singleKeys')}
        </Menu.CheckboxItem>
        <Menu.Divider />
        <Menu.Item leftSection={<IconLogout size={15} />} onClick={leave}>
          {t('user.signOut')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

/** Ends the session; loading anew forgets everything that was read in it. */
function leave(): void {
  signOut()
    .then(() => location.assign('/login'))
    .catch((error: unknown) => toastFailure(error));
}
