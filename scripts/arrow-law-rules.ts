import type { ICruiseOptions, IForbiddenRuleType } from 'dependency-cruiser'

type Rule = IForbiddenRuleType & { name: string; comment: string }

/**
 * The order of the features: each may use the services and rules of those before it, never a store or routes. Rooms on
 * the same line may not import each other.
 */
const order: string[][] = [
  ['secrets'],
  ['feed'],
  ['audit'],
  ['application'],
  ['user'],
  ['local-info'],
  ['attribute'],
  ['password', 'second-factor', 'passkey'],
  ['session'],
  ['outbox'],
  ['mail'],
  ['notice'],
  ['one-time-code'],
  ['profile', 'picture'],
  ['webhook'],
  ['email-change'],
  ['password-change', 'own-factors'],
  ['account', 'own-data'],
  ['people', 'provider'],
  ['page'],
]
/** The modules that only the child processes for pictures load. */
const PICTURE_WORKER =
  '^src/picture/picture-(worker|prepare|header|loader|completeness|jpeg|jpeg-bits|library|bitmap|color|transfer|signals|file|first-frame|gif|gif-pixels|repair|png|network|faces|subject|suggest|pipeline|variants|drawing|initials|bmp|bmp-pixels|frame|heic|jxl)\\.ts$'
/** The modules that wire the service. */
const wiringPath = '^src/app/'
/** The rooms that every other room may use, lowest first: each may import those before it. */
const ground = [['errors'], ['basics'], ['messages'], ['ports', 'tables'], ['protocol'], ['config']]
/** The rooms of the order, flattened. */
export const features = order.flat()
/** The rooms with their own rules instead of a place in the order. */
export const roomsBesideTheOrder = [
  'adapters',
  'app',
  'cli',
  'docs',
  'health',
  'http',
  'openapi',
  ...ground.flat(),
]

const anyFeature = `^src/(${features.join('|')})/`

const layer = (suffix: string) => `^src/[^/]+/[^/]+\\.${suffix}\\.ts$`

const featureOrder: Rule[] = order.flatMap((rooms, line) =>
  rooms.flatMap((room) => {
    const forbidden = [...rooms.filter((other) => other !== room), ...order.slice(line + 1).flat()]
    if (forbidden.length === 0) return []
    return {
      name: `feature-order-${room}`,
      comment: `${room}/ may use only the services and rules of the rooms before it.`,
      severity: 'error',
      from: { path: `^src/${room}/` },
      to: { path: `^src/(${forbidden.join('|')})/` },
    }
  }),
)

const groundOrder: Rule[] = ground.map((rooms, line) => ({
  name: `ground-${rooms.join('-and-')}`,
  comment: `The ground may not import the rooms above it: ${ground.flat().join(', ')}.`,
  severity: 'error',
  from: { path: `^src/(${rooms.join('|')})/` },
  to: {
    path: '^src/',
    pathNot: `^src/(${ground
      .slice(0, line + 1)
      .flat()
      .join('|')})/`,
  },
}))

/** The law of the page, under `web/`. */
const pageRules: Rule[] = [
  {
    name: 'page-stands-apart',
    comment: 'The page imports common/ and packages, and nothing from the service.',
    severity: 'error',
    from: { path: '^web/' },
    to: { path: '^(src|migrations|scripts|bench|test)/' },
  },
  {
    name: 'service-stands-apart',
    comment: 'The service does not import the page, whose files it serves unchanged.',
    severity: 'error',
    from: { path: '^(src|migrations)/' },
    to: { path: '^web/' },
  },
  {
    name: 'page-is-put-together-in-app',
    comment: 'Only app.tsx imports screens, and only main.tsx imports app.tsx.',
    severity: 'error',
    from: { path: '^web/src/', pathNot: ['^web/src/screens/', '^web/src/(app|main)\\.tsx$'] },
    to: { path: ['^web/src/screens/', '^web/src/(app|main)\\.tsx$'] },
  },
  {
    name: 'screens-stand-apart',
    comment:
      'A screen has a folder and imports no other screen; shared components are in ui/ or second-factor/.',
    severity: 'error',
    from: { path: '^web/src/screens/([^/]+)' },
    to: { path: '^web/src/(screens/|(app|main)\\.tsx$)', pathNot: '^web/src/screens/$1/' },
  },
  {
    name: 'ui-stays-below-screens',
    comment: 'ui/ has components for every screen, and imports neither screens nor second-factor/.',
    severity: 'error',
    from: { path: '^web/src/ui/' },
    to: { path: '^web/src/second-factor/' },
  },
  {
    name: 'page-ground-stands-low',
    comment: 'Modules that render nothing do not import modules that do.',
    severity: 'error',
    from: { path: '^web/src/((api|session|i18n|password)/|[^/]+$)', pathNot: '^web/src/(app|main)\\.tsx$' },
    to: { path: '^web/src/(ui|second-factor)/' },
  },
]

/** The arrow law of `ARCHITECTURE.md`, as rules for dependency-cruiser. */
export const forbidden: Rule[] = [
  ...featureOrder,
  ...groundOrder,
  {
    name: 'no-cycles',
    comment: 'Modules must not import each other in a cycle.',
    severity: 'error',
    from: {},
    to: { circular: true },
  },
  {
    name: 'resolvable',
    comment: 'An unresolvable import cannot be checked.',
    severity: 'error',
    from: {},
    to: { couldNotResolve: true },
  },
  {
    name: 'store-is-private',
    comment: "Only a room's services use its store.",
    severity: 'error',
    from: { path: '^(src|migrations)/([^/]+)/' },
    to: { path: layer('store'), pathNot: '^src/$2/' },
  },
  {
    name: 'routes-are-last',
    comment: 'Only app/http-app.ts imports routes.',
    severity: 'error',
    from: { pathNot: '^src/app/http-app\\.ts$' },
    to: { path: layer('routes') },
  },
  {
    name: 'routes-do-not-skip-the-service',
    comment: 'Routes, schemas and the command line reach rows through a service.',
    severity: 'error',
    from: { path: [layer('routes'), layer('schema'), '^src/cli/', '^src/http/'] },
    to: { path: [layer('store'), layer('row')] },
  },
  {
    name: 'store-knows-rows-only',
    comment: 'A store uses the database port, rules and row mappers.',
    severity: 'error',
    from: { path: [layer('store'), layer('row')] },
    to: {
      path: '^src/',
      pathNot: [
        '^src/(basics|errors)/',
        '^src/ports/database\\.ts$',
        '^src/tables/(change-then-insert|changed-rows|engine|prepared-query|tables)\\.ts$',
        `${anyFeature}[^/.]+\\.ts$`,
        layer('row'),
      ],
    },
  },
  {
    name: 'store-keeps-to-kysely',
    comment: 'The only package a store may import is kysely.',
    severity: 'error',
    from: { path: [layer('store'), layer('row')] },
    to: { dependencyTypes: ['npm', 'npm-dev', 'npm-optional', 'core'], pathNot: '^node_modules/kysely/' },
  },
  {
    name: 'service-does-not-know-messages',
    comment: 'A service imports neither HTTP nor adapters.',
    severity: 'error',
    from: { path: layer('service') },
    to: { path: [layer('routes'), '^src/(http|openapi|cli)/', wiringPath] },
  },
  {
    name: 'messages-give-types-alone',
    comment: "Services and rules may import only types from a schema, and only from their own room's.",
    severity: 'error',
    from: { path: [layer('service'), `${anyFeature}[^/.]+\\.ts$`] },
    to: { path: layer('schema'), dependencyTypesNot: ['type-only'] },
  },
  {
    name: 'messages-stay-in-their-room',
    comment: "Services and rules may not import even a type from another room's schema.",
    severity: 'error',
    from: { path: '^src/([^/]+)/[^/]+(\\.service)?\\.ts$', pathNot: [layer('(schema|routes)'), '^src/cli/'] },
    to: { path: layer('schema'), pathNot: '^src/$1/' },
  },
  {
    name: 'rules-are-pure',
    comment: 'Rules import rules, but not rows, services or HTTP.',
    severity: 'error',
    from: { path: `${anyFeature}[^/.]+\\.ts$` },
    to: {
      path: [layer('(store|row|service|routes)'), '^src/(http|openapi|cli|adapters)/', wiringPath],
    },
  },
  {
    name: 'schema-knows-rules',
    comment: 'A schema imports rules and the ground.',
    severity: 'error',
    from: { path: layer('schema') },
    to: {
      path: [layer('(store|row|service|routes)'), '^src/(http|openapi|cli|adapters)/'],
    },
  },
  {
    name: 'common-is-for-both',
    comment:
      'The service and the page use common/, which imports nothing else: no room, no package, no Node.js.',
    severity: 'error',
    from: { path: '^common/' },
    to: { pathNot: '^common/' },
  },
  ...pageRules,
  {
    name: 'adapters-know-ports',
    comment: 'An adapter imports ports, tables, the rooms below those, other adapters and the migrations.',
    severity: 'error',
    from: { path: '^src/adapters/' },
    to: { path: '^src/', pathNot: '^src/(adapters|basics|errors|ports|tables)/' },
  },
  {
    name: 'adapters-are-chosen-in-app',
    comment:
      'Only the wiring imports adapters. Commands that work on the files of a stopped service may import the file adapters, and restore.ts the copy of a database.',
    severity: 'error',
    from: { path: '^src/', pathNot: ['^src/(adapters|cli)/', wiringPath] },
    to: { path: '^src/adapters/' },
  },
  {
    name: 'commands-use-files-alone',
    comment:
      'The only adapters the command line may import are those of files, and, in restore.ts, the copy of a database.',
    severity: 'error',
    from: { path: '^src/cli/' },
    to: {
      path: '^src/adapters/',
      pathNot: '^src/adapters/(files/|database/(migrate|sqlite-maintenance)\\.ts$)',
    },
  },
  {
    name: 'migrations-stand-alone',
    comment: 'A released migration never changes, so it imports nothing that does.',
    severity: 'error',
    from: { path: '^migrations/' },
    to: { path: '^src/' },
  },
  {
    name: 'cli-is-last',
    comment: 'Only main.ts imports the command line.',
    severity: 'error',
    from: { pathNot: '^src/(cli/|main\\.ts$)' },
    to: { path: '^src/cli/' },
  },
  {
    name: 'app-is-used-by-cli',
    comment: 'app/ is the top of the service: only the command line imports it.',
    severity: 'error',
    from: { pathNot: ['^src/(cli/|main\\.ts$)', wiringPath] },
    to: { path: wiringPath },
  },
  {
    name: 'http-stays-below-routes',
    comment: 'http/ and openapi/ import no feature: app/ implements the port that identifies the caller.',
    severity: 'error',
    from: { path: '^src/(http|openapi)/' },
    to: { path: [anyFeature, '^src/(adapters|app|cli|docs|health)/'] },
  },
  {
    name: 'http-does-not-know-the-document',
    comment: 'openapi/ imports http/, not the other way around.',
    severity: 'error',
    from: { path: '^src/http/' },
    to: { path: '^src/openapi/' },
  },
  {
    name: 'fastify-in-http',
    comment: 'Only http/, openapi/ and routes import fastify.',
    severity: 'error',
    from: { path: '^src/', pathNot: ['^src/(http|openapi)/', layer('routes')] },
    to: { path: '^node_modules/(fastify|@fastify/[^/]+)/' },
  },
  {
    name: 'sharp-in-picture',
    comment: 'Only picture/ imports sharp.',
    severity: 'error',
    from: { path: '^src/', pathNot: '^src/picture/' },
    to: { path: '^node_modules/sharp/' },
  },
  {
    name: 'pictures-in-workers',
    comment: 'Only the child processes load the modules that decode, encode and draw pictures.',
    severity: 'error',
    from: { path: '^src/', pathNot: PICTURE_WORKER },
    to: { path: [PICTURE_WORKER, '^node_modules/sharp/'], dependencyTypesNot: ['type-only'] },
  },
  {
    name: 'one-picture-library',
    comment: 'Only picture-library.ts loads the picture library, and restricts what it opens.',
    severity: 'error',
    from: { path: '^src/', pathNot: '^src/picture/picture-library\\.ts$' },
    to: { path: '^node_modules/sharp/', dependencyTypesNot: ['type-only'] },
  },
  {
    name: 'drivers-in-adapters',
    comment: 'Only adapters/ import drivers.',
    severity: 'error',
    from: { path: '^src/', pathNot: '^src/adapters/' },
    to: {
      path: [
        '^(node:)?sqlite$',
        '^node_modules/(pg|pg-[^/]+|nodemailer|ioredis|prom-client|@aws-sdk/[^/]+|@opentelemetry/[^/]+)/',
      ],
    },
  },
]

export const options: ICruiseOptions = {
  // Type-only imports count: a type from a later room is a dependency too.
  tsPreCompilationDeps: true,
  combinedDependencies: true,
  doNotFollow: { path: 'node_modules' },
  enhancedResolveOptions: {
    exportsFields: ['exports'],
    conditionNames: ['import', 'node', 'default', 'types'],
  },
}
