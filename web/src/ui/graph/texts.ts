import { addEnglish } from '@/lib/i18n';
import { graph } from '@/lib/i18n/en/graph';

addEnglish({ graph });
