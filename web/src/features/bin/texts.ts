import { addEnglish } from '@/lib/i18n';
import { bin } from '@/lib/i18n/en/bin';

addEnglish({ bin });
