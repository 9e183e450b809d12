import { addEnglish } from '@/lib/i18n';
import { builder } from '@/lib/i18n/en/builder';
import { map } from '@/lib/i18n/en/map';
import { trial } from '@/lib/i18n/en/trial';

addEnglish({ builder, map, trial });
