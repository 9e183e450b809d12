import type { identity as english } from '../en/identity';
import type { Translated } from '../translated';

export const identity: Translated<typeof english> = {
  name: 'Name',
  email: 'E-Mail',
  emailInvalid: 'Hier muss eine E-Mail-Adresse stehen.',
  password: 'Passwort',
  passwordHelp_one: 'Mindestens {{count, number}} Zeichen.',
  passwordHelp_other: 'Mindestens {{count, number}} Zeichen. Ein paar Wörter ohne Zusammenhang eignen sich gut.',
  status: { active: 'Aktiv', invited: 'Eingeladen', staged: 'Vorgemerkt', disabled: 'Gesperrt' },
  login: {
    title: 'Anmelden',
    text: 'Verwenden Sie das Konto Ihrer Organisation.',
    submit: 'Anmelden',
    refused: 'Diese E-Mail-Adresse und dieses Passwort gehören nicht zusammen.',
  },
  setup: {
    title: 'Administratorkonto erstellen',
    text: 'Dieses Konto richtet Seaway ein und lädt alle anderen ein.',
    noToken:
      'Öffnen Sie den Einrichtungslink, den der Server beim Start ausgegeben hat. „seaway admin“ gibt ihn erneut aus.',
    submit: 'Erstellen und anmelden',
    doneTitle: 'Seaway ist eingerichtet',
    doneText: 'Es gibt bereits ein Administratorkonto.',
  },
  accept: {
    title: 'Seaway beitreten',
    join: '{{organization}} beitreten',
    text: 'Sie wurden als {{email}} eingeladen. Wählen Sie Ihren Namen und ein Passwort.',
    knownText: 'Sie wurden als {{email}} eingeladen. Geben Sie das Passwort dieses Kontos ein.',
    noToken: 'Dieser Link ist unvollständig. Bitten Sie die Person, die Sie eingeladen hat, um den ganzen Link.',
    submit: 'Beitreten',
  },
  users: {
    text: 'Die Menschen in Ihrer Organisation und was sie dürfen.',
    table: 'Benutzer, Tabelle',
    none: 'Noch niemand hier',
    invite: 'Jemanden einladen',
    role: 'Rolle',
    roleHelp: 'Members lesen den Katalog. Admins dürfen alles ändern.',
    status: 'Status',
    lastSeen: 'Zuletzt gesehen',
    never: 'Nie',
    link: 'Einladungslink',
    linkText: 'Senden Sie diesen Link an {{email}}. Er gilt einmal.',
  },
};
