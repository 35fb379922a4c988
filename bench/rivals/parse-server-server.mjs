// A server with parse-server (Apache-2.0) on PostgreSQL, with its own cache of sessions on, as by default.
import { createRequire } from 'node:module'

const load = createRequire(`${process.env.MODULES}/index.js`)
const express = load('express')
const { ParseServer } = load('parse-server')

const { PORT, DATABASE_URL } = process.env
const api = new ParseServer({
  databaseURI: DATABASE_URL,
  appId: 'bench',
  masterKey: 'master',
  serverURL: `http://127.0.0.1:${PORT}/parse`,
  logLevel: 'error',
  silent: true,
  allowClientClassCreation: true,
  enforcePrivateUsers: false,
})
await api.start()
express().use('/parse', api.app).listen(Number(PORT), '127.0.0.1')
