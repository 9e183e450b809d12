import { addEnglish } from '@/lib/i18n';
import { dashboards } from '@/lib/i18n/en/dashboards';

addEnglish({ dashboards });
