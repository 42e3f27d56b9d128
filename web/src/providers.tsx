import {useMutation, useQuery} from '@tanstack/react-query'
import {client, good} from './api'
import {Curl} from './curl'
import {useMe} from './app'
import {Empty, Loading, Refused, Status, Wrong} from './parts'
import {ACTIONS, figure, Table} from './table'
import {cost} from './words'

const useProviders = () => useQuery({queryKey: ['providers'], queryFn: () => good(client.GET('/v1/providers')), refetchInterval: 10_000})

function Health({up}: {up: boolean}) {
  return up ? <Status of="succeeded" label="up" /> : <Status of="failed" label="left alone: did not answer" />
}

const price = (one: {low: number; high: number}, currency: string) => `${one.low === one.high ? cost(one.low) : `${cost(one.low)} to ${cost(one.high)}`} ${currency}`

/** Whether those who work for money answer, on the first page. */
export function ProviderHealth() {
  const found = useProviders()
  if (!found.data || found.data.items.length === 0) return null
  return (
    <section aria-labelledby="providers">
      <h2 id="providers">Providers</h2>
      <ul className="todo">
        {found.data.items.map(one => (
          <li key={one.name} className="row">
            <strong>{one.name}</strong>
            <Health up={one.up} />
          </li>
        ))}
      </ul>
    </section>
  )
}

const SAYS = {taken: 'succeeded', refused: 'failed', unknown: 'pending'} as const

/** Asks the provider, at no cost, whether the key is good. */
function TestKey({name}: {name: string}) {
  const test = useMutation({mutationFn: () => good(client.POST('/v1/providers/{name}/test', {params: {path: {name}}}))})
  return (
    <>
      <button className="quiet" disabled={test.isPending} onClick={() => test.mutate()} aria-label={`Test the key of ${name}`}>
        {test.isPending ? 'Asking…' : 'Test the key'}
      </button>
      <span role="status">
        {test.data && <Status of={SAYS[test.data.result]} label={test.data.result === 'taken' ? 'the key is good' : `${test.data.result}: ${test.data.detail}`} />}
      </span>
      <Refused error={test.error} />
    </>
  )
}

export function Providers() {
  const admin = useMe()?.operator
  const found = useProviders()
  if (found.isPending) return <Loading what="providers" />
  if (found.isError) return <Wrong error={found.error} what="list of providers" retry={() => void found.refetch()} />
  const {items, currency} = found.data
  if (items.length === 0) return <Nobody />
  return (
    <>
      <Table label="Providers" columns={['Provider', 'State', 'Does', figure('One job costs'), ...(admin ? [ACTIONS] : [])]}>
        {items.map(one => (
          <tr key={one.name}>
            <td>
              <strong>{one.name}</strong>
            </td>
            <td>
              <Health up={one.up} />
            </td>
            <td>
              {one.tasks.map(task => (
                <span key={task} className="block">
                  {task} <span className="small">{one.models[task] ? `with ${one.models[task]} if a step names none` : ''}</span>
                </span>
              ))}
            </td>
            <td className="number">{price(one, currency)}</td>
            {admin && (
              <td>
                <TestKey name={one.name} />
              </td>
            )}
          </tr>
        ))}
      </Table>
      <Curl path="/v1/providers" />
    </>
  )
}

function Nobody() {
  return (
    <Empty title="No provider is named">
      <p>
        Steps that make pictures, words, sound or video with a model need one. Name it in a file and start with{' '}
        <code>backlot serve --providers FILE</code>.
      </p>
    </Empty>
  )
}

/** What each model costs, and where that is changed. */
export function Prices() {
  const found = useProviders()
  if (found.isPending) return <Loading what="prices" />
  if (found.isError) return <Wrong error={found.error} what="list of prices" retry={() => void found.refetch()} />
  const {items, currency} = found.data
  if (items.length === 0) return <Nobody />
  return (
    <>
      <p className="note">
        These are the prices of the providers file, in {currency}: budgets hold back the most that a job may cost, and the cost of a job is counted by them. Whoever runs the server changes
        them in that file, under <code>prices</code> of each provider; they count from the next start. <code>docs/providers.md</code> tells how.
      </p>
      <Table label="Prices" columns={['Provider', 'Model', figure('For a result'), figure('For a second'), figure('One job')]}>
        {items.flatMap(one =>
          one.prices.map(each => (
            <tr key={`${one.name} ${each.model}`}>
              <td>
                <strong>{one.name}</strong>
              </td>
              <td className="text">{each.model ?? <span className="small">{one.prices.length > 1 ? 'all others' : 'all'}</span>}</td>
              <td className="number">{each.call === undefined ? '–' : cost(each.call)}</td>
              <td className="number">{each.second === undefined ? '–' : cost(each.second)}</td>
              <td className="number">{price(each, currency)}</td>
            </tr>
          ))
        )}
      </Table>
      <Curl path="/v1/providers" />
    </>
  )
}
