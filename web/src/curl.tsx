import {useState} from 'react'
import {Details} from './details'
import {shell as say} from './words/shell'

const quoted = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`

/** The request as a command: what the page does, a script can do. The key stays out of it. */
export function curlOf(path: string, method = 'GET', body?: unknown, file?: string, accept?: string): string {
  const words = ['curl -f -H "Authorization: Bearer $BACKLOT_KEY"']
  if (accept) words.push(`-H 'Accept: ${accept}'`)
  if (method !== 'GET') words.push(`-X ${method}`)
  if (body !== undefined) words.push(`-H 'Content-Type: application/json'`, `-d ${quoted(JSON.stringify(body))}`)
  if (file) words.push(`-o ${quoted(file)}`)
  return [...words, quoted(location.origin + path)].join(' ')
}

/** A command to be taken along. */
export function Command({text}: {text: string}) {
  const [copied, setCopied] = useState<string>()
  async function copy() {
    await navigator.clipboard.writeText(text)
    setCopied(text)
  }
  return (
    <div className="row command">
      <code tabIndex={0}>{text}</code>
      {navigator.clipboard && (
        <button type="button" className="quiet" onClick={() => void copy()}>
          {copied === text ? say.copied : say.copy}
        </button>
      )}
    </div>
  )
}

/** What a command is called in the address: its method and its path, without what says how much is asked for and what the page's own place says. */
export function nameOf(path: string, method = 'GET', place = location.pathname): string {
  const own = place.split('/').filter(Boolean)
  const parts = path.replace(/\?.*/, '').split('/').slice(2)
  return `${method === 'GET' ? 'curl' : method.toLowerCase()}:${parts.filter(one => !own.includes(one) || one === parts[0]).join('/')}`
}

type Asked = {path: string; method?: string; body?: unknown; file?: string; label?: string; accept?: string}

/** Shows on demand how a panel came by what it shows. */
export function Curl({path, method, body, file, accept, label = 'curl'}: Asked) {
  return (
    <Details name={nameOf(path, method)} summary={label} title={say.asACommand} className="curl">
      <Command text={curlOf(path, method, body, file, accept)} />
    </Details>
  )
}
