import type { DeclarationInput } from '../../src/attribute/declaration.ts'

const option = (value: string, en: string, de: string, ar: string) => ({ value, label: { en, de, ar } })
export const work = { en: 'Work', de: 'Arbeit', ar: 'العمل' }

/** One attribute of each type, and one that only an operator changes, in two sections. */
export const oneOfEachType: readonly DeclarationInput[] = [
  {
    name: 'nickname',
    type: 'text',
    label: { en: 'Nickname', de: 'Spitzname', ar: 'اللقب' },
    max_length: 12,
    order: 1,
  },
  {
    name: 'bio',
    type: 'long_text',
    label: { en: 'About me', de: 'Über mich', ar: 'نبذة عني' },
    help: {
      en: 'What others should know.',
      de: 'Was andere wissen sollen.',
      ar: 'ما ينبغي أن يعرفه الآخرون.',
    },
    max_length: 120,
    order: 2,
  },
  {
    name: 'birthday',
    type: 'date',
    label: { en: 'Birthday', de: 'Geburtstag', ar: 'تاريخ الميلاد' },
    minimum: '1800-01-01',
    order: 3,
  },
  { name: 'homepage', type: 'url', label: { en: 'Homepage', de: 'Website', ar: 'الموقع' }, order: 4 },
  { name: 'hometown', type: 'place', label: { en: 'Hometown', de: 'Heimatort', ar: 'مسقط الرأس' }, order: 5 },
  {
    name: 'citizenship',
    type: 'country',
    label: { en: 'Citizenship', de: 'Staatsangehörigkeit', ar: 'الجنسية' },
    order: 6,
  },
  {
    name: 'mother_tongue',
    type: 'language',
    label: { en: 'Mother tongue', de: 'Muttersprache', ar: 'اللغة الأم' },
    order: 7,
  },
  {
    name: 'department',
    type: 'choice',
    section: work,
    label: { en: 'Department', de: 'Abteilung', ar: 'القسم' },
    options: [
      option('sales', 'Sales', 'Vertrieb', 'المبيعات'),
      option('research', 'Research', 'Forschung', 'البحث'),
    ],
    order: 11,
  },
  {
    name: 'skills',
    type: 'choices',
    section: work,
    label: { en: 'Skills', de: 'Kenntnisse', ar: 'المهارات' },
    options: [
      option('go', 'Go', 'Go', 'Go'),
      option('sql', 'SQL', 'SQL', 'SQL'),
      option('talks', 'Public speaking', 'Vorträge', 'الخطابة'),
    ],
    max_items: 2,
    order: 12,
  },
  {
    name: 'team_size',
    type: 'integer',
    section: work,
    label: { en: 'Team size', de: 'Teamgröße', ar: 'حجم الفريق' },
    minimum: 1,
    maximum: 5000,
    order: 13,
  },
  {
    name: 'weekly_hours',
    type: 'number',
    section: work,
    label: { en: 'Weekly hours', de: 'Wochenstunden', ar: 'ساعات الأسبوع' },
    order: 14,
  },
  {
    name: 'newsletter',
    type: 'boolean',
    section: work,
    label: { en: 'Newsletter', de: 'Newsletter', ar: 'النشرة' },
    help: { en: 'News of the team, once a month.', de: 'Einmal im Monat.', ar: 'مرة في الشهر.' },
    order: 15,
  },
  {
    name: 'office_zone',
    type: 'timezone',
    section: work,
    label: { en: 'Office time zone' },
    default: 'Europe/Paris',
    order: 16,
  },
  {
    name: 'employee_number',
    type: 'text',
    section: work,
    label: { en: 'Employee number', de: 'Personalnummer', ar: 'رقم الموظف' },
    help: { en: 'Ask your manager if it is wrong.', de: 'Fragen Sie Ihre Vorgesetzten.', ar: 'اسأل مديرك.' },
    default: 'E-0000',
    write: ['operator'],
    order: 17,
  },
]
