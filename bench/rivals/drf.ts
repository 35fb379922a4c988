import { join } from 'node:path'
import { cases } from '../cases.ts'
import { uploadOf } from '../subject.ts'
import { jsonRead, Missing, READ, type Rival, run, startServer, UPDATE } from './rival.ts'

const PEOPLE = 20_000
const PYTHON = '/usr/bin/python3'
const PACKAGES =
  'python3-djangorestframework python3-djangorestframework-simplejwt gunicorn python3-psycopg2 python3-pil'
const project = join(import.meta.dirname, 'drf')

/** Django REST framework of Debian on gunicorn with two workers: a profile service as a team would write it. */
export const drf: Rival = {
  name: 'Django REST framework, PostgreSQL',
  async start(folder, database) {
    const env = { DATABASE_URL: database, MEDIA_ROOT: join(folder, 'media'), PYTHONDONTWRITEBYTECODE: '1' }
    const version =
      'import rest_framework, rest_framework_simplejwt, psycopg2, PIL, gunicorn; print(rest_framework.VERSION)'
    const found = await run(PYTHON, ['-c', version]).catch(() => {
      throw new Missing(`apt-get install ${PACKAGES}`)
    })
    const options = { cwd: project, env: { ...process.env, ...env, PEOPLE: String(PEOPLE) }, maxBuffer: 1e8 }
    const { stdout } = await run(PYTHON, ['fill.py'], options)
    const visitors = stdout
      .trim()
      .split('\n')
      .map((line) => {
        const [token = '', email = ''] = line.split(' ')
        return { token, email, tag: '', id: '' }
      })
    const gunicorn = ['-m', 'gunicorn', '-w', '2', '--log-level', 'error', '-b', '127.0.0.1:{port}', 'wsgi']
    const running = await startServer([PYTHON, ...gunicorn], {
      cwd: project,
      env,
      path: '/user/get/profile/',
    })
    const headers = { apikey: 'bench' }
    const update = cases.find(({ name }) => name === UPDATE)!
    const upload = (picture: Buffer, side: number) =>
      uploadOf(picture, `/user/profile-image/?side=${side}`, 'bench', visitors[0]!.token)
    return {
      ...running,
      version: found.stdout.trim(),
      visitors,
      requests: {
        [READ]: jsonRead('/user/get/profile/', headers),
        [UPDATE]: { ...update, headers: { ...update.headers, ...headers } },
      },
      uploads: {
        'decoded for 2048 pixels': (picture) => upload(picture, 2048),
        'decoded for 512 pixels': (picture) => upload(picture, 512),
      },
    }
  },
}
