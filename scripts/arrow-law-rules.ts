import type { ICruiseOptions, IForbiddenRuleType } from 'dependency-cruiser'

type Rule = IForbiddenRuleType & { name: string; comment: string }

/**
 * Which rooms a feature may use: the services and rules of those before it, never a store or routes. Rooms on one
 * line do not know each other.
 */
const order: string[][] = [
  ['secrets'],
  ['audit'],
  ['application'],
  ['user'],
  ['local-info'],
  ['second-factor', 'passkey'],
  ['session'],
  ['outbox'],
  ['mail'],
  ['notice'],
  ['one-time-code'],
  ['profile', 'picture'],
  ['email-change'],
  ['account'],
  ['page'],
]
/** What wires the service, each thing in its own file beside the rooms. */
const wiringPath = '^src/app(-(account|http|pictures|sessions|stores|upkeep|world))?\\.ts$'
/** The rooms of the order, one after another. */
export const features = order.flat()
/** The rooms that have rules of their own instead of a place in the order. */
export const roomsBesideTheOrder = ['adapters', 'cli', 'docs', 'health', 'http', 'messages', 'ports']

const anyFeature = `^src/(${features.join('|')})/`

const layer = (suffix: string) => `^src/[^/]+/[^/]+\\.${suffix}\\.ts$`

const featureOrder: Rule[] = order.flatMap((rooms, line) =>
  rooms.flatMap((room) => {
    const forbidden = [...rooms.filter((other) => other !== room), ...order.slice(line + 1).flat()]
    if (forbidden.length === 0) return []
    return {
      name: `feature-order-${room}`,
      comment: `${room}/ may use the services and rules of the rooms before it only.`,
      severity: 'error',
      from: { path: `^src/${room}/` },
      to: { path: `^src/(${forbidden.join('|')})/` },
    }
  }),
)

/** The law of the page, under `web/`. */
const pageRules: Rule[] = [
  {
    name: 'page-stands-apart',
    comment: 'The page uses common/ and packages, and nothing of the service.',
    severity: 'error',
    from: { path: '^web/' },
    to: { path: '^(src|migrations|scripts|bench|test)/' },
  },
  {
    name: 'service-stands-apart',
    comment: 'The service does not know the page, whose files it serves as they are.',
    severity: 'error',
    from: { path: '^(src|migrations)/' },
    to: { path: '^web/' },
  },
  {
    name: 'page-is-put-together-in-app',
    comment: 'Screens are chosen in app.tsx alone, which only main.tsx knows.',
    severity: 'error',
    from: { path: '^web/src/', pathNot: ['^web/src/screens/', '^web/src/(app|main)\\.tsx$'] },
    to: { path: ['^web/src/screens/', '^web/src/(app|main)\\.tsx$'] },
  },
  {
    name: 'screens-stand-apart',
    comment: 'A screen has a folder and knows no other; what several show is in ui/ or second-factor/.',
    severity: 'error',
    from: { path: '^web/src/screens/([^/]+)' },
    to: { path: '^web/src/(screens/|(app|main)\\.tsx$)', pathNot: '^web/src/screens/$1/' },
  },
  {
    name: 'ui-stays-below-screens',
    comment: 'ui/ shows what every screen may need, and knows neither screens nor second-factor/.',
    severity: 'error',
    from: { path: '^web/src/ui/' },
    to: { path: '^web/src/second-factor/' },
  },
  {
    name: 'page-ground-stands-low',
    comment: 'What shows nothing knows nothing that does.',
    severity: 'error',
    from: { path: '^web/src/((api|session|i18n|password)/|[^/]+$)', pathNot: '^web/src/(app|main)\\.tsx$' },
    to: { path: '^web/src/(ui|second-factor)/' },
  },
]

/** The arrow law of `ARCHITECTURE.md`, as rules for dependency-cruiser. */
export const forbidden: Rule[] = [
  ...featureOrder,
  {
    name: 'no-cycles',
    comment: 'Modules that import each other are one module.',
    severity: 'error',
    from: {},
    to: { circular: true },
  },
  {
    name: 'resolvable',
    comment: 'An import that leads nowhere cannot be judged.',
    severity: 'error',
    from: {},
    to: { couldNotResolve: true },
  },
  {
    name: 'store-is-private',
    comment: "A room's store is used by that room's services alone.",
    severity: 'error',
    from: { path: '^(src|migrations)/([^/]+)/' },
    to: { path: layer('store'), pathNot: '^src/$2/' },
  },
  {
    name: 'routes-are-last',
    comment: 'Routes are used by app-http.ts alone.',
    severity: 'error',
    from: { pathNot: '^src/app-http\\.ts$' },
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
        '^src/ports/(changed-rows|database|prepared-query|tables)\\.ts$',
        `${anyFeature}[^/.]+\\.ts$`,
        layer('row'),
        '^src/[^/.]+\\.ts$',
      ],
    },
  },
  {
    name: 'store-keeps-to-kysely',
    comment: 'A store uses kysely and no other package.',
    severity: 'error',
    from: { path: [layer('store'), layer('row')] },
    to: { dependencyTypes: ['npm', 'npm-dev', 'npm-optional', 'core'], pathNot: '^node_modules/kysely/' },
  },
  {
    name: 'service-does-not-know-messages',
    comment: 'A service knows neither HTTP nor adapters.',
    severity: 'error',
    from: { path: layer('service') },
    to: { path: [layer('routes'), '^src/http/', '^src/cli/', wiringPath] },
  },
  {
    name: 'messages-give-types-alone',
    comment: "Services and rules take from a schema no more than the type of their own room's message.",
    severity: 'error',
    from: { path: [layer('service'), `${anyFeature}[^/.]+\\.ts$`] },
    to: { path: layer('schema'), dependencyTypesNot: ['type-only'] },
  },
  {
    name: 'messages-stay-in-their-room',
    comment: "Not even the type of another room's message.",
    severity: 'error',
    from: { path: '^src/([^/]+)/[^/]+(\\.service)?\\.ts$', pathNot: [layer('(schema|routes)'), '^src/cli/'] },
    to: { path: layer('schema'), pathNot: '^src/$1/' },
  },
  {
    name: 'rules-are-pure',
    comment: 'Rules know rules, and neither rows, services nor HTTP.',
    severity: 'error',
    from: { path: `${anyFeature}[^/.]+\\.ts$` },
    to: {
      path: [layer('(store|row|service|routes)'), '^src/(http|cli|adapters)/', wiringPath],
    },
  },
  {
    name: 'schema-knows-rules',
    comment: 'A schema knows rules and the envelope.',
    severity: 'error',
    from: { path: layer('schema') },
    to: {
      path: [layer('(store|row|service|routes)'), '^src/(cli|adapters)/', '^src/http/(?!responses\\.ts$)'],
    },
  },
  {
    name: 'common-is-for-both',
    comment:
      'common/ is used by the service and by the page, and uses nothing: no room, no package, no Node.js.',
    severity: 'error',
    from: { path: '^common/' },
    to: { pathNot: '^common/' },
  },
  ...pageRules,
  {
    name: 'ports-stand-alone',
    comment: 'Ports know each other and nothing else of the service.',
    severity: 'error',
    from: { path: '^src/ports/' },
    to: { path: '^src/', pathNot: '^src/ports/' },
  },
  {
    name: 'adapters-know-ports',
    comment: 'An adapter knows ports, its neighbours and the migrations.',
    severity: 'error',
    from: { path: '^src/adapters/' },
    to: { path: '^src/', pathNot: '^src/(ports|adapters)/' },
  },
  {
    name: 'adapters-are-chosen-in-app',
    comment: 'The wiring below HTTP chooses adapters, and app-metrics.ts those that measure.',
    severity: 'error',
    from: {
      path: '^src/',
      pathNot: ['^src/adapters/', '^src/app(-(metrics|pictures|stores|upkeep|world))?\\.ts$'],
    },
    to: { path: '^src/adapters/' },
  },
  {
    name: 'migrations-stand-alone',
    comment: 'A migration never changes once released, so it uses nothing that does.',
    severity: 'error',
    from: { path: '^migrations/' },
    to: { path: '^src/' },
  },
  {
    name: 'cli-is-last',
    comment: 'The command line is used by main.ts alone.',
    severity: 'error',
    from: { pathNot: '^src/(cli/|main\\.ts$)' },
    to: { path: '^src/cli/' },
  },
  {
    name: 'app-is-used-by-cli',
    comment: 'app.ts and its siblings are the top of the service: the command line alone builds it.',
    severity: 'error',
    from: { pathNot: ['^src/(cli/|main\\.ts$)', wiringPath] },
    to: { path: [wiringPath, '^src/app-metrics\\.ts$'] },
  },
  {
    name: 'http-stays-below-routes',
    comment: 'http/ knows no feature but those that say who is calling: application and session.',
    severity: 'error',
    from: { path: '^src/http/' },
    to: { path: anyFeature, pathNot: '^src/(application|session)/' },
  },
  {
    name: 'ground-stands-low',
    comment: 'The modules beside the rooms, and the texts, use no room but ports/ and messages/.',
    severity: 'error',
    from: {
      path: ['^src/[^/]+\\.ts$', '^src/messages/'],
      pathNot: [wiringPath, '^src/(app-metrics|main)\\.ts$'],
    },
    to: { path: '^src/[^/]+/', pathNot: '^src/(messages|ports)/' },
  },
  {
    name: 'fastify-in-http',
    comment: 'fastify is known to http/ and routes.',
    severity: 'error',
    from: { path: '^src/', pathNot: ['^src/http/', layer('routes')] },
    to: { path: '^node_modules/(fastify|@fastify/[^/]+)/' },
  },
  {
    name: 'sharp-in-picture',
    comment: 'sharp is known to picture/.',
    severity: 'error',
    from: { path: '^src/', pathNot: '^src/picture/' },
    to: { path: '^node_modules/sharp/' },
  },
  {
    name: 'pictures-in-workers',
    comment: 'What opens, makes and draws pictures runs in a child process: only its own modules load it.',
    severity: 'error',
    from: { path: '^src/', pathNot: '^src/picture/picture-(worker|prepare|pipeline|variants|drawing)\\.ts$' },
    to: {
      path: ['^src/picture/picture-(worker|prepare|pipeline|variants|drawing)\\.ts$', '^node_modules/sharp/'],
      dependencyTypesNot: ['type-only'],
    },
  },
  {
    name: 'drivers-in-adapters',
    comment: 'Drivers are known to adapters/.',
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
  // Type-only imports count: a type from a later room is knowledge of it all the same.
  tsPreCompilationDeps: true,
  combinedDependencies: true,
  doNotFollow: { path: 'node_modules' },
  enhancedResolveOptions: {
    exportsFields: ['exports'],
    conditionNames: ['import', 'node', 'default', 'types'],
  },
}
