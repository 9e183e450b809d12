import { addEnglish } from '@/lib/i18n';
import { scorecards } from '@/lib/i18n/en/scorecards';

addEnglish({ scorecards });
