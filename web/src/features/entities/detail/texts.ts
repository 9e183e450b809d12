import { addEnglish } from '@/lib/i18n';
import { detail } from '@/lib/i18n/en/detail';

addEnglish({ detail });
