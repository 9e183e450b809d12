import { useTranslation } from 'react-i18next';
import { singleKeysOn } from '@/lib/hotkeys';
import { addEnglish } from '@/lib/i18n';
import { search } from '@/lib/i18n/en/search';
import { Dialog } from '@/ui/dialog';
import { Kbd } from '@/ui/kbd';
import classes from './shortcut-help.module.css';
import { SHELL_KEYS } from './shortcuts';

addEnglish(search);

type Label = keyof typeof search.keys;
/** A key, or keys one after another; several ways stand beside each other. */
type Line = [label: Label, ...ways: string[]];

const mac = /Mac|iP(hone|ad)/.test(navigator.platform);
const lines = (keys: Record<string, Label>): Line[] => Object.entries(keys).map(([key, label]) => [label, key]);

/** Every shortcut that is bound, by where it works. */
export const SHEET: Record<'everywhere' | 'go' | 'table', Line[]> = {
  everywhere: [['palette', mac ? '⌘+K' : 'Ctrl+K'], ...lines(SHELL_KEYS.everywhere), ['close', 'Esc']],
  go: lines(SHELL_KEYS.go),
  table: [
    ['move', '↑', '↓'],
    ['ends', 'Home', 'End'],
    ['pages', 'PgUp', 'PgDn'],
    ['open', '↵'],
    ['preview', 'Space'],
    ['select', 'x'],
    ['edit', 'e'],
    ['actions', '.'],
  ],
};

/** The list of shortcuts. */
export default function ShortcutHelp({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Dialog onClose={onClose} title={t('keys.title')} size={720}>
      {!singleKeysOn() && <p className={classes.off}>{t('keys.off')}</p>}
      <div className={classes.sheet}>
        {(['everywhere', 'go', 'table'] as const).map((place) => (
          <section key={place}>
            <h3>{t(`keys.${place}`)}</h3>
            <dl className={classes.keys}>
              {SHEET[place].map(([label, ...ways]) => (
                <div key={label}>
                  <dt>{t(`keys.${label}`)}</dt>
                  <dd>
                    {ways
                      .flatMap((way) => way.split(/[ +]/))
                      .map((key) => (
                        <Kbd key={key}>{key}</Kbd>
                      ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
