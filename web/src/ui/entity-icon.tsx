import {
  type Icon,
  IconAlertTriangle,
  IconApi,
  IconApps,
  IconBolt,
  IconBox,
  IconBrandDocker,
  IconBrandGithub,
  IconBug,
  IconBuilding,
  IconCalendar,
  IconChartBar,
  IconCloud,
  IconComponents,
  IconCpu,
  IconDatabase,
  IconDeviceMobile,
  IconFileText,
  IconFlag,
  IconGitBranch,
  IconHierarchy3,
  IconKey,
  IconLock,
  IconMapPin,
  IconMessages,
  IconPackage,
  IconRocket,
  IconServer2,
  IconShieldCheck,
  IconSitemap,
  IconStack2,
  IconTemplate,
  IconUser,
  IconUsersGroup,
  IconWorld,
} from '@tabler/icons-react';
import { createElement } from 'react';

/** Words in an icon's or blueprint's name, most telling first. */
const BY_WORD: [RegExp, Icon][] = [
  [/team|group/, IconUsersGroup],
  [/user|person|people|member/, IconUser],
  [/api|swagger|openapi/, IconApi],
  [/incident|alert|pager/, IconAlertTriangle],
  [/bug|issue|vulnerab/, IconBug],
  [/microservice|service|component/, IconComponents],
  [/system|hierarch/, IconHierarchy3],
  [/domain|sitemap/, IconSitemap],
  [/database|postgres|mysql|redis|sql|bucket|storage/, IconDatabase],
  [/resource|cloud|aws|azure|gcp|google/, IconCloud],
  [/environment|cluster|server|node|infra/, IconServer2],
  [/deploy|release|rocket/, IconRocket],
  [/docker|container|image/, IconBrandDocker],
  [/k8s|kubernetes|workload|stack/, IconStack2],
  [/github/, IconBrandGithub],
  [/git|repo|branch/, IconGitBranch],
  [/package|library|artifact/, IconPackage],
  [/location|place|region/, IconMapPin],
  [/template|scaffold/, IconTemplate],
  [/secret|key|token/, IconKey],
  [/policy|security|shield|rule/, IconShieldCheck],
  [/flag|feature/, IconFlag],
  [/doc|page|file/, IconFileText],
  [/organi[sz]ation|company|vendor/, IconBuilding],
  [/site|web|url|link|world/, IconWorld],
  [/mobile|android|ios\b/, IconDeviceMobile],
  [/app/, IconApps],
  [/cpu|compute|machine/, IconCpu],
  [/date|schedule|event/, IconCalendar],
  [/bolt|function|lambda/, IconBolt],
  [/chart|metric|report/, IconChartBar],
  [/lock/, IconLock],
  [/message|queue|topic/, IconMessages],
];

const found = new Map<string, Icon>();

/** The icon for a name from the API, such as "Microservice", or failing that for the blueprint's identifier. */
export function iconFor(name: string | null | undefined, blueprint = ''): Icon {
  const key = `${name ?? ''} ${blueprint}`;
  const known = found.get(key);
  if (known) return known;
  const match = (text: string) => BY_WORD.find(([words]) => words.test(text.toLowerCase()))?.[1];
  const icon = match(name ?? '') ?? match(blueprint) ?? IconBox;
  found.set(key, icon);
  return icon;
}

interface EntityIconProps {
  icon?: string | null;
  blueprint?: string;
  size?: number;
}

/** An icon for a blueprint or entity; decorative, since the name stands beside it. */
export function EntityIcon({ icon, blueprint, size = 16 }: EntityIconProps) {
  return createElement(iconFor(icon, blueprint), { size, stroke: 1.7, 'aria-hidden': true });
}
