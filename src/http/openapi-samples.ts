import type { JsonSchema } from './openapi-messages.ts'

/** A request, as much of it as a sample shows. */
export interface SampleRequest {
  method: string
  url: string
  headers: readonly (readonly [string, string])[]
  fields: readonly SampleField[]
}

interface SampleField {
  name: string
  value: string
  isFile: boolean
}

/** A sample under one tab (`x-codeSamples`, the name that documentation tools share). */
export interface CodeSample {
  lang: string
  label: string
  source: string
}

/**
 * What a sample sends: every required field as a placeholder such as `<email>`, every file as `<image path>`, and the
 * optional fields that have an example with it.
 */
export function sampleFields(body: JsonSchema | undefined): SampleField[] {
  const required = (body?.required ?? []) as string[]
  const hasFiles = Object.values((body?.properties ?? {}) as Record<string, JsonSchema>).some(isFile)
  return Object.entries((body?.properties ?? {}) as Record<string, JsonSchema>).flatMap(
    ([name, schema]): SampleField[] => {
      if (isFile(schema)) return [{ name, value: `<${name} path>`, isFile: true }]
      if (required.includes(name)) return [{ name, value: `<${name}>`, isFile: false }]
      const example = Array.isArray(schema.examples) ? schema.examples[0] : undefined
      // A picture's measures fit that picture alone, and another address than the stored one needs a code.
      const isShown =
        example !== undefined && !(hasFiles && schema.type === 'integer') && schema.format !== 'email'
      return !isShown ? [] : [{ name, value: String(example), isFile: false }]
    },
  )
}

/** Whether a property of a body is a file. */
export function isFile(schema: JsonSchema): boolean {
  return schema.format === 'binary' || schema.contentMediaType !== undefined
}

/** The samples of a request, in the order of their tabs. */
export function codeSamples(request: SampleRequest): CodeSample[] {
  return [
    { lang: 'JavaScript', label: 'Node (request)', source: nodeRequest(request) },
    { lang: 'JavaScript', label: 'Node (fetch)', source: nodeFetch(request) },
    { lang: 'PHP', label: 'PHP', source: php(request) },
    { lang: 'Shell', label: 'curl', source: curl(request) },
  ]
}

/** A string literal that JavaScript and PHP read alike. */
function quoted(text: string): string {
  return `'${text.replace(/[\\']/g, '\\$&')}'`
}

function nodeRequest({ method, url, headers, fields }: SampleRequest): string {
  const value = (field: SampleField) =>
    field.isFile ? `fs.createReadStream(${quoted(field.value)})` : quoted(field.value)
  return lines(
    "var request = require('request');",
    fields.some((field) => field.isFile) && "var fs = require('fs');",
    'var options = {',
    `  'method': ${quoted(method)},`,
    `  'url': ${quoted(url)},`,
    headers.length > 0 && "  'headers': {",
    ...headers.map(([name, text]) => `    ${quoted(name)}: ${quoted(text)},`),
    headers.length > 0 && '  },',
    fields.length > 0 && '  formData: {',
    ...fields.map((field) => `    ${quoted(field.name)}: ${value(field)},`),
    fields.length > 0 && '  }',
    '};',
    'request(options, function (error, response) {',
    '  if (error) throw new Error(error);',
    '  console.log(response.body);',
    '});',
  )
}

function nodeFetch({ method, url, headers, fields }: SampleRequest): string {
  const hasFiles = fields.some((field) => field.isFile)
  const append = (field: SampleField) =>
    field.isFile
      ? `form.append(${quoted(field.name)}, await openAsBlob(${quoted(field.value)}), ${quoted(field.name)});`
      : `form.append(${quoted(field.name)}, ${quoted(field.value)});`
  return lines(
    hasFiles && "import { openAsBlob } from 'node:fs';",
    hasFiles && '',
    fields.length > 0 && 'const form = new FormData();',
    ...fields.map(append),
    fields.length > 0 && '',
    `const response = await fetch(${quoted(url)}, {`,
    `  method: ${quoted(method)},`,
    headers.length > 0 && '  headers: {',
    ...headers.map(([name, text]) => `    ${quoted(name)}: ${quoted(text)},`),
    headers.length > 0 && '  },',
    fields.length > 0 && '  body: form,',
    '});',
    'console.log(await response.text());',
  )
}

function php({ method, url, headers, fields }: SampleRequest): string {
  const value = (field: SampleField) =>
    field.isFile ? `new CURLFile(${quoted(field.value)})` : quoted(field.value)
  return lines(
    '<?php',
    '',
    '$curl = curl_init();',
    '',
    'curl_setopt_array($curl, array(',
    `  CURLOPT_URL => ${quoted(url)},`,
    '  CURLOPT_RETURNTRANSFER => true,',
    `  CURLOPT_CUSTOMREQUEST => ${quoted(method)},`,
    fields.length > 0 && '  CURLOPT_POSTFIELDS => array(',
    ...fields.map((field) => `    ${quoted(field.name)} => ${value(field)},`),
    fields.length > 0 && '  ),',
    headers.length > 0 && '  CURLOPT_HTTPHEADER => array(',
    ...headers.map(([name, text]) => `    ${quoted(`${name}: ${text}`)},`),
    headers.length > 0 && '  ),',
    '));',
    '',
    '$response = curl_exec($curl);',
    'echo $response;',
  )
}

function curl({ method, url, headers, fields }: SampleRequest): string {
  const shell = (text: string) => `'${text.replaceAll("'", "'\\''")}'`
  const hasFiles = fields.some((field) => field.isFile)
  const send = (field: SampleField) => {
    if (field.isFile) return `-F ${shell(`${field.name}=@${field.value}`)}`
    return `${hasFiles ? '--form-string' : '--data-urlencode'} ${shell(`${field.name}=${field.value}`)}`
  }
  return [
    `curl -X ${method} ${shell(url)}`,
    ...headers.map(([name, text]) => `  -H ${shell(`${name}: ${text}`)}`),
    ...fields.map((field) => `  ${send(field)}`),
  ].join(' \\\n')
}

function lines(...parts: (string | false)[]): string {
  return parts.filter((part) => part !== false).join('\n')
}
