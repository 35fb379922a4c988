import type { JsonSchema } from '../protocol/json-schema.ts'

/** The parts of a request that a sample shows. */
export interface SampleRequest {
  method: string
  url: string
  headers: readonly (readonly [string, string])[]
  fields: readonly SampleField[]
  /** A body of JSON instead of fields. */
  json: { type: string; text: string } | null
  /** Name under which a response that is a file is saved; `null` if the response is JSON. */
  file: string | null
}

interface SampleField {
  name: string
  value: string
  isFile: boolean
}

/** A sample in one tab (`x-codeSamples`, a name shared by documentation tools). */
export interface CodeSample {
  lang: string
  label: string
  source: string
}

/**
 * Returns what a sample sends: every required field as a placeholder such as `<email>`, every file as `<image
 * path>`, and the optional fields that have an example, with it.
 */
export function sampleFields(body: JsonSchema | undefined): SampleField[] {
  const required = (body?.required ?? []) as string[]
  const hasFiles = Object.values((body?.properties ?? {}) as Record<string, JsonSchema>).some(isFile)
  return Object.entries((body?.properties ?? {}) as Record<string, JsonSchema>).flatMap(
    ([name, schema]): SampleField[] => {
      if (isFile(schema)) return [{ name, value: `<${name} path>`, isFile: true }]
      if (required.includes(name)) return [{ name, value: `<${name}>`, isFile: false }]
      const example = Array.isArray(schema.examples) ? schema.examples[0] : undefined
      // The dimensions of a picture fit only that picture, and an address other than the stored one requires
      // a code.
      const isShown =
        example !== undefined && !(hasFiles && schema.type === 'number') && schema.format !== 'email'
      return !isShown ? [] : [{ name, value: String(example), isFile: false }]
    },
  )
}

/** Whether a property of a body is a file. */
export function isFile(schema: JsonSchema): boolean {
  return schema.format === 'binary' || schema.contentMediaType !== undefined
}

/** Returns the samples of a request, in the order of their tabs; the published one (contract) comes last. */
export function codeSamples(sample: SampleRequest): CodeSample[] {
  const { json } = sample
  const request = json
    ? { ...sample, headers: [...sample.headers, ['Content-Type', json.type] as const] }
    : sample
  return [
    { lang: 'JavaScript', label: 'Node (fetch)', source: nodeFetch(request) },
    { lang: 'Python', label: 'Python', source: python(request) },
    { lang: 'PHP', label: 'PHP', source: php(request) },
    { lang: 'Shell', label: 'curl', source: curl(request) },
    { lang: 'JavaScript', label: 'Node (request)', source: nodeRequest(request) },
  ]
}

/** Returns a string literal that is valid in JavaScript, PHP and Python. */
function quoted(text: string): string {
  return `'${text.replace(/[\\']/g, '\\$&')}'`
}

function nodeFetch({ method, url, headers, fields, json, file }: SampleRequest): string {
  const hasFiles = fields.some((field) => field.isFile)
  const append = (field: SampleField) =>
    field.isFile
      ? `form.append(${quoted(field.name)}, await openAsBlob(${quoted(field.value)}), ${quoted(field.name)});`
      : `form.append(${quoted(field.name)}, ${quoted(field.value)});`
  return lines(
    hasFiles && "import { openAsBlob } from 'node:fs';",
    file !== null && "import { writeFile } from 'node:fs/promises';",
    (hasFiles || file !== null) && '',
    fields.length > 0 && 'const form = new FormData();',
    ...fields.map(append),
    fields.length > 0 && '',
    `const response = await fetch(${quoted(url)}, {`,
    `  method: ${quoted(method)},`,
    headers.length > 0 && '  headers: {',
    ...headers.map(([name, text]) => `    ${quoted(name)}: ${quoted(text)},`),
    headers.length > 0 && '  },',
    fields.length > 0 && '  body: form,',
    json && `  body: ${quoted(json.text)},`,
    '});',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the source of a sample.
    'if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);',
    file === null
      ? 'console.log(await response.json());'
      : `await writeFile(${quoted(file)}, response.body);`,
  )
}

function python({ method, url, headers, fields, json, file }: SampleRequest): string {
  const files = fields.filter((field) => field.isFile)
  const texts = fields.filter((field) => !field.isFile)
  const entries = (list: readonly string[]) => list.map((entry) => `        ${entry},`)
  const call = lines(
    `response = requests.${method.toLowerCase()}(`,
    `    ${quoted(url)},`,
    headers.length > 0 && '    headers={',
    ...entries(headers.map(([name, text]) => `${quoted(name)}: ${quoted(text)}`)),
    headers.length > 0 && '    },',
    texts.length > 0 && '    data={',
    ...entries(texts.map(({ name, value }) => `${quoted(name)}: ${quoted(value)}`)),
    texts.length > 0 && '    },',
    json && `    data=${quoted(json.text)},`,
    files.length > 0 && `    files={${files.map(({ name }) => `${quoted(name)}: ${name}`).join(', ')}},`,
    '    timeout=30,',
    ')',
  )
  const opened = files.map(({ name, value }) => `open(${quoted(value)}, 'rb') as ${name}`)
  return lines(
    'import requests',
    '',
    files.length > 0 && `with ${opened.join(', ')}:`,
    files.length > 0 ? call.replaceAll(/^/gm, '    ') : call,
    'if not response.ok:',
    "    raise SystemExit(f'{response.status_code} {response.text}')",
    file !== null && `with open(${quoted(file)}, 'wb') as file:`,
    file === null ? 'print(response.json())' : '    file.write(response.content)',
  )
}

function php({ method, url, headers, fields, json, file }: SampleRequest): string {
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
    json && `  CURLOPT_POSTFIELDS => ${quoted(json.text)},`,
    headers.length > 0 && '  CURLOPT_HTTPHEADER => array(',
    ...headers.map(([name, text]) => `    ${quoted(`${name}: ${text}`)},`),
    headers.length > 0 && '  ),',
    '));',
    '',
    '$response = curl_exec($curl);',
    'if ($response === false) throw new Exception(curl_error($curl));',
    '$status = curl_getinfo($curl, CURLINFO_RESPONSE_CODE);',
    'if ($status >= 400) throw new Exception("$status $response");',
    file === null ? 'echo $response;' : `file_put_contents(${quoted(file)}, $response);`,
  )
}

function curl({ method, url, headers, fields, json, file }: SampleRequest): string {
  const shell = (text: string) => `'${text.replaceAll("'", "'\\''")}'`
  const hasFiles = fields.some((field) => field.isFile)
  const send = (field: SampleField) => {
    if (field.isFile) return `-F ${shell(`${field.name}=@${field.value}`)}`
    return `${hasFiles ? '--form-string' : '--data-urlencode'} ${shell(`${field.name}=${field.value}`)}`
  }
  return [
    `curl --fail-with-body -X ${method} ${shell(url)}`,
    ...headers.map(([name, text]) => `  -H ${shell(`${name}: ${text}`)}`),
    ...fields.map((field) => `  ${send(field)}`),
    ...(json ? [`  --data ${shell(json.text)}`] : []),
    ...(file === null ? [] : [`  --output ${shell(file)}`]),
  ].join(' \\\n')
}

/** The published sample, with `request`, which is no longer maintained. */
function nodeRequest({ method, url, headers, fields, json, file }: SampleRequest): string {
  const hasFiles = fields.some((field) => field.isFile)
  const value = (field: SampleField) =>
    field.isFile ? `fs.createReadStream(${quoted(field.value)})` : quoted(field.value)
  return lines(
    "var request = require('request');",
    (hasFiles || file !== null) && "var fs = require('fs');",
    'var options = {',
    `  'method': ${quoted(method)},`,
    `  'url': ${quoted(url)},`,
    headers.length > 0 && "  'headers': {",
    ...headers.map(([name, text]) => `    ${quoted(name)}: ${quoted(text)},`),
    headers.length > 0 && '  },',
    fields.length > 0 && '  formData: {',
    ...fields.map((field) => `    ${quoted(field.name)}: ${value(field)},`),
    fields.length > 0 && '  },',
    json && `  'body': ${quoted(json.text)},`,
    file !== null && "  'encoding': null,",
    '};',
    'request(options, function (error, response) {',
    '  if (error) throw new Error(error);',
    "  if (response.statusCode >= 400) throw new Error(response.statusCode + ' ' + response.body);",
    file === null ? '  console.log(response.body);' : `  fs.writeFileSync(${quoted(file)}, response.body);`,
    '});',
  )
}

function lines(...parts: (string | false | null | undefined)[]): string {
  return parts.filter((part) => typeof part === 'string').join('\n')
}
