import { addEnglish } from '@/lib/i18n';
import { search } from '@/lib/i18n/en/search';

addEnglish(search);
